/**
 * The earlier line that a return is about, shown as the ledger demands: the line with the hashes
 * that lead from it to its entry's digest. They come out of the transaction that booked the entry.
 */
import type { Hex, JsonObject } from "@concordat/kernel"
import { type Form, type Line, line as lineKind, pathIn } from "@concordat/services/money"

/** A line that was booked, and how to show it. */
export type OriginalLine = {
  readonly entry: Hex
  readonly index: number
  readonly line: Line
  /** What `money.returnLine` takes as `original`. */
  readonly shown: JsonObject
}

type Decoded = { readonly command: string; readonly input: unknown }
type Transfer = { readonly entry: Hex; readonly line: Line }
type Post = {
  readonly entry: Hex
  readonly mode: "linked" | "each"
  readonly lines: readonly Line[]
}

/** The lines of an operation that are its sender's own, and their form; null for other commands. */
function linesOf({ command, input }: Decoded): { form: Form; lines: readonly Line[] } | null {
  if (command === "money.transfer") return { form: "transfer", lines: [(input as Transfer).line] }
  if (command !== "money.post") return null
  const { mode, lines } = input as Post
  return { form: mode, lines }
}

/** One line of an entry, out of the operations of its transaction; null where it is not there. */
export function originalFrom(
  operations: readonly Decoded[],
  entry: Hex,
  index: number,
): OriginalLine | null {
  const own = operations.find(({ input }) => (input as { entry?: unknown }).entry === entry)
  const found = own === undefined ? null : linesOf(own)
  const line = found?.lines[index]
  if (found === null || line === undefined) return null
  const { form, lines } = found
  const shown = {
    entry,
    form,
    index,
    line: lineKind.toJson(line),
    path: pathIn(form, lines, index),
  }
  return { entry, index, line, shown }
}
