/** For tests: messages as a bank's system would send them, from what is said of each payment. */

/** One payment; what is left out has a usual value. */
export type Said = {
  readonly amount?: string
  readonly currency?: string
  readonly creditor: string
  readonly uetr?: string
  readonly endToEnd?: string
  /** XML of the creditor's postal address. */
  readonly address?: string
}

/** One message. */
export type SaidMessage = {
  readonly messageId?: string
  /** ISO 8601, as it stands in the message. */
  readonly created: string
  readonly debtor: string
  readonly payments: readonly Said[]
  readonly day?: string
  readonly sum?: string
  readonly count?: number
}

const TEN = 10

/** An address that passes. */
export const HYBRID = `<PstlAdr><TwnNm>Oslo</TwnNm><Ctry>NO</Ctry><AdrLine>Main street 1</AdrLine>
</PstlAdr>`

function sumOf(payments: readonly Said[]): string {
  return payments.reduce((sum, { amount = "1.00" }) => sum + Number(amount), 0).toFixed(3)
}

const account = (id: string) =>
  /^[A-Z]{2}\d\d/.test(id) && id.length < 28
    ? `<Id><IBAN>${id}</IBAN></Id>`
    : `<Id><Othr><Id>${id}</Id></Othr></Id>`

/** pain.001.001.12. */
export function pain001(said: SaidMessage): string {
  const { payments, created, debtor, messageId = "MSG-1", day = created.slice(0, TEN) } = said
  const { count = payments.length, sum = sumOf(payments) } = said
  const one = (payment: Said, i: number) => `<CdtTrfTxInf>
    <PmtId><InstrId>I-${i}</InstrId><EndToEndId>${payment.endToEnd ?? `E-${i}`}</EndToEndId>${
      payment.uetr === undefined ? "" : `<UETR>${payment.uetr}</UETR>`
    }</PmtId>
    <Amt><InstdAmt Ccy="${payment.currency ?? "EUR"}">${payment.amount ?? "1.00"}</InstdAmt></Amt>
    <Cdtr><Nm>Payee</Nm>${payment.address ?? ""}</Cdtr>
    <CdtrAcct>${account(payment.creditor)}</CdtrAcct></CdtTrfTxInf>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.12"><CstmrCdtTrfInitn>
  <GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${created}</CreDtTm><NbOfTxs>${count}</NbOfTxs>
    <CtrlSum>${sum}</CtrlSum><InitgPty><Nm>Payer</Nm></InitgPty></GrpHdr>
  <PmtInf><PmtInfId>P-1</PmtInfId><PmtMtd>TRF</PmtMtd>
    <ReqdExctnDt><Dt>${day}</Dt></ReqdExctnDt><Dbtr><Nm>Payer</Nm></Dbtr>
    <DbtrAcct>${account(debtor)}</DbtrAcct><DbtrAgt><FinInstnId><Nm>Bank</Nm></FinInstnId></DbtrAgt>
    ${payments.map(one).join("\n")}</PmtInf>
</CstmrCdtTrfInitn></Document>`
}

/** pacs.008.001.08. */
export function pacs008(said: SaidMessage): string {
  const { payments, created, debtor, messageId = "PACS-1", day = created.slice(0, TEN) } = said
  const agent = "<FinInstnId><Nm>Bank</Nm></FinInstnId>"
  const one = (payment: Said, i: number) => `<CdtTrfTxInf>
    <PmtId><InstrId>I-${i}</InstrId><EndToEndId>E-${i}</EndToEndId><TxId>T-${i}</TxId>${
      payment.uetr === undefined ? "" : `<UETR>${payment.uetr}</UETR>`
    }</PmtId>
    <IntrBkSttlmAmt Ccy="${payment.currency ?? "EUR"}">${payment.amount ?? "1.00"}</IntrBkSttlmAmt>
    <IntrBkSttlmDt>${day}</IntrBkSttlmDt><ChrgBr>SLEV</ChrgBr>
    <Dbtr><Nm>Payer</Nm></Dbtr><DbtrAcct>${account(debtor)}</DbtrAcct><DbtrAgt>${agent}</DbtrAgt>
    <CdtrAgt>${agent}</CdtrAgt><Cdtr><Nm>Payee</Nm>${payment.address ?? ""}</Cdtr>
    <CdtrAcct>${account(payment.creditor)}</CdtrAcct></CdtTrfTxInf>`
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf>
  <GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${created}</CreDtTm>
    <NbOfTxs>${said.count ?? payments.length}</NbOfTxs>
    <SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf></GrpHdr>
  ${payments.map(one).join("\n")}</FIToFICstmrCdtTrf></Document>`
}

/** One return of a payment. */
export type SaidReturn = {
  readonly uetr?: string
  /** `entry`, or `entry.line`. */
  readonly transaction?: string
  readonly amount: string
  readonly currency?: string
}

/** pacs.004.001.10. */
export function pacs004(messageId: string, created: string, returns: readonly SaidReturn[]) {
  const one = ({ uetr, transaction, amount, currency = "EUR" }: SaidReturn) => `<TxInf>${
    transaction === undefined ? "" : `<OrgnlTxId>${transaction}</OrgnlTxId>`
  }${uetr === undefined ? "" : `<OrgnlUETR>${uetr}</OrgnlUETR>`}
    <RtrdIntrBkSttlmAmt Ccy="${currency}">${amount}</RtrdIntrBkSttlmAmt>
    <RtrRsnInf><Rsn><Cd>CUST</Cd></Rsn></RtrRsnInf></TxInf>`
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.004.001.10"><PmtRtr>
  <GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${created}</CreDtTm>
    <NbOfTxs>${returns.length}</NbOfTxs><SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf></GrpHdr>
  ${returns.map(one).join("\n")}</PmtRtr></Document>`
}

/** camt.056.001.09: returns that are asked for; without an amount, of whatever the line brought. */
export function camt056(
  messageId: string,
  created: string,
  returns: readonly (Partial<SaidReturn> & { readonly reason?: string })[],
) {
  const bank = (name: string) => `<Agt><FinInstnId><Nm>${name}</Nm></FinInstnId></Agt>`
  const one = ({
    uetr,
    transaction,
    amount,
    currency = "EUR",
    reason = "DUPL",
  }: (typeof returns)[0]) =>
    `<TxInf>${transaction === undefined ? "" : `<OrgnlTxId>${transaction}</OrgnlTxId>`}${
      uetr === undefined ? "" : `<OrgnlUETR>${uetr}</OrgnlUETR>`
    }${
      amount === undefined
        ? ""
        : `<OrgnlIntrBkSttlmAmt Ccy="${currency}">${amount}</OrgnlIntrBkSttlmAmt>`
    }<CxlRsnInf><Rsn><Cd>${reason}</Cd></Rsn></CxlRsnInf></TxInf>`
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.056.001.09"><FIToFIPmtCxlReq>
  <Assgnmt><Id>${messageId}</Id><Assgnr>${bank("North Bank")}</Assgnr>
    <Assgne>${bank("South Bank")}</Assgne><CreDtTm>${created}</CreDtTm></Assgnmt>
  <Case><Id>CASE-1</Id><Cretr>${bank("North Bank")}</Cretr></Case>
  <CtrlData><NbOfTxs>${returns.length}</NbOfTxs></CtrlData>
  <Undrlyg>${returns.map(one).join("\n")}</Undrlyg></FIToFIPmtCxlReq></Document>`
}

/** What an answer says of one return that was asked for. */
export type SaidAnswer = {
  readonly uetr?: string
  readonly transaction?: string
  readonly status?: string
  readonly reason?: string
  readonly text?: string
}

/** camt.029.001.10: the answer to a request for returns. */
export function camt029(messageId: string, created: string, answers: readonly SaidAnswer[]) {
  const bank = (name: string) => `<Agt><FinInstnId><Nm>${name}</Nm></FinInstnId></Agt>`
  const part = (name: string, text?: string) =>
    text === undefined ? "" : `<${name}>${text}</${name}>`
  const one = ({ uetr, transaction, status, reason, text }: SaidAnswer) => {
    const why = reason === undefined ? "" : `<Rsn><Cd>${reason}</Cd></Rsn>`
    const said = `${why}${part("AddtlInf", text)}`
    return `<TxInfAndSts>${part("OrgnlTxId", transaction)}${part("OrgnlUETR", uetr)}${part(
      "TxCxlSts",
      status,
    )}${said === "" ? "" : part("CxlStsRsnInf", said)}</TxInfAndSts>`
  }
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.029.001.10"><RsltnOfInvstgtn>
  <Assgnmt><Id>${messageId}</Id><Assgnr>${bank("South Bank")}</Assgnr>
    <Assgne>${bank("North Bank")}</Assgne><CreDtTm>${created}</CreDtTm></Assgnmt>
  <Sts><Conf>PECR</Conf></Sts>
  <CxlDtls>${answers.map(one).join("\n")}</CxlDtls></RsltnOfInvstgtn></Document>`
}

/** pacs.028.001.04. */
export function pacs028(messageId: string, created: string, uetrs: readonly string[]) {
  const one = (uetr: string) => `<TxInf><OrgnlUETR>${uetr}</OrgnlUETR></TxInf>`
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.028.001.04"><FIToFIPmtStsReq>
  <GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${created}</CreDtTm></GrpHdr>
  ${uetrs.map(one).join("\n")}</FIToFIPmtStsReq></Document>`
}

/** One payment of a hundredth in each of the smaller forms, by the name of the message. */
export function smallForms(created: string, debtor: string, creditor: string) {
  const head = (name: string) => `<${name}><MsgId>M</MsgId><CreDtTm>${created}</CreDtTm>`
  const agent = "<FinInstnId><Nm>Bank</Nm></FinInstnId>"
  const [from, to] = [debtor, creditor].map(account)
  const debit = `<DbtrAcct>${from}</DbtrAcct>`
  const credit = `<CdtrAcct>${to}</CdtrAcct>`
  const amount = `<IntrBkSttlmAmt Ccy="EUR">0.01</IntrBkSttlmAmt>`
  const ids = "<PmtId><EndToEndId>E</EndToEndId></PmtId>"
  const header = `${head("GrpHdr")}<NbOfTxs>1</NbOfTxs>`
  const settled = "<SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf></GrpHdr>"
  const bodies = {
    "pacs.009.001.09": `<FICdtTrf>${header}${settled}<CdtTrfTxInf>
      ${ids}${amount}<Dbtr>${agent}</Dbtr>${debit}<Cdtr>${agent}</Cdtr>${credit}
      </CdtTrfTxInf></FICdtTrf>`,
    "pacs.003.001.08": `<FIToFICstmrDrctDbt>${header}${settled}<DrctDbtTxInf>
      ${ids}${amount}<ChrgBr>SLEV</ChrgBr><Cdtr><Nm>A</Nm></Cdtr>${credit}
      <CdtrAgt>${agent}</CdtrAgt><Dbtr><Nm>B</Nm></Dbtr>${debit}<DbtrAgt>${agent}</DbtrAgt>
      </DrctDbtTxInf></FIToFICstmrDrctDbt>`,
    "pacs.010.001.04": `<FIDrctDbt>${header}</GrpHdr><CdtInstr>
      <CdtId>C</CdtId><Cdtr>${agent}</Cdtr>${credit}<DrctDbtTxInf>
      ${ids}${amount}<Dbtr>${agent}</Dbtr>${debit}</DrctDbtTxInf></CdtInstr></FIDrctDbt>`,
    "camt.050.001.05": `<LqdtyCdtTrf>${head("MsgHdr")}</MsgHdr><LqdtyCdtTrf>
      <LqdtyTrfId><EndToEndId>E</EndToEndId></LqdtyTrfId>${credit}
      <TrfdAmt><AmtWthCcy Ccy="EUR">0.01</AmtWthCcy></TrfdAmt>${debit}
      </LqdtyCdtTrf></LqdtyCdtTrf>`,
  }
  return Object.entries(bodies).map(([id, body]) => {
    const namespace = `urn:iso:std:iso:20022:tech:xsd:${id}`
    return [id, `<Document xmlns="${namespace}">${body}</Document>`] as const
  })
}
