/** What a message or payment file asks for, whatever its form: payments from account to account. */
import type { Hex } from "@concordat/kernel"
import type { Fault } from "./reasons.ts"
import type { XmlElement } from "./xml/element.ts"

/** The earlier line that a return, or a question, is about. */
export type OriginalReference = {
  readonly uetr: Hex | null
  /** The entry that it was booked under, where the message says so, and its number there. */
  readonly entry: Hex | null
  readonly line: number
  /** Why it is returned: a code of the external set. */
  readonly reason: string
}

/** What the answer to a request for returns says of one payment. */
export type RecallAnswer = {
  /** Returned, refused, or not decided yet: accepted, rejected, pending cancellation request. */
  readonly status: "ACCR" | "RJCR" | "PDCR"
  /** Why it was refused: a code of the external set; "" where none is said. */
  readonly reason: string
  /** What else is said, by whoever answers. */
  readonly text: string
}

/** One payment, one return, or one question for a payment. */
export type Instruction = {
  /** Where it stands: a path of elements, or a row. */
  readonly path: string
  /** The id of its group of payments (PmtInfId), "" where there are none. */
  readonly group: string
  readonly instructionId: string | null
  readonly endToEndId: string | null
  readonly transactionId: string | null
  readonly uetr: Hex | null
  /** Accounts as the message names them: an IBAN, or another identification; "" for none. */
  readonly debtor: string
  readonly creditor: string
  readonly currency: string
  /** As it is written; the decimals are those of the asset. */
  readonly amount: string
  /** When it is to be paid, `YYYY-MM-DD`; null: at once. */
  readonly day: string | null
  /** Null for a payment of its own. */
  readonly original: OriginalReference | null
  /** Of an answer to a request for returns alone. */
  readonly answer?: RecallAnswer
  /** What is wrong with it by itself. */
  readonly fault: Fault | null
}

/** All of one message or file. */
export type Payments = {
  /** `pain.001.001.09`, or `csv`. */
  readonly form: string
  /**
   * How it is booked: all of a group under one entry, each line for itself; one by one; as returns
   * of earlier lines. `recalled`: it asks for returns of whole lines, and who was paid may refuse.
   * `asked`: nothing is booked, it asks what became of payments. `answered`: nothing is booked, it
   * says what became of a request for returns.
   */
  readonly booked: "together" | "singly" | "returns" | "recalled" | "asked" | "answered"
  readonly messageId: string
  /** When it was made, milliseconds of 1970: the time of its entries' ids. */
  readonly created: number
  readonly instructions: readonly Instruction[]
  /** Why nothing of it is taken. */
  readonly fault: Fault | null
  /** Who asked whom, and in which case, as a request for returns says it; its answer repeats it. */
  readonly asking?: Asking
}

/** The parts of a request that its answer repeats. */
export type Asking = {
  readonly assigner: XmlElement
  readonly assignee: XmlElement
  readonly investigation: XmlElement | null
}
