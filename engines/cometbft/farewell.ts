/**
 * The end of a program that executes no block above this one. Peers that do not have the block yet
 * may have it from nobody else: they are served until all of them decide about the next one, for a
 * while. Who is later gets it from whoever goes on in this one's place.
 */
import type { Scheduler } from "../seams.ts"
import type { EngineRpc } from "./link.ts"
import { peerHeightsOf } from "./rpc/answers.ts"

const POLL_MS = 200
/** Ten seconds in all: a peer that needs longer is not at the edge of this block. */
const POLLS_MAX = 50

/**
 * Resolves once no connected peer lacks the block of this height, the engine is gone, or the time
 * is over.
 */
export async function peersServed(
  rpc: Pick<EngineRpc, "call">,
  scheduler: Scheduler,
  height: bigint,
): Promise<void> {
  for (let polls = 0; polls < POLLS_MAX; polls++) {
    await new Promise<void>((resolve) => scheduler.after(POLL_MS, resolve))
    const served = await rpc.call("dump_consensus_state").then(hasServed(height), () => true)
    if (served) return
  }
}

/** Whether an answer says that all have the block: one that nobody can read says it of none. */
const hasServed = (height: bigint) => (answer: unknown) => {
  try {
    return peerHeightsOf(answer).every((next) => next > height)
  } catch {
    return false
  }
}
