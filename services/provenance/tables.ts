/**
 * What the register of documents keeps: classes, signed statements, documents whose standing is
 * not the plain one, the statement log (RFC 9162) and the status chain of every class. No names,
 * no fields, no fingerprints of files: only salted leaves and roots.
 */
import {
  ascii,
  bool,
  enumeration,
  fixed,
  hash,
  list,
  option,
  party,
  record,
  table,
  text,
  time,
  u8,
  u16,
  u32,
  u64,
  union,
} from "@concordat/kernel"

/** Bytes of a signed statement, at most. */
export const STATEMENT_BYTES_MAX = 2_048
/** Documents of one batch statement, at most. */
export const BATCH_DOCUMENTS_MAX = 1_000_000
/** Hashes from a leaf to the root of the largest batch. */
export const PATH_HASHES_MAX = 20
/** Documents disposed of by one command. */
export const DISPOSALS_MAX = 64
/** Peaks of the statement log: one a bit of its size. */
const PEAKS_MAX = 64
/** Signers that a class may ask for. */
export const APPROVALS_MAX = 2
/** How long a suspension may last: two years, in milliseconds. */
export const SUSPENSION_MS_MAX = 731 * 86_400_000
/** A day of retention, in milliseconds. */
export const DAY_MS = 86_400_000

/** Name of a class: what a grant's scope covers. */
export const className = ascii(48)

/** Whether the register shows why a document lost its standing. */
const reasonsPolicy = enumeration("shown", "hidden")

/** States of a document; a statement is never superseded or disposed of. */
export const documentState = enumeration("valid", "suspended", "revoked", "superseded", "disposed")

/** What a statement speaks of: one document, many, or a stronger seal over an older statement. */
export const statementKind = enumeration("document", "batch", "renewal")

/** Why a document lost its standing. */
export const statusReason = enumeration(
  "issued_in_error",
  "obtained_by_fraud",
  "withdrawn_by_issuer",
  "returned_by_bearer",
  "court_order",
  "key_compromised",
  "corrected",
  "unspecified",
)

/** Standing of a statement or document; `since` is block time, `until` ends a suspension. */
export const standing = record({
  state: documentState,
  reason: option(statusReason),
  order: option(hash),
  since: time,
  until: option(time),
})

/** What an owner decides about a class. */
export const classTerms = {
  title: text(120, 1),
  fields: hash,
  accreditation: option(hash),
  approvals: u8,
  keep: u32,
  reasons: reasonsPolicy,
  version: u16,
  open: bool,
}

/** A class is a registration policy: who owns it, how it is signed off, how long it is kept. */
export const classes = table("classes", {
  key: { class: className },
  value: { owner: party, ...classTerms },
  indexes: ["owner"],
  absent: "unknown_class",
})

/** Days of retention by the class's version that changed them: shorter ones are not backdated. */
export const retention = table("retention", {
  key: { class: className, version: u16 },
  value: { keep: u32, since: time },
})

/** A signed statement, under the SHA-256 of its bytes. */
export const statements = table("statements", {
  key: { statement: hash },
  value: {
    issuer: party,
    class: className,
    kind: statementKind,
    root: hash,
    count: u32,
    position: u64,
    key: hash,
    from: time,
    until: option(time),
    at: time,
    by: party,
    grounds: option(record({ schema: hash, sequence: u16 })),
    status: standing,
  },
  indexes: ["issuer", "class", "key", "until"],
  absent: "unknown_statement",
})

/**
 * One document. Written when it is registered alone; for a document of a batch when its standing
 * first changes: no row means in good order. The issuer stands in the key, so nobody can occupy
 * another's handles.
 */
export const items = table("items", {
  key: { issuer: party, handle: hash },
  value: {
    statement: hash,
    index: u32,
    leaf: hash,
    replacedBy: option(hash),
    record: option(fixed(16)),
    destruction: option(hash),
    status: standing,
  },
  indexes: ["statement", "handle"],
  absent: "unknown_item",
})

/** Head of the statement log: an entry is the SHA-256 of a statement's bytes. */
export const log = table("log", {
  key: {},
  value: { size: u64, root: hash, peaks: list(hash, PEAKS_MAX) },
})

/** Head of a class's status chain: head' = SHA-256(head ‖ entry). */
export const chains = table("chains", {
  key: { class: className },
  value: { length: u64, head: hash },
})

/** The way from a document of a batch to its statement's root. */
export const itemProof = record({
  statement: hash,
  index: u32,
  commitment: hash,
  until: option(time),
  path: list(hash, PATH_HASHES_MAX),
})

/** A document by its handle, with its way to the batch if it has no row yet. */
export const itemTarget = record({ handle: hash, proof: option(itemProof) })

/** A document, or a whole statement. */
export const target = union({ item: itemTarget, statement: hash })

/** What a status event names. */
export const changed = union({ item: hash, statement: hash })

/** One entry of a class's status chain, canonical CBOR. */
export const chainEntry = record({
  issuer: party,
  target: changed,
  state: documentState,
  reason: option(statusReason),
  since: time,
  until: option(time),
})
