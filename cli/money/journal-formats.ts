/**
 * The journal of an asset in the forms that bookkeeping reads: every line as one debit and one
 * credit of the same amount. Debits are positive, as plain-text accounting has them.
 */
import { amountText } from "@concordat/sdk"
import { printAccount } from "@concordat/sdk/iso20022"
import { csvText } from "./csv-text.ts"

/** One booked line. */
export type JournalLine = {
  readonly position: string
  readonly height: string
  readonly time: string
  readonly entry: string
  readonly line: number
  readonly debit: Parameters<typeof printAccount>[0]
  readonly credit: Parameters<typeof printAccount>[0]
  /** Smallest units. */
  readonly amount: bigint
  readonly code: number
  readonly uetr: string | null
}

/** What is written down of an asset. */
export type Journal = {
  readonly asset: string
  readonly decimals: number
  readonly lines: readonly JournalLine[]
}

const DATE_CHARACTERS = 10

function csv({ asset, decimals, lines }: Journal): string {
  const head = ["position", "height", "time", "entry", "line", "account", "debit", "credit"]
  const rows = lines.flatMap((line) => {
    const { position, height, time, entry, debit, credit, code, uetr } = line
    const amount = amountText(line.amount, decimals)
    const start = [position, height, time, entry, String(line.line)]
    const end = [asset, String(code), uetr ?? ""]
    return [
      [...start, printAccount(debit), amount, "", ...end],
      [...start, printAccount(credit), "", amount, ...end],
    ]
  })
  return csvText([[...head, "asset", "code", "uetr"], ...rows])
}

function jsonLines({ asset, decimals, lines }: Journal): string {
  const written = lines.map(({ amount, debit, credit, ...line }) => {
    const accounts = { debit: printAccount(debit), credit: printAccount(credit) }
    return JSON.stringify({ ...line, asset, ...accounts, amount: amountText(amount, decimals) })
  })
  return written.map((line) => `${line}\n`).join("")
}

/** Ledger and hledger read one form; a commodity with a hyphen stands in quotes. */
function plainText({ asset, decimals, lines }: Journal): string {
  const posting = (account: JournalLine["debit"], amount: bigint) =>
    `    Accounts:${printAccount(account)}  ${amountText(amount, decimals)} "${asset}"`
  const written = lines.map(({ time, entry, line, debit, credit, amount, code, position }) =>
    [
      `${time.slice(0, DATE_CHARACTERS)} * (${position}) entry ${entry} line ${line}`,
      `    ; code: ${code}`,
      posting(debit, amount),
      posting(credit, -amount),
    ].join("\n"),
  )
  return `${written.join("\n\n")}\n`
}

/** Beancount wants accounts opened, and below one of five roots; commodities in capitals. */
function beancount({ asset, decimals, lines }: Journal): string {
  const commodity = `A${asset.toUpperCase().replaceAll(/[^A-Z0-9]/g, "-")}X`.slice(0, 24)
  const name = (account: JournalLine["debit"]) => `Liabilities:A${printAccount(account)}`
  const opened = new Map<string, string>()
  for (const { debit, credit, time } of lines) {
    for (const account of [debit, credit]) {
      if (!opened.has(account)) opened.set(account, time.slice(0, DATE_CHARACTERS))
    }
  }
  const openings = [...opened].map(
    ([account, day]) => `${day} open ${name(account as JournalLine["debit"])} ${commodity}`,
  )
  const written = lines.map(({ time, entry, line, debit, credit, amount, code, position }) =>
    [
      `${time.slice(0, DATE_CHARACTERS)} * "entry ${entry} line ${line}"`,
      `  position: "${position}"`,
      `  code: "${code}"`,
      `  ${name(debit)}  ${amountText(amount, decimals)} ${commodity}`,
      `  ${name(credit)}  ${amountText(-amount, decimals)} ${commodity}`,
    ].join("\n"),
  )
  return `${openings.join("\n")}\n\n${written.join("\n\n")}\n`
}

/** The forms by name. */
export const JOURNAL_FORMATS = {
  csv,
  jsonl: jsonLines,
  ledger: plainText,
  hledger: plainText,
  beancount,
} as const satisfies Record<string, (journal: Journal) => string>
