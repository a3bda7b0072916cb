/** Two pieces of evidence against each other: whether the ledger told two stories. */
import type { Hash } from "../schema/fixed.ts"
import type { Verdict } from "./verdict.ts"

/** Two headers of one height of one ledger, both proven. */
export type Fork = {
  readonly code: "fork_found"
  readonly chain: string
  readonly height: bigint
  /** By the first and by the second verdict. */
  readonly headers: readonly [Hash, Hash]
  readonly sentence: string
}

/**
 * Compares two verdicts: null unless both are valid, of one ledger, and proved different headers of
 * one height. Keep both bundles then: together they show that more than a third of the power lied.
 */
export function compare(a: Verdict, b: Verdict): Fork | null {
  if (!a.valid || !b.valid || a.chain === null || a.chain !== b.chain) return null
  const ours = new Map(a.headers.map(({ height, hash }) => [height, hash]))
  for (const { height, hash } of b.headers) {
    const other = ours.get(height)
    if (other === undefined || other === hash) continue
    const sentence =
      `Ledger ${a.chain} has two headers of block ${height}, both well signed: it has forked. ` +
      "Keep both files; they are the evidence."
    return { code: "fork_found", chain: a.chain, height, headers: [other, hash], sentence }
  }
  return null
}
