/** What a proposer that breaks the rules makes of a proposal. */
import type { World } from "../world/world.ts"

const GARBAGE_BYTES = 60

/** The transactions, or something else instead. */
export function byzantine(world: World, transactions: readonly Uint8Array[]): Uint8Array[] {
  const { chance, counters, plan } = world
  const honest = [...transactions]
  if (!chance.mille(plan.byzantine)) return honest
  const kind = chance.pick(["garbage", "twice", "reordered", "old", "left out"] as const)
  counters.fault(`proposal ${kind}`)
  switch (kind) {
    case "garbage":
      return [...honest, chance.random.bytes(GARBAGE_BYTES)]
    case "twice":
      return [...honest, ...honest]
    case "reordered":
      return chance.shuffled(honest)
    case "old": {
      const { blocks } = world.chain
      const past = blocks.length > 0 ? chance.pick(blocks).transactions : []
      return [...past, ...honest]
    }
    case "left out":
      return honest.slice(1)
  }
}
