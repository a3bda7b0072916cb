/**
 * A world whose one node runs the embedded engine, which is real: what it makes durable is learned
 * here block by block, and may never become another, whatever happens to the machine.
 */
import type { ArchivedBlock } from "@concordat/engines/port"
import type { Signer } from "@concordat/engines/solo"
import type { Party } from "@concordat/kernel"
import type { Host } from "../world/host.ts"
import type { World } from "../world/world.ts"
import type { Decided } from "./chain.ts"
import { votingKey } from "./validator-keys.ts"

/** How often it is looked at what is new. */
const LOOK_MS = 20

/** The key that signs alone. */
export function soleSigner(world: World, organisation: Party): Signer {
  const { key, signer } = votingKey(organisation, 0)
  return { key, sign: (message) => world.crypto.of(signer).sign(message) }
}

function decided({ height, header, commit, transactions }: ArchivedBlock): Decided {
  return {
    ...{ height, header, block: commit.block, transactions, commit, canonical: commit },
    ...{ misbehaviour: [], proofs: [], last: null },
  }
}

/** Learns of every block that the engine has made durable, until `isOver`. */
export async function learn(world: World, host: Host, isOver: () => boolean): Promise<void> {
  const { chain, timeline, auditor } = world
  while (!isOver()) {
    await timeline.sleep(LOOK_MS)
    const { ledger } = host
    if (!host.isUp || ledger === null || ledger.archive.last <= chain.tip) continue
    // A node that ends meanwhile never answers.
    const block = await timeline.within(LOOK_MS, ledger.archive.block(chain.tip + 1n))
    if (!block) continue
    chain.blocks.push(decided(block))
    world.trace(`closed ${block.height}`)
    auditor.follow()
  }
}
