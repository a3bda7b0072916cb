/**
 * The messages that ask for payments, and where each says what: a table, so that a message more is
 * a row more. Versions differ in names that are not read here.
 */
import type { Payments } from "./instruction.ts"

/** Where one kind of message keeps what is asked for. */
export type PaymentForm = {
  /** Versions that are read, the first and the last. */
  readonly versions: readonly [number, number]
  /** Element of the header: id, time, count, sum. */
  readonly header: string
  /** The element of the message's id in it; MsgId unless given. */
  readonly id?: string
  /** Element around payments that share a debtor or a creditor; absent: there is none. */
  readonly group?: string
  /** The element of one payment. */
  readonly payment: string
  /** Absent: those of the original. */
  readonly debtor?: AccountPlace
  readonly creditor?: AccountPlace
  /** The element of the amount, which has the currency as an attribute; absent: none is due. */
  readonly amount?: readonly string[]
  /** Whether the amount may be left out: then all of the original is meant. */
  readonly whole?: true
  /** The element around the reason of a return. */
  readonly reason?: string
  /** The element that holds a payment's ids; absent: they are those of an original. */
  readonly ids?: string
  readonly booked: Payments["booked"]
}

/** Where an account is named. */
export type AccountPlace = {
  readonly of: "group" | "payment"
  readonly path: readonly string[]
}

const inPayment = (name: string) => ({ of: "payment", path: [name, "Id"] }) as const
const inGroup = (name: string) => ({ of: "group", path: [name, "Id"] }) as const

const transfer = {
  header: "GrpHdr",
  payment: "CdtTrfTxInf",
  debtor: inPayment("DbtrAcct"),
  creditor: inPayment("CdtrAcct"),
  amount: ["IntrBkSttlmAmt"],
  ids: "PmtId",
  booked: "singly",
} as const

/** Forms by the name of the message. */
export const PAYMENT_FORMS: Readonly<Record<string, PaymentForm>> = {
  "pain.001": {
    ...{ versions: [3, 12], header: "GrpHdr", group: "PmtInf", payment: "CdtTrfTxInf" },
    ...{ debtor: inGroup("DbtrAcct"), creditor: inPayment("CdtrAcct") },
    ...{ amount: ["Amt", "InstdAmt"], ids: "PmtId", booked: "together" },
  },
  "pacs.008": { ...transfer, versions: [2, 13] },
  "pacs.009": { ...transfer, versions: [2, 12] },
  "pacs.003": { ...transfer, versions: [2, 11], payment: "DrctDbtTxInf" },
  "pacs.010": {
    ...transfer,
    ...{ versions: [1, 6], group: "CdtInstr", payment: "DrctDbtTxInf" },
    creditor: inGroup("CdtrAcct"),
  },
  "pacs.004": {
    ...{ versions: [9, 13], header: "GrpHdr", payment: "TxInf", booked: "returns" },
    ...{ amount: ["RtrdIntrBkSttlmAmt"], reason: "RtrRsnInf" },
  },
  "camt.056": {
    ...{ versions: [8, 11], header: "Assgnmt", id: "Id", group: "Undrlyg", payment: "TxInf" },
    ...{ booked: "recalled", amount: ["OrgnlIntrBkSttlmAmt"], whole: true, reason: "CxlRsnInf" },
  },
  "camt.029": {
    ...{ versions: [9, 13], header: "Assgnmt", id: "Id", group: "CxlDtls", payment: "TxInfAndSts" },
    booked: "answered",
  },
  "pacs.028": { versions: [3, 6], header: "GrpHdr", payment: "TxInf", booked: "asked" },
  "camt.050": {
    ...{ versions: [4, 7], header: "MsgHdr", payment: "LqdtyCdtTrf", ids: "LqdtyTrfId" },
    booked: "singly",
    ...{ debtor: inPayment("DbtrAcct"), creditor: inPayment("CdtrAcct") },
    amount: ["TrfdAmt", "AmtWthCcy"],
  },
}

/** Messages that are known and not read, each with the reason. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  "camt.110": "investigations have no schema that could be tested against",
  "camt.111": "answers to investigations have no schema that could be tested against",
  "sese.023": "settlement instructions have no schema that could be tested against",
  "sese.025": "settlement confirmations have no schema that could be tested against",
}

/** The version of a message id: `pain.001.001.09` is 9. */
export function versionOf(id: string): number {
  return Number(id.slice(id.lastIndexOf(".") + 1))
}
