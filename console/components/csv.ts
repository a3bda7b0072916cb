/** Rows as comma-separated values (RFC 4180), safe in spreadsheets. */

/** Spreadsheets take a cell that begins so for a formula; a plain number is none. */
const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^[+-]?\d+(\.\d+)?$/
const QUOTED = /[",\r\n]/

/** Tells spreadsheets that the file is UTF-8. */
export const CSV_MARK = "\ufeff"

/** One cell: quoted where need be, and no formula. */
export function csvCell(text: string): string {
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** One row with its end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`
}
