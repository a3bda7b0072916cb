/** A durable file, what opens it, and what must come of each kind of damage. */
import type { Damage, Versions } from "./damages.ts"

/** What came of opening what a file belongs to. */
export type Opened = {
  /** Everything that can be asked afterwards, as one text; null where it did not open. */
  readonly state: string | null
  /** The code by which it was refused. */
  readonly code: string | null
  /** All that was said on the way: messages, details, log lines. */
  readonly said: string
}

/**
 * `whole`: the same state as without the damage, and nothing need be said. `rebuilt`: the same
 * state, and the damage was named. `sound`: one of the two, by how often the store was written to.
 * `without`: as if this one file had never been kept, and no more. Any other text is the code by
 * which it is refused, with the file or its folder named.
 */
export type Comes = string

/** The same of every damage, but for some. */
export const all = (comes: Comes, but: Subject["comes"] = {}): Subject["comes"] => ({
  ...{ "bit flip": comes, truncated: comes, swapped: comes, missing: comes },
  ...{ "zeroed page": comes, "older copy": comes, torn: comes, ...but },
})

/** Of a file that is written once. */
export function allButOlder(comes: Comes, but: Subject["comes"] = {}): Subject["comes"] {
  const { "older copy": _, ...others } = all(comes, but)
  return others
}

/** A file of the table. */
export type Subject = {
  readonly file: string
  /** What is told of all of it, undamaged, and without the one file where that may be missing. */
  readonly whole: string
  readonly without?: string
  versions(): Promise<Versions>
  /** Opens with other bytes in the place of the file; null: without it. */
  open(bytes: Uint8Array | null): Promise<Opened>
  /** How it is named to people: a part of its path. */
  readonly named: RegExp
  readonly comes: Readonly<Partial<Record<Damage, Comes>>>
}
