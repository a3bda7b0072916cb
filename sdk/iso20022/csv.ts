/**
 * Payment files of spreadsheets: CSV (RFC 4180) with a row of headings, commas or semicolons, UTF-8
 * with or without a byte order mark. Everything wrong is found at once; of a file with one wrong
 * row nothing is paid.
 */
import { type Hex, Invalid, sha256Hex } from "@concordat/kernel"
import type { Instruction, Payments } from "./instruction.ts"
import { MESSAGE_BYTES_MAX, PAYMENTS_MAX } from "./limits.ts"
import { type Fault, faultAt } from "./reasons.ts"

/** Columns of a file at most. */
const COLUMNS_MAX = 256
const REQUIRED = ["debit", "credit", "amount", "currency"] as const
const KNOWN: readonly string[] = [...REQUIRED, "reference", "uetr"]
/** How a spreadsheet begins a formula. */
const FORMULA = /^[=+\-@\t\r]/
const UETR = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

function wrong(row: number, column: number, reason: string): Invalid {
  const path = `/${row}/${column}`
  return new Invalid("csv_invalid", path, `Row ${row}, column ${column}: ${reason}`)
}

function textOf(bytes: Uint8Array): string {
  if (bytes.length > MESSAGE_BYTES_MAX) {
    const reason = `The file has more than ${MESSAGE_BYTES_MAX} bytes.`
    throw new Invalid("body_too_large", "", reason, { limit: MESSAGE_BYTES_MAX })
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    throw new Invalid("charset_unsupported", "", "The file is not UTF-8.")
  }
}

/** Cells of a text, row by row. Throws `csv_invalid` for quotes that end nowhere, and for NUL. */
class Cells {
  readonly rows: string[][] = []
  private row: string[] = []
  private readonly text: string
  private readonly separator: string

  constructor(text: string, separator: string) {
    this.text = text
    this.separator = separator
    let at = 0
    while (at < text.length) at = this.cell(at)
    if (this.row.length > 0) this.end()
  }

  private end(): void {
    this.rows.push(this.row)
    this.row = []
  }

  private place(reason: string): Invalid {
    return wrong(this.rows.length + 1, this.row.length + 1, reason)
  }

  /** Takes one cell and what ends it; answers where the next one begins. */
  private cell(start: number): number {
    const { text, separator } = this
    const [value, after] = text[start] === '"' ? this.quoted(start) : this.plain(start)
    if (value.includes("\0")) throw this.place("there is a character that is none (NUL).")
    this.row.push(value)
    if (this.row.length > COLUMNS_MAX) throw this.place(`there are more than ${COLUMNS_MAX}.`)
    if (text.startsWith("\r\n", after)) {
      this.end()
      return after + 2
    }
    const ending = text[after]
    if (ending === "\n" || ending === "\r") this.end()
    // A separator at the very end leaves an empty cell behind it.
    else if (ending === separator && after + 1 === text.length) this.row.push("")
    return after + 1
  }

  private plain(start: number): [string, number] {
    let end = start
    while (end < this.text.length && !`${this.separator}\r\n`.includes(this.text[end]!)) end++
    const value = this.text.slice(start, end)
    if (value.includes('"')) throw this.place("a quote stands inside a cell without quotes.")
    return [value, end]
  }

  private quoted(start: number): [string, number] {
    const { text, separator } = this
    let value = ""
    let from = start + 1
    for (;;) {
      const quote = text.indexOf('"', from)
      if (quote === -1) throw this.place("a quote is opened and never closed.")
      value += text.slice(from, quote)
      if (text[quote + 1] !== '"') {
        const next = text[quote + 1]
        if (next !== undefined && !`${separator}\r\n`.includes(next)) {
          throw this.place("something follows the closing quote.")
        }
        return [value, quote + 1]
      }
      value += '"'
      from = quote + 2
    }
  }
}

/** Which column is which. Throws `csv_invalid` for headings that are unknown, twice or missing. */
function headingsOf(first: readonly string[]): readonly string[] {
  const names = first.map((name) => name.trim().toLowerCase())
  for (const [i, name] of names.entries()) {
    if (names.indexOf(name) !== i) throw wrong(1, i + 1, `"${name}" is a heading twice.`)
    const known = `The columns are ${KNOWN.join(", ")}.`
    if (!KNOWN.includes(name)) throw wrong(1, i + 1, `there is no such column. ${known}`)
  }
  const missing = REQUIRED.find((name) => !names.includes(name))
  if (missing === undefined) return names
  throw wrong(1, names.length + 1, `the column ${missing} is missing.`)
}

/** What is wrong with the cells of a row by themselves. */
function rowFault(cells: Readonly<Record<string, string>>, row: number): Fault | null {
  for (const [name, value] of Object.entries(cells)) {
    const path = `row ${row}, ${name}`
    if (FORMULA.test(value)) {
      return faultAt(path, "csv_invalid", "The cell is a formula or a signed number.")
    }
    const must = (REQUIRED as readonly string[]).includes(name)
    if (must && value === "") return faultAt(path, "field_missing", "The cell is empty.")
    if (name === "uetr" && value !== "" && !UETR.test(value)) {
      return faultAt(path, "hex_malformed", "A UETR is a UUID of version 4 in small letters.")
    }
  }
  return null
}

function instructionOf(cells: Readonly<Record<string, string>>, row: number): Instruction {
  const { debit = "", credit = "", amount = "", currency = "", reference = "", uetr = "" } = cells
  const fault = rowFault(cells, row)
  return {
    ...{ path: `row ${row}`, group: "", debtor: debit, creditor: credit, currency, amount },
    ...{ instructionId: null, transactionId: null, day: null, original: null, fault },
    endToEndId: reference === "" ? null : reference,
    uetr: uetr === "" || fault !== null ? null : (uetr.replaceAll("-", "") as Hex),
  }
}

/** Rows that say the very same as one before, which may be meant or not. */
function withoutTwins(all: readonly Instruction[]): Instruction[] {
  const seen = new Map<string, string>()
  return all.map((one) => {
    const { debtor, creditor, amount, currency, endToEndId, uetr } = one
    const said = JSON.stringify([debtor, creditor, amount, currency, endToEndId, uetr])
    const before = seen.get(said)
    seen.set(said, before ?? one.path)
    if (before === undefined || one.fault !== null) return one
    return { ...one, fault: faultAt(one.path, "batch_duplicate", `It is the same as ${before}.`) }
  })
}

/**
 * The payments of a CSV file, its entries' ids counted from `created` (milliseconds of 1970).
 * `twins`: rows that are alike are meant so. Throws `Invalid`: `csv_invalid` with row and column
 * for what is no table of payments, `charset_unsupported`, `body_too_large`, `too_many_items`.
 */
export function paymentsOfCsv(
  bytes: Uint8Array,
  { created, twins = false }: { readonly created: number; readonly twins?: boolean },
): Payments {
  const text = textOf(bytes)
  const [heading = ""] = text.split(/[\r\n]/, 1)
  const separator = heading.includes(";") ? ";" : ","
  const [first = [], ...rows] = new Cells(text, separator).rows
  const names = headingsOf(first)
  const instructions: Instruction[] = []
  for (const [i, cells] of rows.entries()) {
    if (cells.length === 1 && cells[0]!.trim() === "") continue
    const row = i + 2
    if (cells.length !== names.length) {
      throw wrong(row, cells.length, `the row has ${cells.length} columns, not ${names.length}.`)
    }
    const said = Object.fromEntries(names.map((name, j) => [name, cells[j]!.trim()]))
    instructions.push(instructionOf(said, row))
  }
  if (instructions.length > PAYMENTS_MAX) {
    const reason = `A file has at most ${PAYMENTS_MAX} payments.`
    throw new Invalid("too_many_items", "", reason, { limit: PAYMENTS_MAX })
  }
  const fault = instructions.length > 0 ? null : faultAt("row 2", "field_missing", "No payment.")
  return {
    ...{ form: "csv", booked: "together", messageId: sha256Hex(bytes), created, fault },
    instructions: twins ? instructions : withoutTwins(instructions),
  }
}
