/**
 * A table of debts as comma-separated values: `from, to, amount` a line, or `to, amount` where all
 * are of one debtor. Semicolons and tabs separate as well; a first line of names is left out.
 */
import { Invalid } from "@concordat/kernel"
import { amountOf, type Unit } from "./amount.ts"

/** Why a line was not taken. */
type LineFault = { readonly line: number; readonly why: "form" | "amount" | "stranger" }

/** What a file says that one debtor owes. */
export type OwedFile = {
  /** By creditor, lines of one added up, in smallest units. */
  readonly owed: ReadonlyMap<string, bigint>
  /** Lines of other debtors. */
  readonly others: number
  readonly faults: readonly LineFault[]
}

type Asked = {
  readonly from: string
  /** Who may be owed. */
  readonly creditors: ReadonlySet<string>
  readonly unit: Unit
}

/** Separates, unless it stands in quotes. */
const CELLS = /(?:^|[,;\t])\s*(?:"((?:[^"]|"")*)"|([^,;\t]*))/g
const DIGIT = /\d/

function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(CELLS)].map(([, quoted, plain = ""]) =>
    (quoted?.replaceAll('""', '"') ?? plain).trim(),
  )
}

/** Reads a file; nothing of a line that is not understood is guessed. */
export function readOwed(text: string, asked: Asked): OwedFile {
  const owed = new Map<string, bigint>()
  const faults: LineFault[] = []
  let others = 0
  for (const [at, line] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const cells = cellsOf(line)
    const amount = cells.at(-1) ?? ""
    if (line.trim() === "" || (at === 0 && !DIGIT.test(amount))) continue
    const told = debtOf(cells, asked)
    if (typeof told === "string") faults.push({ line: at + 1, why: told })
    else if (told === null) others++
    else owed.set(told.to, (owed.get(told.to) ?? 0n) + told.amount)
  }
  return { owed, others, faults }
}

type Debt = { readonly to: string; readonly amount: bigint }

/** What a line says; null: it is another's. */
function debtOf(
  cells: readonly string[],
  { from, creditors, unit }: Asked,
): Debt | LineFault["why"] | null {
  const [first = "", second = "", third] = cells
  if (cells.length < 2 || cells.length > 3) return "form"
  if (third !== undefined && first !== from) return null
  const [to, amount] = third === undefined ? [first, second] : [second, third]
  if (!creditors.has(to)) return "stranger"
  try {
    return { to, amount: amountOf(unit).read(amount) }
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    return "amount"
  }
}
