/** A load on a whole network, for its benchmarks. */
import { ConcordatError } from "@concordat/kernel"
import { type Network, soon } from "./world.ts"

/** Transactions that wait for an answer at one time. */
export const IN_FLIGHT = 2_000

/** Sends all, each node its share, so many at a time; resolves when all are final. */
export async function sendAll(network: Network, transactions: readonly Uint8Array[]) {
  let next = 0
  const sender = async () => {
    while (next < transactions.length) {
      const index = next++
      await sendOne(network, index, transactions[index]!)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, sender))
}

async function sendOne(network: Network, index: number, bytes: Uint8Array): Promise<void> {
  for (;;) {
    try {
      const { code } = await network.ledger(index % network.open.size).submit(bytes)
      if (code !== 0) throw new Error("a transaction of the load was refused")
      return
    } catch (failure) {
      if (!(failure instanceof ConcordatError) || failure.code !== "node_busy") throw failure
      await soon()
    }
  }
}
