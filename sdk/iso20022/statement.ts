/**
 * Statements: camt.053 of a day, camt.052 of a day that is not over, camt.054 of single bookings.
 * Balances and lines are given; they tie or no statement is made. Elements stand in the order of
 * their schemas.
 */
import { assert, type Hex, Invalid, timeText } from "@concordat/kernel"
import { amountText } from "../amount.ts"
import { printAccount } from "./account-number.ts"
import { uetrText } from "./answer.ts"
import { NO_CURRENCY } from "./plan.ts"
import type { XmlElement } from "./xml/element.ts"
import { maker, withAttribute, type XmlStream, xmlPieces } from "./xml/write.ts"

/** One line of an account's statement. */
export type StatementLine = {
  /** In the ledger's log of events. */
  readonly position: string
  /** Milliseconds of 1970. */
  readonly at: number
  readonly entry: Hex
  readonly line: number
  readonly side: "debit" | "credit"
  /** Smallest units. */
  readonly amount: bigint
  /** What it was for. */
  readonly code: number
  readonly uetr: Hex | null
  /** The account at the other end. */
  readonly other: Hex
}

/** An account over a time, with the state of the ledger that says so. */
export type Statement = {
  readonly account: Hex
  /** The party that owns it, or the service. */
  readonly owner: string
  readonly asset: string
  readonly currency: string | null
  readonly decimals: number
  /** From and to, milliseconds of 1970; both are in it. */
  readonly from: number
  readonly to: number
  /** Whether the time is over: then the last balance is a closing one. */
  readonly whole: boolean
  /** Credits less debits in smallest units. */
  readonly opening: bigint
  readonly closing: bigint
  readonly lines: readonly StatementLine[]
  readonly chain: string
  readonly height: string
  /** Time of that block, and the app hash that commits to the state. */
  readonly time: number
  readonly appHash: string
}

/** The messages that a statement may be written as. */
export const STATEMENT_MESSAGES = {
  "camt.052": "camt.052.001.08",
  "camt.053": "camt.053.001.08",
  "camt.054": "camt.054.001.08",
} as const
export type StatementMessage = keyof typeof STATEMENT_MESSAGES

const NAMES = {
  "camt.052": { root: "BkToCstmrAcctRpt", part: "Rpt", more: "AddtlRptInf" },
  "camt.053": { root: "BkToCstmrStmt", part: "Stmt", more: "AddtlStmtInf" },
  "camt.054": { root: "BkToCstmrDbtCdtNtfctn", part: "Ntfctn", more: "AddtlNtfctnInf" },
} as const

const UETR_FORM = /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/
const DATE_CHARACTERS = 10
/** Digits of an amount in messages, and those of them behind the point. */
const DIGITS_MAX = 18
const DECIMALS_MAX = 5

/** What a writer of one message needs at every step. */
type Writing = {
  readonly make: ReturnType<typeof maker>
  readonly statement: Statement
  /** Printed numbers of the accounts at the other end, which come again and again. */
  readonly printed: Map<Hex, string>
}

const instant = (ms: number) => timeText(ms)

/**
 * An amount without sign as messages take it (18 digits, 5 of them decimals). Throws `Invalid`
 * `number_out_of_range` for what no message can say: cutting would be saying something else.
 */
function messageAmount(units: bigint, decimals: number): string {
  const text = amountText(units < 0n ? -units : units, decimals)
  const [whole = "", part = ""] = text.split(".")
  const said = part.length > DECIMALS_MAX ? part.replace(/0+$/, "") : part
  if (said.length > DECIMALS_MAX || whole.length + said.length > DIGITS_MAX) {
    const limit = `${DIGITS_MAX} digits, ${DECIMALS_MAX} decimals`
    const reason = "An amount has more digits than a message can say; ask for JSON or CSV."
    throw new Invalid("number_out_of_range", "/amount", reason, { expected: limit })
  }
  return said === "" ? whole : `${whole}.${said}`
}

function amountPart({ make, statement }: Writing, units: bigint): XmlElement {
  const text = messageAmount(units, statement.decimals)
  return withAttribute(make("Amt", text), "Ccy", statement.currency ?? NO_CURRENCY)
}

const sideOf = (units: bigint) => (units < 0n ? "DBIT" : "CRDT")

function balancePart(writing: Writing, code: string, units: bigint, at: number): XmlElement {
  const { make } = writing
  return make(
    "Bal",
    make("Tp", make("CdOrPrtry", make("Cd", code))),
    amountPart(writing, units),
    make("CdtDbtInd", sideOf(units)),
    make("Dt", make("DtTm", instant(at))),
  )
}

/** Number and sum of lines; sums of messages are plain decimals. */
function totalPart({ make, statement }: Writing, name: string, side?: "debit" | "credit") {
  const lines = statement.lines.filter((line) => side === undefined || line.side === side)
  const sum = lines.reduce((total, { amount }) => total + amount, 0n)
  return make(
    name,
    make("NbOfNtries", String(lines.length)),
    make("Sum", messageAmount(sum, statement.decimals)),
  )
}

function accountPart({ make, statement }: Writing): XmlElement {
  const { account, currency, owner } = statement
  return make(
    "Acct",
    make("Id", make("Othr", make("Id", printAccount(account)))),
    make("Ccy", currency ?? NO_CURRENCY),
    make("Ownr", make("Nm", owner)),
  )
}

function printedOf({ printed }: Writing, account: Hex): string {
  const known = printed.get(account) ?? printAccount(account)
  printed.set(account, known)
  return known
}

function entryPart(writing: Writing, line: StatementLine): XmlElement {
  const { make } = writing
  const debit = line.side === "debit"
  const indicator = make("CdtDbtInd", debit ? "DBIT" : "CRDT")
  const named = line.uetr !== null && UETR_FORM.test(line.uetr)
  const family = make("Fmly", make("Cd", debit ? "ICDT" : "RCDT"), make("SubFmlyCd", "BOOK"))
  const other = make("Id", make("Othr", make("Id", printedOf(writing, line.other))))
  return make(
    "Ntry",
    make("NtryRef", line.position),
    amountPart(writing, line.amount),
    indicator,
    make("Sts", make("Cd", "BOOK")),
    make("BookgDt", make("DtTm", instant(line.at))),
    make("ValDt", make("DtTm", instant(line.at))),
    make("AcctSvcrRef", line.entry),
    make(
      "BkTxCd",
      make("Domn", make("Cd", "PMNT"), family),
      make("Prtry", make("Cd", String(line.code)), make("Issr", "concordat")),
    ),
    make(
      "NtryDtls",
      make(
        "TxDtls",
        make(
          "Refs",
          make("AcctSvcrRef", line.entry),
          named ? make("UETR", uetrText(line.uetr!)) : null,
          make("Prtry", make("Tp", "line"), make("Ref", String(line.line))),
        ),
        amountPart(writing, line.amount),
        indicator,
        make("RltdPties", make(debit ? "CdtrAcct" : "DbtrAcct", other)),
      ),
    ),
  )
}

/** Where the statement comes from, in words that a program can find again. */
function sourceText({ chain, height, time, appHash, asset }: Statement): string {
  return `Ledger ${chain}, block ${height} of ${instant(time)}, app hash ${appHash}, asset ${asset}`
}

/** Balances and lines tie: opening and what was booked is closing; a message can say them all. */
function ensureTies({ opening, closing, lines, decimals }: Statement): void {
  let [balance, total] = [opening, 0n]
  for (const { side, amount } of lines) {
    messageAmount(amount, decimals)
    total += amount
    balance += side === "credit" ? amount : -amount
  }
  for (const units of [opening, closing, total]) messageAmount(units, decimals)
  assert(balance === closing, "a statement's lines are not the difference of its balances")
}

/** What stands in a statement before its lines. */
function headOf(writing: Writing, name: StatementMessage, made: XmlElement): XmlElement[] {
  const { make, statement } = writing
  const { account, from, to, whole, opening, closing } = statement
  const day = instant(from).slice(2, DATE_CHARACTERS).replaceAll("-", "")
  const balances = [
    balancePart(writing, "OPBD", opening, from),
    balancePart(writing, whole ? "CLBD" : "ITBD", closing, to),
  ]
  return [
    make("Id", `${printAccount(account)}-${day}`),
    made,
    make("FrToDt", make("FrDtTm", instant(from)), make("ToDtTm", instant(to))),
    accountPart(writing),
    ...(name === "camt.054" ? [] : balances),
    make(
      "TxsSummry",
      totalPart(writing, "TtlNtries"),
      totalPart(writing, "TtlCdtNtries", "credit"),
      totalPart(writing, "TtlDbtNtries", "debit"),
    ),
  ]
}

/** The message with its parts made one by one, as they are taken. */
function documentOf(name: StatementMessage, statement: Statement, created: number): XmlStream {
  ensureTies(statement)
  const { root, part, more } = NAMES[name]
  const namespace = `urn:iso:std:iso:20022:tech:xsd:${STATEMENT_MESSAGES[name]}`
  const make = maker(namespace)
  const writing: Writing = { make, statement, printed: new Map() }
  const made = make("CreDtTm", instant(created))
  const { height, account, lines } = statement
  const head = make("GrpHdr", make("MsgId", `${name}-${height}-${account.slice(-8)}`), made)
  function* parts() {
    yield* headOf(writing, name, made)
    for (const line of lines) yield entryPart(writing, line)
    yield make(more, sourceText(statement))
  }
  const blank = { namespace, attributes: [] }
  const body = { ...blank, name: root, content: [head, { ...blank, name: part, content: parts() }] }
  return { ...blank, name: "Document", content: [body] }
}

/** All of an element that is made while it is taken. */
function settled(element: XmlStream): XmlElement {
  const content = [...element.content]
  return {
    ...element,
    content: content.map((one) => (typeof one === "string" ? one : settled(one))),
  }
}

/**
 * A statement as a message, made at `created`. Throws `Bug` where lines and balances differ,
 * `Invalid` `number_out_of_range` where an amount has more digits than messages have.
 */
export function statementMessage(
  name: StatementMessage,
  statement: Statement,
  created: number,
): XmlElement {
  return settled(documentOf(name, statement, created))
}

/** The same as text in pieces: of a long day only one line is in memory as a message. */
export function statementPieces(
  name: StatementMessage,
  statement: Statement,
  created: number,
): Generator<string> {
  return xmlPieces(documentOf(name, statement, created))
}
