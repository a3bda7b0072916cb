/** camt.056: who paid asks for the return of a payment. Elements stand in the schema's order. */
import { amountText } from "../amount.ts"
import { cut, instant, NAMESPACE, uetrText, type Written } from "./answer.ts"
import { lineName } from "./line-name.ts"
import { type KnownOriginal, NO_CURRENCY } from "./plan.ts"
import { maker, withAttribute } from "./xml/write.ts"

const RECALL_MESSAGE = "camt.056.001.09"

/** What is asked back, by which bank of which, and why: a code of the external set. */
export type Recall = Written & {
  readonly original: KnownOriginal
  readonly from: string
  readonly to: string
  readonly reason: string
}

/** The message. */
export function recallMessage({ original, from, to, reason, messageId, created }: Recall) {
  const make = maker(NAMESPACE + RECALL_MESSAGE)
  const { entry, index, line, decimals, currency } = original
  const bank = (name: string) => make("Agt", make("FinInstnId", make("Nm", name)))
  const amount = make("OrgnlIntrBkSttlmAmt", amountText(line.amount, decimals))
  const asked = make(
    "TxInf",
    make("OrgnlTxId", lineName(entry, index)),
    line.uetr === null ? null : make("OrgnlUETR", uetrText(line.uetr)),
    withAttribute(amount, "Ccy", currency ?? NO_CURRENCY),
    make("CxlRsnInf", make("Rsn", make("Cd", reason))),
  )
  const assignment = make(
    "Assgnmt",
    make("Id", cut(messageId)),
    make("Assgnr", bank(from)),
    make("Assgne", bank(to)),
    make("CreDtTm", instant(created)),
  )
  const control = make("CtrlData", make("NbOfTxs", "1"))
  const request = make("FIToFIPmtCxlReq", assignment, control, make("Undrlyg", asked))
  return make("Document", request)
}
