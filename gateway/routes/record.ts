/** What several routes say and read alike: records that are not there, heights, ids. */
import { type Hash, Invalid, type JsonSchema, Refusal } from "@concordat/kernel"
import { integer } from "../requests/parameters.ts"

/** The record that is not there: the same words whoever asks. */
export function unknownRecord(what: string): Refusal {
  return new Refusal("unknown_record", `There is no such ${what} on this ledger.`, {}, 404)
}

/** A height up to the tip; throws `Refusal` `height_not_reached` beyond it. */
export function heightUpTo(text: string, tip: bigint): bigint {
  const value = integer(text, "height")
  if (value <= tip) return value
  const details = { height: text, actual: tip.toString() }
  throw new Refusal("height_not_reached", "This block does not exist yet.", details, 404)
}

/** 32 bytes in hex; throws `Invalid` `hex_malformed` with the first wrong place. */
export function hashText(text: string, name: string): Hash {
  if (/^[0-9a-f]{64}$/.test(text)) return text as Hash
  const offset = [...text].findIndex((digit) => !/[0-9a-f]/.test(digit))
  const details = { offset: offset < 0 ? Math.min(text.length, 64) : offset }
  throw new Invalid("hex_malformed", `/${name}`, "Expected are 64 digits 0-9 or a-f.", details)
}

/** The forms of addresses in JSON Schema. */
export const HEX: JsonSchema = { type: "string", pattern: "^[0-9a-f]{64}$" }
export const DECIMAL: JsonSchema = { type: "string", pattern: "^(0|[1-9][0-9]{0,18})$" }
export const FLAG: JsonSchema = { type: "string", enum: ["0", "1"] }
export const LIMIT: JsonSchema = { type: "integer", minimum: 1, maximum: 200, default: 50 }
export const TEXT: JsonSchema = { type: "string" }
