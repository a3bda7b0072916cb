/**
 * Money on four validators: entries between 100,000 accounts, final on all of them, all CPU time of
 * nodes and engines counted. The four nodes share one process here, and so one thread.
 */
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { type Bench, cpuMicros, perSecond } from "../../scripts/bench/harness.ts"
import { microsOfProcesses } from "../../scripts/bench/processes.ts"
import {
  type Business,
  bankGenesis,
  batchesOf,
  signedEntries,
  uncounted,
} from "../load/bank-lines.ts"
import { services } from "../load/bank-services.ts"
import { sendAll } from "./send-all.ts"
import { Network, until } from "./world.ts"

const NODES = 4
const ACCOUNTS = 100_000

/** CPU microseconds of four nodes, and of their engines, for all entries that count. */
async function onFour(business: Business) {
  const genesis = (keys: Parameters<typeof bankGenesis>[1]) => bankGenesis(ACCOUNTS, keys, "bank-1")
  const network = await Network.of(NODES, services, genesis)
  try {
    await Promise.all(Array.from({ length: NODES }, (_, index) => network.start(index)))
    const ledger = network.ledger(0)
    await until(() => ledger.status().height > 0n)
    const entries = signedEntries(ledger.chain, batchesOf(business))
    const first = uncounted(entries.length)
    await sendAll(network, entries.slice(0, first))
    const pids = Array.from({ length: NODES }, (_, index) => network.enginePid(index))
    const [start, height] = [microsOfProcesses(pids), ledger.status().height]
    const nodes = await cpuMicros(() => sendAll(network, entries.slice(first)))
    const engines = microsOfProcesses(pids) - start
    return { nodes, engines, blocks: ledger.status().height - height }
  } finally {
    await network.remove()
  }
}

function final(size: number, entries: number, hot: boolean): Bench {
  const spread = hot ? "hot" : "uniform"
  return {
    name: `money.four.100k.${spread}.${size}`,
    about: `Entries of ${size} lines, final on four validators, 100,000 accounts, ${spread}.`,
    async run() {
      const business = { accounts: ACCOUNTS, entries, size, hot }
      const { nodes, engines, blocks } = await onFour(business)
      const lines = (entries - uncounted(entries)) * size
      const each = (micros: number) => (micros / lines / NODES).toFixed(1)
      const spent = `${each(nodes)} a node, ${each(engines)} its engine`
      const note = `${blocks} blocks; CPU-us a line: ${spent}`
      return { value: perSecond(lines, nodes + engines), unit: "lines/CPU-s", note }
    },
  }
}

export const benches: readonly Bench[] =
  needed === "" ? [false, true].flatMap((hot) => [final(1, 6_000, hot), final(100, 400, hot)]) : []
