/**
 * A signed statement (RFC 9943): a COSE_Sign1 (RFC 9052 section 4.2) in one form only. Protected
 * header `{1: alg, 3: content type, 4: key thumbprint, 15: {1: iss, 2: sub, 6: issued}}` (CWT
 * claims in headers, RFC 9597), empty unprotected header, payload attached. Read by rebuilding
 * the header: what does not give the same bytes again is no statement.
 */
import {
  CborWriter,
  decode,
  encode,
  equalBytes,
  fromHex,
  type Hash,
  hash,
  hashOf,
  type Infer,
  Invalid,
  option,
  type Party,
  record,
  sha256,
  sign1,
  time,
  u8,
  u32,
  union,
  unpaid,
} from "@concordat/kernel"
import { BATCH_DOCUMENTS_MAX, className } from "./tables.ts"

/** Content type of a statement's payload. */
export const STATEMENT_TYPE = "application/vnd.concordat.statement+cbor"
/** Version of the payload. */
export const STATEMENT_VERSION = 1

/** What a statement says. */
export const statementPayload = record({
  version: u8,
  class: className,
  subject: union({
    /** Leaf hash of the document; its handle stands in the header's subject. */
    document: hash,
    batch: record({ root: hash, count: u32 }),
    renewal: record({ of: hash }),
  }),
  from: time,
  until: option(time),
})
export type StatementPayload = Infer<typeof statementPayload>
export type Subject = StatementPayload["subject"]

/** Algorithms that a seal may sign by. */
export type SealAlgorithm = "ed25519" | "es256"

/** What stands in the protected header, beside what follows from it. */
export type StatementHeader = {
  readonly algorithm: SealAlgorithm
  /** Thumbprint of the seal. */
  readonly key: Hash
  readonly chain: string
  readonly issuer: Party
  /** What the subject claim names: the handle of one document, the root of many. */
  readonly names: Hash
  /** Seconds of 1970 (NumericDate, RFC 8392). */
  readonly issued: number
}

/** A statement taken apart. */
export type Statement = StatementHeader & {
  /** SHA-256 of the bytes: the statement's name in the register. */
  readonly statement: Hash
  readonly payload: StatementPayload
  /** Handle of the one document that it speaks of, or null. */
  readonly handle: Hash | null
  /** Root of the tree over the statement's documents, and how many there are. */
  readonly root: Hash
  readonly count: number
  readonly signature: Uint8Array
  /** The Sig_structure that the seal signs. */
  readonly toBeSigned: Uint8Array
}

const SIGNATURE_BYTES = 64
const ALG = { es256: -7, ed25519: -8 } as const
const SUBJECT = /^urn:concordat:document:([0-9a-f]{64})$/
const ISSUER = /^urn:concordat:([a-z0-9-]{1,48}):([a-z][a-z0-9-]{1,30})$/

/** How a statement names its issuer: chain and organisation. */
export function issuerUrn(chain: string, issuer: Party): string {
  return `urn:concordat:${chain}:${issuer}`
}

/** How a statement names its subject. */
export function subjectUrn(names: Hash): string {
  return `urn:concordat:document:${names}`
}

/** The root of the tree over the documents of a subject, and their number. */
function treeOf(subject: Subject): { readonly root: Hash; readonly count: number } {
  if ("document" in subject) return { root: subject.document, count: 1 }
  if ("batch" in subject) return subject.batch
  return { root: subject.renewal.of, count: 0 }
}

/** Reused: a buffer of its own costs more than what is written into it. */
const writer = new CborWriter()

/** The protected header, deterministic CBOR. */
function protectedHeader(header: StatementHeader): Uint8Array {
  return writer
    .reset()
    .map(4)
    .uint(1)
    .int(ALG[header.algorithm])
    .uint(3)
    .text(STATEMENT_TYPE)
    .uint(4)
    .bytes(fromHex(header.key))
    .uint(15)
    .map(3)
    .uint(1)
    .text(issuerUrn(header.chain, header.issuer))
    .uint(2)
    .text(subjectUrn(header.names))
    .uint(6)
    .uint(header.issued)
    .finish()
}

/** What the seal signs: the Sig_structure of RFC 9052 section 4.4, no external data. */
export function toBeSealed(header: StatementHeader, payload: StatementPayload): Uint8Array {
  return new CborWriter()
    .array(4)
    .text("Signature1")
    .bytes(protectedHeader(header))
    .bytes(new Uint8Array(0))
    .bytes(encode(statementPayload, payload))
    .finish()
}

/** The bytes of a statement, given the seal's signature over `toBeSealed`. */
export function sealed(
  header: StatementHeader,
  payload: StatementPayload,
  signature: Uint8Array,
): Uint8Array {
  const head = protectedHeader(header)
  writer.reset().tag(18).array(4).bytes(head).map(0)
  return writer.bytes(encode(statementPayload, payload)).bytes(signature).finish()
}

function malformed(reason: string): Invalid {
  return new Invalid("statement_malformed", "", reason)
}

function algorithmOf(alg: unknown): SealAlgorithm {
  if (alg === ALG.ed25519) return "ed25519"
  if (alg === ALG.es256) return "es256"
  throw new Invalid("algorithm_unsupported", "", "A seal signs with EdDSA or ES256.", {
    expected: "-8, -7",
  })
}

/** The header's parts, unless one is absent or of another type; the bytes are compared later. */
function readHeader(map: ReadonlyMap<unknown, unknown>): StatementHeader {
  const algorithm = algorithmOf(map.get(1))
  const key = map.get(4)
  const claims = map.get(15)
  if (!(key instanceof Uint8Array) || !(claims instanceof Map)) {
    throw malformed("The header names no key, or makes no claims.")
  }
  const issuer = ISSUER.exec(String(claims.get(1)))
  const subject = SUBJECT.exec(String(claims.get(2)))
  const issued = claims.get(6)
  if (issuer === null || subject === null || typeof issued !== "number" || issued < 0) {
    throw malformed("The claims are an issuer of a ledger, a subject, and when it was issued.")
  }
  return {
    algorithm,
    key: hashOf(key),
    chain: issuer[1]!,
    issuer: issuer[2]! as Party,
    names: subject[1]! as Hash,
    issued,
  }
}

/**
 * The class that bytes name which may be a statement: what the right to register must cover. Throws
 * `Invalid` where there is none; whether the rest has its form is `readStatement`'s question.
 */
export function classNamed(bytes: Uint8Array): string {
  const whole = statementIn(bytes)
  if (whole !== null) return whole.payload.class
  const { payload } = sign1(bytes)
  if (payload === null) throw malformed("The payload is detached.")
  return decode(statementPayload, payload).class
}

/**
 * Takes a statement apart. Throws `Invalid` `statement_malformed` for any bytes that are not in the
 * one form, `algorithm_unsupported` for another algorithm. Verifies no signature.
 */
export function readStatement(bytes: Uint8Array): Statement {
  let statement = known.get(bytes)
  if (statement === undefined) {
    // Its bytes are paid for with the transaction's, whether this node knew them or not.
    statement = unpaid(() => parse(bytes))
    known.set(bytes, statement)
  }
  return statement
}

/**
 * Statements by the very bytes of a decoded input: its scope, the questions ahead, the check and
 * the block all ask for the same one. What is remembered costs nothing, or a node that checked a
 * transaction would charge less than one that did not.
 */
const known = new WeakMap<Uint8Array, Statement>()

function statementIn(bytes: Uint8Array): Statement | null {
  try {
    return readStatement(bytes)
  } catch (error) {
    if (error instanceof Invalid) return null
    throw error
  }
}

function parse(bytes: Uint8Array): Statement {
  try {
    const message = sign1(bytes)
    const header = readHeader(message.protected.map)
    if (message.payload === null) throw malformed("The payload is detached.")
    const payload = decode(statementPayload, message.payload)
    if (payload.version !== STATEMENT_VERSION) throw malformed("The version is not 1.")
    const { root, count } = treeOf(payload.subject)
    if (count > BATCH_DOCUMENTS_MAX || ("batch" in payload.subject && count === 0)) {
      throw malformed(`A batch has 1 to ${BATCH_DOCUMENTS_MAX} documents.`)
    }
    const single = "document" in payload.subject
    if (!single && header.names !== root) throw malformed("The header names another subject.")
    const signature = message.signature.slice()
    // Heads are in their shortest form, and the payload came out of `decode`: both have one form.
    const due = equalBytes(protectedHeader(header), message.protected.bytes)
    if (!due || message.unprotected.size > 0 || signature.length !== SIGNATURE_BYTES) {
      throw malformed("The header or its order is not the one that is due.")
    }
    const statement = hashOf(sha256(bytes))
    const toBeSigned = message.toBeSigned()
    const handle = single ? header.names : null
    return { ...header, statement, payload, handle, root, count, signature, toBeSigned }
  } catch (error) {
    if (!(error instanceof Invalid) || error.code === "algorithm_unsupported") throw error
    throw new Invalid("statement_malformed", "", error.message, { ...error.details })
  }
}
