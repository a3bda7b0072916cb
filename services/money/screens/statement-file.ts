/** A statement as a file of comma-separated values (RFC 4180), safe in spreadsheets. */
import { csvCell } from "@concordat/console/components"
import { ownerText } from "./account-chip.tsx"
import { amountOf, type Unit } from "./amount.ts"
import type { Found } from "./ask.ts"

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
  return [...texts.map(csvCell), ...figures, csvCell(unit.code), line.uetr ?? ""]
}

/** The file's text: amounts with a point, balances below nothing with a plain minus. */
export function statementCsv(lines: readonly Line[], unit: Unit, before: bigint): string {
  const rows = lines.map((line) => rowOf(line, unit, before))
  return [HEAD, ...rows].map((row) => `${row.join(",")}\r\n`).join("")
}
