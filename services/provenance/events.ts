/** What the register announces: each event is a leaf of the ledger's log, provable for ever. */
import { event, hash, list, option, party, time, u16, u32, u64 } from "@concordat/kernel"
import {
  changed,
  className,
  DISPOSALS_MAX,
  documentState,
  statementKind,
  statusReason,
} from "./tables.ts"

/** A class was defined or has a new version. */
export const classSet = event("class_set", { class: className, owner: party, version: u16 })

/** A statement entered the statement log at `position`. */
export const statementRegistered = event("statement_registered", {
  statement: hash,
  issuer: party,
  class: className,
  kind: statementKind,
  root: hash,
  count: u32,
  position: u64,
  key: hash,
})

/** The standing of a document or statement; `length` and `head` are of the class's status chain. */
export const statusChanged = event("status_changed", {
  issuer: party,
  class: className,
  target: changed,
  state: documentState,
  reason: option(statusReason),
  since: time,
  until: option(time),
  length: u64,
  head: hash,
})

/** A newer document stands in the place of an older one. */
export const documentSuperseded = event("document_superseded", {
  issuer: party,
  class: className,
  handle: hash,
  replacedBy: hash,
  statement: hash,
})

/** Documents whose retention is over; the record of their destruction is named by its hash. */
export const documentsDisposed = event("documents_disposed", {
  issuer: party,
  handles: list(hash, DISPOSALS_MAX),
  destruction: hash,
})
