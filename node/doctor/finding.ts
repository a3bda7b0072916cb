/** What the doctor says: a cause with its row of the table, or a check of the machine. */
import type { Facts } from "./facts.ts"

/** What a row of the table saw, and what to do about it. */
export type Seen = {
  readonly sign: string
  readonly advice: string
  /** The command to run next, or null where there is none. */
  readonly command: string | null
}

/** A row of the table: what it saw; null where its cause does not hold. */
export type Row = (facts: Facts) => Seen | null

/** A cause that holds. */
export type Finding = Seen & {
  /** Row of the table, 1 to 13. */
  readonly row: number
  /** The row's name, snake_case. */
  readonly name: string
  /** Whether something must be done, or time alone does it. */
  readonly level: "fault" | "notice"
}

/** One property of the machine that a node needs. */
export type Check = {
  readonly name: string
  readonly ok: boolean
  readonly sentence: string
  readonly advice: string
}

/** The whole answer about one node. */
export type Diagnosis = {
  readonly node: string
  /** When it was judged, milliseconds of 1970. */
  readonly time: number
  /** Last block of the node; null where it does not answer. */
  readonly height: bigint | null
  /** The first cause that holds, of the table's order; null where none does. */
  readonly cause: Finding | null
  /** All that hold, in that order. */
  readonly findings: readonly Finding[]
  readonly checks: readonly Check[]
}
