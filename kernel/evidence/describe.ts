/** Proven claims as facts: decoded, and told in one sentence each. */
import { toHex } from "../bytes.ts"
import { type CborValue, decodeValue, encodeValue } from "../cbor/value.ts"
import { Invalid } from "../failures.ts"
import { isJsonObject, type Json } from "../json/json.ts"
import type { Hash } from "../schema/fixed.ts"
import { externalAadOf, transactionId } from "../transaction/structure.ts"
import { isWrapped, readWrapper } from "../transaction/wrapper.ts"
import type { Bundle, Claim } from "./bundle.ts"
import { type FactSchemas, readFields, readKey } from "./fact-schemas.ts"
import type { EventFact, Fact, RefusalFact, RowFact, TransactionFact } from "./facts.ts"
import { isMap, readLeaf } from "./leaf.ts"
import { keyText, placeOf } from "./row-key.ts"
import { shorten, timeWords, valueWords } from "./words.ts"

const OUTCOMES = ["accepted", "refused", "invalid"] as const

/** The fact that a proven claim states; schemas make its fields exact. */
export function describeClaim(claim: Claim, evidence: Bundle, schemas: FactSchemas): Fact {
  if ("event" in claim) return describeEvent(claim.event, schemas)
  if ("transaction" in claim) return describeTransaction(claim.transaction, evidence.height)
  const key = "value" in claim ? claim.value.key : claim.absence.key
  const value = "value" in claim ? claim.value.value : null
  return describeRow(key, value, evidence.height, schemas)
}

function describeEvent(
  { leaf, index }: Extract<Claim, { event: unknown }>["event"],
  schemas: FactSchemas,
): EventFact {
  const read = readLeaf(leaf)
  const { service, event, height, time } = read
  const fields = readFields(encodeValue(read.fields), schemas.event?.(service, event))
  const sentence =
    `Event ${service}.${event} in block ${height} of ${timeWords(time)}` +
    sentenceEnd(valueWords(fields))
  return { kind: "event", ...read, logIndex: index, fields, sentence }
}

const sentenceEnd = (words: string) => (words === "" ? "." : `: ${words}.`)

function describeRow(
  keyBytes: Uint8Array,
  valueBytes: Uint8Array | null,
  height: bigint,
  schemas: FactSchemas,
): RowFact {
  const { service, table, rest } = placeOf(keyBytes)
  const schema = service === null ? undefined : schemas.row?.(service, table!)
  const key = schema ? readKey(rest, schema) : null
  const name = service === null ? shorten(toHex(rest)) : `${service}/${table}${keyWords(rest, key)}`
  const place = { service, table, keyBytes, key }
  if (valueBytes === null) {
    const sentence = `There is no row ${name} after block ${height}.`
    return { kind: "absence", ...place, valueBytes, value: null, sentence }
  }
  const value = readFields(valueBytes, schema?.value)
  const sentence = `Row ${name} after block ${height}${sentenceEnd(valueWords(value))}`
  return { kind: "value", ...place, valueBytes, value, sentence }
}

function keyWords(rest: Uint8Array, key: Json): string {
  if (!isJsonObject(key)) return rest.length === 0 ? "" : ` ${shorten(keyText(rest))}`
  const fields = Object.values(key) // order: of definition
  return fields.map((field) => ` ${valueWords(field)}`).join("")
}

/** The value of canonical bytes; undefined for any others. */
function readValueOf(bytes: Uint8Array): CborValue | undefined {
  try {
    return decodeValue(bytes)
  } catch (failure) {
    if (failure instanceof Invalid) return undefined
    throw failure
  }
}

function describeTransaction(
  claim: Extract<Claim, { transaction: unknown }>["transaction"],
  height: bigint,
): TransactionFact {
  const { bytes, cost } = claim
  const id = idOf(bytes)
  const outcome = OUTCOMES[claim.outcome] ?? "invalid"
  const refusals = refusalsOf(claim.data)
  const codes = refusals.map(({ code }) => code)
  const why = codes.length === 0 ? "" : ` (${[...new Set(codes)].join(", ")})`
  const name = id === null ? "A transaction that cannot be read" : `Transaction ${shorten(id)}`
  // Its place is not told: a header's tree does not say of how many leaves it is, so a path to the
  // second of two is one to the last of five as well.
  const sentence = `${name} in block ${height} was ${outcome}${why}.`
  return { kind: "transaction", id, bytes, height, outcome, refusals, cost, sentence }
}

/** The id of a transaction, without the schemas of its commands; null for what is none. */
function idOf(bytes: Uint8Array): Hash | null {
  try {
    const wrapped = isWrapped(bytes) ? readWrapper(bytes) : { payload: bytes, signatures: [] }
    const payload = decodeValue(wrapped.payload)
    if (!isMap(payload) || typeof payload["chain"] !== "string") return null
    const kids = wrapped.signatures.map(({ kid }) => kid)
    return transactionId(externalAadOf(payload["chain"], kids), wrapped.payload)
  } catch (failure) {
    if (failure instanceof Invalid) return null
    throw failure
  }
}

/** The refused operations that a result lists. */
function refusalsOf(data: Uint8Array): readonly RefusalFact[] {
  const list = data.length === 0 ? [] : readValueOf(data)
  if (!Array.isArray(list)) return []
  return (list as readonly CborValue[]).filter(isMap).map(({ code, service, operation }) => ({
    code: String(code),
    service: String(service),
    operation: typeof operation === "number" ? operation : null,
  }))
}
