/** Rows F02, F05, F06 and N18: messages of payments that are no XML, or none that is read. */
import { printAccount } from "@concordat/sdk/iso20022"
import type { Live } from "./live.ts"
import { type RequestRow, requestRow as row } from "./row.ts"

const LEVELS = 65

const sent = (live: Live, body: string | Uint8Array<ArrayBuffer>) =>
  live.request("/v1/iso20022/messages", {
    ...{ method: "POST", body, headers: { "Content-Type": "application/xml" } },
  })
const document = (id: string) =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${id}"><CstmrCdtTrfInitn/></Document>`

/** Payments that are read, and lead to no account. */
const PAYMENT = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
  <GrpHdr><MsgId>1</MsgId><CreDtTm>2026-11-28T10:00:00Z</CreDtTm></GrpHdr><PmtInf><CdtTrfTxInf>
  <Amt><InstdAmt Ccy="EUR">1</InstdAmt></Amt></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>`

/** Ten times ten times ten, were it read. */
const LAUGHS = `<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "${"&b;".repeat(10)}">
  <!ENTITY d "${"&c;".repeat(10)}">]><a>&d;</a>`

/** A number whose check digits are another's. */
const wrongDigits = () => {
  const printed = printAccount("0".repeat(32) as Parameters<typeof printAccount>[0])
  return `${printed.slice(0, -2)}00`
}

export const MESSAGES: readonly RequestRow[] = [
  row("F02a", "XML in Latin-1", "charset_unsupported", 400, {
    says: ["UTF-8"],
    send: (live) => sent(live, new Uint8Array([0x3c, 0x61, 0x3e, 0xe9, 0x3c, 0x2f, 0x61, 0x3e])),
  }),
  row("F05a", "XML with a document type", "doctype_refused", 400, {
    says: ["line 1, column 1"],
    send: (live) => sent(live, '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'),
  }),
  row("F05b", "a billion laughs", "doctype_refused", 400, {
    says: ["line 1"],
    send: (live) => sent(live, LAUGHS),
  }),
  row("F05c", "an open tag", "xml_malformed", 400, {
    says: ["line 2, column"],
    send: (live) => sent(live, "<a>\n<b></a>"),
  }),
  row("F06a", "elements 65 deep", "too_deep", 400, {
    says: ["64"],
    send: (live) => sent(live, "<a>".repeat(LEVELS) + "</a>".repeat(LEVELS)),
  }),
  row("N18a", "a message that is not read here", "message_unsupported", 400, {
    says: ["camt.110", "schema"],
    send: (live) => sent(live, document("camt.110.001.01")),
  }),
  row("N18d", "a message without its id", "field_missing", 400, {
    says: ["MsgId"],
    send: (live) => sent(live, document("pain.001.001.09")),
  }),
  row("N18e", "payments without their sender's secret", "field_missing", 400, {
    says: ["Payment-Secret"],
    send: (live) => sent(live, PAYMENT),
  }),
  row("N18c", "an account with wrong check digits", "account_malformed", 400, {
    says: ["check digits"],
    send: (live) => live.request(`/v1/iso20022/camt.053?account=${wrongDigits()}`),
  }),
]
