/** Reads what messages of the table of forms ask for. Nothing here knows a ledger. */
import { type Hex, Invalid } from "@concordat/kernel"
import { addressesFault } from "./address.ts"
import { informationText } from "./answer.ts"
import { type AccountPlace, LEFT_OUT, PAYMENT_FORMS, type PaymentForm, versionOf } from "./forms.ts"
import { demanded, readInstant, sumOf } from "./header.ts"
import type { Instruction, OriginalReference, Payments, RecallAnswer } from "./instruction.ts"
import { PAYMENTS_MAX } from "./limits.ts"
import { readLineName } from "./line-name.ts"
import type { Message } from "./message.ts"
import { type Fault, faultAt, NARRATIVE, WRONG_COUNT } from "./reasons.ts"
import { at, attributeOf, childrenOf, textAt, type XmlElement } from "./xml/element.ts"

const UETR = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** One payment with its place and what is around it. */
type Found = {
  readonly payment: XmlElement
  readonly path: string
  readonly group: XmlElement | undefined
  readonly groupId: string
  /** What is wrong with the group, and so with each of its payments. */
  readonly fault: Fault | null
}

/** The form of a message. Throws `Invalid` `message_unsupported`. */
function formOf({ id, name }: Message): PaymentForm {
  const form = PAYMENT_FORMS[name]
  const version = versionOf(id)
  if (form !== undefined && version >= form.versions[0] && version <= form.versions[1]) return form
  const why = LEFT_OUT[name]
  const reason =
    form === undefined
      ? `${id} is not read${why === undefined ? "" : `: ${why}`}.`
      : `${name} is read in the versions ${form.versions.join(" to ")}.`
  const expected = Object.keys(PAYMENT_FORMS).join(", ")
  throw new Invalid("message_unsupported", "", reason, { expected, actual: id })
}

/** What a group says that concerns each of its payments. */
function groupFault(form: PaymentForm, group: XmlElement, path: string): Fault | null {
  const method = textAt(group, "PmtMtd")
  if (method !== undefined && method !== "TRF" && form.booked === "together") {
    return faultAt(`${path}/PmtMtd`, "unknown_value", "Only transfers (TRF) are made.")
  }
  for (const child of childrenOf(group)) {
    if (child.name === form.payment) continue
    const wrong = addressesFault(child, `${path}/${child.name}`)
    if (wrong !== null) return wrong
  }
  return totalsFault(group, path, childrenOf(group, form.payment), form)
}

/** Every payment in its place. */
function* payments(form: PaymentForm, { body }: Message): Generator<Found> {
  const root = `/${body.name}`
  const groups = form.group === undefined ? [body] : childrenOf(body, form.group)
  for (const [i, group] of groups.entries()) {
    const own = form.group !== undefined
    const around = own ? `${root}/${form.group}[${i + 1}]` : root
    const groupId = own ? (textAt(group, "PmtInfId") ?? String(i + 1)) : ""
    const fault = own ? groupFault(form, group, around) : null
    for (const [j, payment] of childrenOf(group, form.payment).entries()) {
      const path = `${around}/${form.payment}[${j + 1}]`
      yield { payment, path, group: own ? group : undefined, groupId, fault }
    }
  }
}

/** The identification of an account: an IBAN, or another one; "" for none. */
function accountIn(place: AccountPlace | undefined, { payment, group }: Found): string {
  if (place === undefined) return ""
  const id = at(place.of === "group" ? group : payment, ...place.path)
  return textAt(id, "IBAN") ?? textAt(id, "Othr", "Id") ?? ""
}

/** Names of a payment's ids: its own, or those of the original that it is about. */
const OWN_IDS = {
  instruction: "InstrId",
  endToEnd: "EndToEndId",
  transaction: "TxId",
  uetr: "UETR",
}
const ORIGINAL_IDS = {
  ...{ instruction: "OrgnlInstrId", endToEnd: "OrgnlEndToEndId" },
  ...{ transaction: "OrgnlTxId", uetr: "OrgnlUETR" },
}

function uetrIn(ids: XmlElement | undefined, name: string, path: string) {
  const text = textAt(ids, name)
  if (text === undefined) return { uetr: null, wrong: null }
  if (UETR.test(text)) return { uetr: text.replaceAll("-", "") as Hex, wrong: null }
  const why = "A UETR is a UUID of version 4 in small letters."
  return { uetr: null, wrong: faultAt(`${path}/${name}`, "hex_malformed", why) }
}

/** The original of a return or a question: by its UETR, or as `entry` or `entry.line`. */
function originalIn(form: PaymentForm, payment: XmlElement, uetr: Hex | null): OriginalReference {
  const { entry = null, line = 0 } = readLineName(textAt(payment, "OrgnlTxId") ?? "") ?? {}
  const said = form.reason === undefined ? undefined : textAt(payment, form.reason, "Rsn", "Cd")
  const reason = said ?? NARRATIVE
  return { uetr, entry, line, reason }
}

/** What answers say of one payment, of a group, or of all. */
const ANSWERS: Readonly<Record<string, RecallAnswer["status"]>> = {
  ...{ ACCR: "ACCR", CNCL: "ACCR", RJCR: "RJCR" },
}

/** What an answer says of a payment; what it does not say of one it says of all, or not yet. */
function answerIn({ booked }: PaymentForm, { payment, group }: Found, body: XmlElement) {
  if (booked !== "answered") return {}
  const ofGroup = textAt(group, "OrgnlGrpInfAndSts", "GrpCxlSts")
  const said = textAt(payment, "TxCxlSts") ?? ofGroup ?? textAt(body, "Sts", "Conf") ?? ""
  const why = at(payment, "CxlStsRsnInf")
  // Another's words: without marks that reorder a line, or move on a screen.
  const text = informationText((textAt(why, "AddtlInf") ?? "").replaceAll(/\p{C}/gu, ""))
  const reason = textAt(why, "Rsn", "Cd") ?? ""
  return { answer: { status: ANSWERS[said] ?? "PDCR", reason, text } }
}

/** When a payment is due: of itself, or of its group. */
function dayIn({ payment, group }: Found): string | null {
  for (const place of [payment, group]) {
    const day = at(place, "ReqdExctnDt") ?? at(place, "IntrBkSttlmDt") ?? at(place, "SttlmDt")
    const text = textAt(day, "Dt") ?? textAt(day, "DtTm") ?? textAt(day)
    if (text) return text.slice(0, 10)
  }
  return null
}

function amountFault({ amount, whole }: PaymentForm, found: XmlElement | undefined, path: string) {
  if (amount === undefined || found !== undefined || whole) return null
  return faultAt(path, "field_missing", `${amount.join("/")} is missing.`)
}

function instructionOf(form: PaymentForm, found: Found, body: XmlElement): Instruction {
  const { payment, path, groupId } = found
  const own = form.ids !== undefined
  const [ids, names] = own ? [at(payment, form.ids), OWN_IDS] : [payment, ORIGINAL_IDS]
  const amount = form.amount === undefined ? undefined : at(payment, ...form.amount)
  const { uetr, wrong } = uetrIn(ids, names.uetr, own ? `${path}/${form.ids}` : path)
  return {
    ...{ path, group: groupId, uetr },
    instructionId: textAt(ids, names.instruction) ?? null,
    endToEndId: textAt(ids, names.endToEnd) ?? null,
    transactionId: textAt(ids, names.transaction) ?? null,
    debtor: accountIn(form.debtor, found),
    creditor: accountIn(form.creditor, found),
    currency: attributeOf(amount, "Ccy") ?? "",
    amount: textAt(amount) ?? "",
    day: dayIn(found),
    original: own ? null : originalIn(form, payment, uetr),
    ...answerIn(form, found, body),
    fault: found.fault ?? amountFault(form, amount, path) ?? wrong ?? addressesFault(payment, path),
  }
}

/** Whether count and sum are those that a header, or a group, says. */
function totalsFault(
  said: XmlElement | undefined,
  path: string,
  found: readonly XmlElement[],
  form: PaymentForm,
): Fault | null {
  const count = textAt(said, "NbOfTxs")
  if (count !== undefined && Number(count) !== found.length) {
    const text = `NbOfTxs is ${count.slice(0, 15)}; there are ${found.length}.`
    return { ...faultAt(`${path}/NbOfTxs`, "batch_total_mismatch", text), reason: WRONG_COUNT }
  }
  const control = textAt(said, "CtrlSum")
  if (control === undefined) return null
  const { amount = [] } = form
  const sum = sumOf(found.map((payment) => textAt(payment, ...amount) ?? ""))
  if (sum === null || sum === sumOf([control])) return null
  const text = "CtrlSum is not the sum of the amounts."
  return faultAt(`${path}/CtrlSum`, "batch_total_mismatch", text)
}

/** What is wrong with the message as a whole. */
function messageFault(form: PaymentForm, message: Message, found: readonly Found[]): Fault | null {
  const path = `/${message.body.name}`
  const header = at(message.body, form.header)
  if (found.length === 0) return faultAt(path, "field_missing", "There is no payment.")
  const wrong = header === undefined ? null : addressesFault(header, `${path}/${form.header}`)
  const all = found.map(({ payment }) => payment)
  return wrong ?? totalsFault(header, `${path}/${form.header}`, all, form)
}

/**
 * What a message asks for. Throws `Invalid`: `message_unsupported` for a message or version that
 * asks for no payment here, `field_missing`, `date_invalid`, `too_many_items`.
 */
export function paymentsOf(message: Message): Payments {
  const form = formOf(message)
  const { body, id } = message
  const path = `/${body.name}`
  const messageId = demanded(body, path, form.header, form.id ?? "MsgId")
  const made = demanded(body, path, form.header, "CreDtTm")
  const found = [...payments(form, message)]
  if (found.length > PAYMENTS_MAX) {
    const reason = `A message has at most ${PAYMENTS_MAX} payments.`
    throw new Invalid("too_many_items", path, reason, { limit: PAYMENTS_MAX, actual: found.length })
  }
  return {
    ...{ form: id, booked: form.booked, messageId },
    created: readInstant(made, `${path}/${form.header}/CreDtTm`),
    instructions: found.map((one) => instructionOf(form, one, body)),
    fault: messageFault(form, message, found),
    ...askingOf(form, message),
  }
}

/** Who asks whom for returns; nothing in other messages. Throws `field_missing`. */
function askingOf({ booked, header }: PaymentForm, { body }: Message): Pick<Payments, "asking"> {
  if (booked !== "recalled") return {}
  const [assigner, assignee] = ["Assgnr", "Assgne"].map((name) => at(body, header, name))
  if (assigner !== undefined && assignee !== undefined) {
    return { asking: { assigner, assignee, investigation: at(body, "Case") ?? null } }
  }
  const reason = "It says not who asks whom."
  throw new Invalid("field_missing", `/${body.name}/${header}`, reason)
}
