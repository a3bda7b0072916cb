/** Seeds by which a defect was found: they are run for ever. */
import type { Given } from "./world/plan.ts"

/** A seed, what is fixed besides, and what it found. */
export type KeptSeed = { readonly seed: bigint; readonly given: Given; readonly found: string }

export const KEPT: readonly KeptSeed[] = [
  {
    ...{ seed: 8n, given: { nodes: 3, joiner: true, damage: 25, nightMinutes: 0 } },
    found: "a joined node that lost its block log asked its engine for blocks it never had",
  },
]
