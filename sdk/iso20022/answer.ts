/** What all answers are made of: what became of each payment, and texts as schemas bound them. */
import type { Hex } from "@concordat/kernel"
import type { Instruction } from "./instruction.ts"
import type { Fault } from "./reasons.ts"
import type { maker, Part } from "./xml/write.ts"

/** Before the id of a message: the namespace of its document. */
export const NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
/** Characters of an id, of a line of additional information. */
const ID_CHARACTERS_MAX = 35
const INFORMATION_CHARACTERS_MAX = 105
const UUID_PARTS = [8, 12, 16, 20] as const

/** What became of one payment. */
export type Outcome = {
  readonly instruction: Instruction
  /** Accepted technically, settled for good, or rejected. */
  readonly status: "ACTC" | "ACSC" | "RJCT"
  readonly fault: Fault | null
  /** The entry that it is booked under; of a question or an answer, that it is about. */
  readonly entry: Hex | null
}

/** What every message written here says of itself. */
export type Written = {
  /** Unique for its sender; cut to 35 characters. */
  readonly messageId: string
  /** Milliseconds of 1970. */
  readonly created: number
}

/** A UETR as messages write it, with hyphens. */
export function uetrText(uetr: Hex): string {
  const parts = [0, ...UUID_PARTS].map((from, i) => uetr.slice(from, UUID_PARTS[i]))
  return parts.join("-")
}

/** Makes elements of one namespace. */
export type Make = ReturnType<typeof maker>

/** A text as an id. */
export const cut = (text: string) => text.slice(0, ID_CHARACTERS_MAX)

/** A text as a line of additional information. */
export const informationText = (text: string) => text.slice(0, INFORMATION_CHARACTERS_MAX)

/** A time as messages write it. */
export const instant = (ms: number) => new Date(ms).toISOString()

/** An element of an id; nothing for none. */
export function textPart(make: Make, name: string, text: string | null): Part {
  return text === null || text === "" ? null : make(name, cut(text))
}
