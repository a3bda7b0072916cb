/**
 * Status reports: pain.002 to who sent a pain message, pacs.002 to who sent a pacs message,
 * camt.025 to who sent a camt.050. Elements stand in the order of their schemas.
 */
import type { Hex } from "@concordat/kernel"
import {
  cut,
  informationText,
  instant,
  type Make,
  NAMESPACE,
  type Outcome,
  textPart,
  uetrText,
  type Written,
} from "./answer.ts"
import type { Payments } from "./instruction.ts"
import { type Fault, faultAt } from "./reasons.ts"
import { resolution } from "./resolution.ts"
import type { XmlElement } from "./xml/element.ts"
import { maker, type Part } from "./xml/write.ts"

/** Ids of the messages that are written, beside those of statements. */
export const STATUS_MESSAGES = {
  pain: "pain.002.001.11",
  pacs: "pacs.002.001.11",
  camt: "camt.025.001.05",
} as const

/** What became of payments that a message asks after, by those that were found. */
export function answersOf(
  { instructions }: Payments,
  found: ReadonlyMap<string, { readonly entry: Hex }>,
): Outcome[] {
  return instructions.map((instruction) => {
    const { path } = instruction
    const { entry = null } = found.get(path) ?? {}
    const unknown = "No such payment of the last 31 days was booked."
    const fault = instruction.fault ?? faultAt(path, "unknown_entry", unknown)
    return entry === null
      ? { instruction, entry, fault, status: "RJCT" }
      : { instruction, entry, fault: null, status: "ACSC" }
  })
}

/** The status of all together: alike, or in part. */
export function groupStatus(outcomes: readonly Outcome[]): "ACTC" | "ACSC" | "RJCT" | "PART" {
  const statuses = new Set(outcomes.map(({ status }) => status))
  const [only] = statuses
  return statuses.size === 1 && only !== undefined ? only : "PART"
}

function reasonPart(make: Make, fault: Fault | null): Part {
  if (fault === null) return null
  const said = `${fault.code}: ${fault.text}`
  const information = [said, fault.path].map((text) => make("AddtlInf", informationText(text)))
  return make("StsRsnInf", make("Rsn", make("Cd", fault.reason)), ...information)
}

function transactionPart(make: Make, { instruction, status, fault, entry }: Outcome): XmlElement {
  const { instructionId, endToEndId, transactionId, uetr } = instruction
  return make(
    "TxInfAndSts",
    textPart(make, "OrgnlInstrId", instructionId),
    textPart(make, "OrgnlEndToEndId", endToEndId),
    textPart(make, "OrgnlTxId", transactionId),
    uetr === null ? null : make("OrgnlUETR", uetrText(uetr)),
    make("TxSts", status),
    reasonPart(make, fault),
    entry === null ? null : make("AcctSvcrRef", entry),
  )
}

function headerPart(make: Make, { messageId, created }: Written): XmlElement {
  return make("GrpHdr", make("MsgId", cut(messageId)), make("CreDtTm", instant(created)))
}

function originalPart(make: Make, name: string, payments: Payments, outcomes: readonly Outcome[]) {
  return make(
    name,
    make("OrgnlMsgId", cut(payments.messageId)),
    make("OrgnlMsgNmId", payments.form),
    make("OrgnlCreDtTm", instant(payments.created)),
    make("OrgnlNbOfTxs", String(payments.instructions.length)),
    make("GrpSts", groupStatus(outcomes)),
    reasonPart(make, payments.fault),
  )
}

/** pain.002: by the groups of the original. */
function customerReport(payments: Payments, outcomes: readonly Outcome[], written: Written) {
  const make = maker(NAMESPACE + STATUS_MESSAGES.pain)
  const groups = Map.groupBy(outcomes, ({ instruction }) => instruction.group)
  const parts = [...groups].map(([group, own]) =>
    make(
      "OrgnlPmtInfAndSts",
      make("OrgnlPmtInfId", cut(group)),
      make("PmtInfSts", groupStatus(own)),
      // The schema of customers' reports has no OrgnlTxId.
      ...own.map((one) =>
        transactionPart(make, { ...one, instruction: { ...one.instruction, transactionId: null } }),
      ),
    ),
  )
  const original = originalPart(make, "OrgnlGrpInfAndSts", payments, outcomes)
  return make("Document", make("CstmrPmtStsRpt", headerPart(make, written), original, ...parts))
}

/** pacs.002. */
function bankReport(payments: Payments, outcomes: readonly Outcome[], written: Written) {
  const make = maker(NAMESPACE + STATUS_MESSAGES.pacs)
  const original = originalPart(make, "OrgnlGrpInfAndSts", payments, outcomes)
  const parts = outcomes.map((one) => transactionPart(make, one))
  return make("Document", make("FIToFIPmtStsRpt", headerPart(make, written), original, ...parts))
}

/** camt.025: a receipt of a liquidity transfer. */
function receipt(payments: Payments, outcomes: readonly Outcome[], written: Written) {
  const make = maker(NAMESPACE + STATUS_MESSAGES.camt)
  const [{ status = "RJCT", fault = null } = {}] = outcomes
  const said = fault === null ? null : `${fault.reason} ${fault.code}: ${fault.text}`
  return make(
    "Document",
    make(
      "Rct",
      make(
        "MsgHdr",
        make("MsgId", cut(written.messageId)),
        make("CreDtTm", instant(written.created)),
      ),
      make(
        "RctDtls",
        make("OrgnlMsgId", make("MsgId", cut(payments.messageId))),
        make(
          "ReqHdlg",
          make("StsCd", status),
          said === null ? null : make("Desc", said.slice(0, 140)),
        ),
      ),
    ),
  )
}

/** The report that answers a message; its name is in `STATUS_MESSAGES`. */
export function statusReport(
  payments: Payments,
  outcomes: readonly Outcome[],
  written: Written,
): XmlElement {
  if (payments.booked === "recalled") return resolution(payments, outcomes, written)
  if (payments.form.startsWith("pain.")) return customerReport(payments, outcomes, written)
  if (payments.form.startsWith("camt.")) return receipt(payments, outcomes, written)
  return bankReport(payments, outcomes, written)
}
