/** What a message or payment file asks for, whatever its form: payments from account to account. */
import type { Hex } from "@concordat/kernel"
import type { Fault } from "./reasons.ts"

/** One payment. */
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
  /** What is wrong with it by itself. */
  readonly fault: Fault | null
}

/** All of one message or file. */
export type Payments = {
  /** `pain.001.001.09`, or `csv`. */
  readonly form: string
  /** How it is booked: all of a group under one entry, each line for itself; or one by one. */
  readonly booked: "together" | "singly"
  readonly messageId: string
  /** When it was made, milliseconds of 1970: the time of its entries' ids. */
  readonly created: number
  readonly instructions: readonly Instruction[]
  /** Why nothing of it is taken. */
  readonly fault: Fault | null
}
