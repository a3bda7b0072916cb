/**
 * camt.029: what became of a request for returns (camt.056). Each is answered by the return that
 * was booked, by a refusal with its reason, or by saying that it is not decided yet. Elements stand
 * in the order of the schema.
 */
import { Invalid } from "@concordat/kernel"
import {
  cut,
  informationText,
  instant,
  NAMESPACE,
  type Outcome,
  textPart,
  uetrText,
  type Written,
} from "./answer.ts"
import type { Asking, Payments } from "./instruction.ts"
import { type Fault, faultAt, NARRATIVE } from "./reasons.ts"
import { childrenOf, type XmlElement } from "./xml/element.ts"
import { maker, type Part } from "./xml/write.ts"

/** The message that is written. */
const RESOLUTION_MESSAGE = "camt.029.001.10"

/**
 * Reasons for which a return is refused, of the external set of payment cancellation rejections,
 * each with its sentence.
 */
export const REJECTIONS: Readonly<Record<string, string>> = {
  AC04: "The account that was paid is closed.",
  AGNT: "The bank of who was paid does not agree.",
  AM04: "There is not enough on the account that was paid.",
  ARDT: "It was returned before.",
  CUST: "Who was paid does not agree.",
  LEGL: "A law or an order stands against it.",
  NOAS: "Who was paid has not answered.",
  NOOR: "No such payment was received.",
}

/** Rejections by the code with which the ledger, or the plan, refuses a return. */
const BY_CODE: Readonly<Record<string, string>> = {
  unknown_entry: "NOOR",
  already_returned: "ARDT",
  return_exceeds: "ARDT",
  insufficient_funds: "AM04",
  account_closed: "AC04",
  frozen_amount: "LEGL",
  account_blocked: "LEGL",
  asset_paused: "LEGL",
}

/** The code of a refusal by who was paid: its reason is given, not found. */
export const REFUSED = "not_accepted"
const CANCELLED = { ACSC: "ACCR", ACTC: "PDCR", RJCT: "RJCR" } as const
/** All alike, by what each is; else it is done in part. */
const CONFIRMED = { ACSC: "CNCL", ACTC: "PDCR", RJCT: "RJCR" } as const
const IN_PART = "PECR"

/** The rejection for a refusal's code. */
export function rejectionOf(code: string): string {
  return BY_CODE[code] ?? NARRATIVE
}

/**
 * Every return of a request as refused by who was paid, for a reason. Throws `Invalid`
 * `unknown_value` for another reason, and for a message that asks for no returns.
 */
export function refusedReturns({ booked, form, instructions }: Payments, reason: string) {
  const text = REJECTIONS[reason]
  if (text === undefined || booked !== "recalled") {
    const allowed = Object.keys(REJECTIONS).join(", ")
    const why =
      text === undefined
        ? `A return is refused for one of ${allowed}.`
        : `${form} asks for no returns: there is nothing to refuse.`
    throw new Invalid("unknown_value", "/refuse", why)
  }
  return instructions.map((instruction): Outcome => {
    const refused = { ...faultAt(instruction.path, REFUSED, text), reason }
    return { instruction, status: "RJCT", fault: instruction.fault ?? refused, entry: null }
  })
}

/** The same element and all in it, in another namespace. */
function moved(element: XmlElement, namespace: string, name = element.name): XmlElement {
  const content = element.content.map((part) =>
    typeof part === "string" ? part : moved(part, namespace),
  )
  return { ...element, name, namespace, content }
}

/** Who answers whom: the other way round. */
function assignment({ assigner, assignee }: Asking, namespace: string, written: Written) {
  const make = maker(namespace)
  return make(
    "Assgnmt",
    make("Id", cut(written.messageId)),
    make("Assgnr", ...childrenOf(moved(assignee, namespace))),
    make("Assgne", ...childrenOf(moved(assigner, namespace))),
    make("CreDtTm", instant(written.created)),
  )
}

function statusOf(outcomes: readonly Outcome[]): string {
  const [first, ...others] = new Set(outcomes.map(({ status }) => status))
  return first === undefined || others.length > 0 ? IN_PART : CONFIRMED[first]
}

/** camt.029: each return that was asked for, and what became of it. */
export function resolution(
  { asking }: Payments,
  outcomes: readonly Outcome[],
  written: Written,
): XmlElement {
  const namespace = NAMESPACE + RESOLUTION_MESSAGE
  const make = maker(namespace)
  const why = (fault: Fault | null): Part => {
    if (fault === null) return null
    const { code, reason, text, path } = fault
    const lines = [`${code}: ${text}`, path].map((one) => make("AddtlInf", informationText(one)))
    const cause = code === REFUSED ? reason : rejectionOf(code)
    return make("CxlStsRsnInf", make("Rsn", make("Cd", cause)), ...lines)
  }
  const details = outcomes.map(({ instruction, status, fault, entry }) => {
    const { instructionId, endToEndId, transactionId, uetr } = instruction
    return make(
      "TxInfAndSts",
      textPart(make, "CxlStsId", entry),
      textPart(make, "OrgnlInstrId", instructionId),
      textPart(make, "OrgnlEndToEndId", endToEndId),
      textPart(make, "OrgnlTxId", transactionId),
      uetr === null ? null : make("OrgnlUETR", uetrText(uetr)),
      make("TxCxlSts", CANCELLED[status]),
      why(fault),
    )
  })
  const { investigation } = asking!
  return make(
    "Document",
    make(
      "RsltnOfInvstgtn",
      assignment(asking!, namespace, written),
      investigation === null ? null : moved(investigation, namespace, "RslvdCase"),
      make("Sts", make("Conf", statusOf(outcomes))),
      make("CxlDtls", ...details),
    ),
  )
}
