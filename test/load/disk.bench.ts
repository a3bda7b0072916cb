/** What a transaction leaves on the disk: in the block log, and in the state store as it lies. */
import { join } from "node:path"
import type { Bench, Measurement } from "../../scripts/bench/harness.ts"
import { bytesIn, inFolder } from "./folder.ts"
import { openLoaded, writes } from "./world.ts"

/** Bytes a transaction, beyond what an empty ledger has. */
async function perTransaction(count: number, together: number): Promise<Measurement> {
  return inFolder(async (data) => {
    const ledger = await openLoaded(data)
    const transactions = writes(count, 1)
    for (let from = 0; from < count; from += together) {
      const some = transactions.slice(from, from + together)
      await Promise.all(some.map((bytes) => ledger.submit(bytes)))
    }
    const { height } = ledger.status()
    await ledger.close()
    const log = bytesIn(join(data, "blocks")) / count
    const state = bytesIn(join(data, "state")) / count
    const sent = transactions[0]!.length
    const parts = `block log ${log.toFixed(0)}, state ${state.toFixed(0)}`
    const note = `${parts}; ${sent} sent, ${height} blocks`
    return { value: log + state, unit: "bytes", note }
  })
}

export const benches: readonly Bench[] = [
  {
    name: "disk.full-blocks",
    about: "20,000 transactions that write a row and tell an event, 1,000 a block.",
    run: () => perTransaction(20_000, 1_000),
  },
  {
    name: "disk.alone",
    about: "2,000 such transactions, each alone in its block, which a proof block follows.",
    run: () => perTransaction(2_000, 1),
  },
]
