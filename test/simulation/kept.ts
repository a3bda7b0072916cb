/**
 * What once led to a defect, done again in every run: a seed alone would go another way as soon as
 * anything draws otherwise. Each names the state that it must have visited.
 */
import type { Host } from "./world/host.ts"
import { CALM, type Given } from "./world/plan.ts"
import type { World } from "./world/world.ts"

/** A course that found a defect. */
export type Kept = {
  readonly found: string
  readonly given: Given
  readonly prepare: (world: World, hosts: readonly Host[]) => void
  readonly visits: string
}

const LOST = "a joined node's block log is gone"
const LOOK_MS = 100

/**
 * The node that joined is killed once it has brought all blocks from before its snapshot, and its
 * block log is gone when it starts again: what it knows of those blocks is still there.
 */
function losesBlockLog(world: World, hosts: readonly Host[]): void {
  const { timeline, plan, counters, genesis } = world
  const look = () => {
    const joined = hosts[plan.nodes]
    if (joined === undefined || !joined.isUp || !hasAll(joined, genesis.height)) {
      return void timeline.after(LOOK_MS, look)
    }
    counters.sometimes(LOST)
    joined.injected.add("damage")
    joined.kill(false)
    void joined.machine.disk.remove("/data/blocks")
  }
  look()
}

/** Its block log begins with the ledger's first block, which its engine never had. */
function hasAll({ ledger, engine }: Host, initial: bigint): boolean {
  return ledger?.archive.first === initial && engine.first > initial
}

export const KEPT: readonly Kept[] = [
  {
    found: "a joined node that lost its block log asked its engine for blocks it never had",
    given: { ...CALM, blocks: 40, joiner: true, snapshotEvery: 8 },
    prepare: losesBlockLog,
    visits: LOST,
  },
]
