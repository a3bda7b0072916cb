/** A statement as a file of comma-separated values (RFC 4180), safe in spreadsheets. */
import { ownerText } from "./account-chip.tsx"
import { amountOf, type Unit } from "./amount.ts"
import type { Found } from "./ask.ts"

/** Spreadsheets take a cell that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** A cell of somebody's text: quoted where need be, and no formula. */
function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const HEAD = [
  ...["time", "entry", "line", "other_account", "other_owner", "line_code"],
  ...["debit", "credit", "balance", "currency", "uetr"],
]

type Line = Found<"movements">

function rowOf(line: Line, unit: Unit, before: bigint): readonly string[] {
  const { plain } = amountOf(unit)
  const isDebit = line.side === "debit"
  const texts = [
    ...[new Date(line.at).toISOString(), line.entry, String(line.line), line.other],
    ...[ownerText(line.otherOwner), String(line.code)],
  ]
  const figures = [
    isDebit ? plain(line.amount) : "",
    isDebit ? "" : plain(line.amount),
    plain(before + line.credited - line.debited),
  ]
  return [...texts.map(cell), ...figures, cell(unit.code), line.uetr ?? ""]
}

/** The file's text: amounts with a point, balances below nothing with a plain minus. */
export function statementCsv(lines: readonly Line[], unit: Unit, before: bigint): string {
  const rows = lines.map((line) => rowOf(line, unit, before))
  return [HEAD, ...rows].map((row) => `${row.join(",")}\r\n`).join("")
}
