/** Classes as the register page offers them. */
import type { RowJson } from "@concordat/console/components"

/** A class that takes registrations. */
export type RegisterClass = {
  readonly name: string
  readonly title: string
  /** Signers that a change of standing asks for. */
  readonly approvals: number
}

/** Those that are open, by their rows. */
export function openClasses(rows: readonly RowJson[]): readonly RegisterClass[] {
  return rows
    .filter(({ value }) => value["open"] === true)
    .map(({ key, value }) => ({
      name: String(key["class"]),
      title: String(value["title"]),
      approvals: Number(value["approvals"]),
    }))
}
