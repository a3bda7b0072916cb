/**
 * Money on four validators: entries between 100,000 accounts, final on all of them, all CPU time of
 * nodes and engines counted. The four nodes share one process here, and so one thread.
 */
import type { Hash } from "@concordat/kernel"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { type Bench, cpuMicros, type Measurement, perSecond } from "../../scripts/bench/harness.ts"
import { microsOfProcesses } from "../../scripts/bench/processes.testing.ts"
import {
  BUSINESSES,
  type Business,
  bankGenesis,
  batchesOf,
  linesOf,
  signedEntries,
  uncounted,
} from "../load/bank-lines.ts"
import { services } from "../load/bank-services.ts"
import { sendAll } from "./send-all.ts"
import { Network, until } from "./world.ts"

const NODES = 4
const ACCOUNTS = 100_000

/** What one business takes of four nodes and of their engines, CPU microseconds a line. */
async function booked(network: Network, business: Business): Promise<readonly number[]> {
  const entries = signedEntries(network.ledger(0).chain, batchesOf(ACCOUNTS, business))
  const first = uncounted(entries.length)
  await sendAll(network, entries.slice(0, first))
  const pids = Array.from({ length: NODES }, (_, index) => network.enginePid(index))
  const before = microsOfProcesses(pids)
  const nodes = await cpuMicros(() => sendAll(network, entries.slice(first)))
  const engines = microsOfProcesses(pids) - before
  return [nodes / linesOf(business), engines / linesOf(business)]
}

async function onFour(): Promise<Measurement> {
  const genesis = (keys: readonly Hash[]) => bankGenesis(ACCOUNTS, keys, "bank-1")
  const network = await Network.of(NODES, services, genesis)
  try {
    await Promise.all(Array.from({ length: NODES }, (_, index) => network.start(index)))
    const ledger = network.ledger(0)
    await until(() => ledger.status().height > 0n)
    const said: string[] = []
    let value = 0
    for (const [name, business] of Object.entries(BUSINESSES)) {
      const [nodes, engines] = await booked(network, business)
      const each = (micros: number) => (micros / NODES).toFixed(1)
      said.push(`${name}: ${each(nodes!)} a node, ${each(engines!)} its engine`)
      if (business.size > 1 && !business.hot) value = perSecond(1, nodes! + engines!)
    }
    return { value, unit: "lines/CPU-s", note: `CPU-us a line of ${said.join("; ")}` }
  } finally {
    await network.remove()
  }
}

export const benches: readonly Bench[] =
  needed === ""
    ? [
        {
          name: "money.four.100k",
          about: `Entries final on four validators, above ${ACCOUNTS} accounts.`,
          run: onFour,
        },
      ]
    : []
