/** What happened to the validators and nodes, for ever provable. */
import { event, hash, option, party, u8, u64 } from "@concordat/kernel"
import { address, faultKind, nodeKind } from "./tables.ts"

export const validatorAdded = event("validator_added", {
  address,
  organisation: party,
  key: hash,
  power: u64,
})
export const powerChanged = event("power_changed", {
  address,
  organisation: party,
  before: u64,
  power: u64,
})
export const keyReplaced = event("key_replaced", {
  address,
  organisation: party,
  successor: address,
  key: hash,
})
export const validatorLeft = event("validator_left", {
  address,
  organisation: party,
  power: u64,
})

/** `power`: what it held at that height. */
export const faultRecorded = event("fault_recorded", {
  address,
  organisation: party,
  kind: faultKind,
  height: u64,
  power: u64,
})
/** It signs no more; `power` is what it lost. */
export const validatorFaulted = event("validator_faulted", {
  address,
  organisation: party,
  power: u64,
})
/** A fault left one organisation a third of the power, or too few validators. */
export const validatorSetDegraded = event("validator_set_degraded", {
  validators: u8,
  organisations: u8,
  power: u64,
  largest: option(party),
})
/** Evidence about nobody who is known, too old, or of what is recorded already. */
export const evidenceIgnored = event("evidence_ignored", {
  address,
  kind: faultKind,
  height: u64,
})

export const nodeRegistered = event("node_registered", {
  node: address,
  organisation: party,
  kind: nodeKind,
})
export const nodeRemoved = event("node_removed", { node: address, organisation: party })
