/**
 * What an operation costs a whole network: four validators with four engines on this machine, all
 * their CPU time counted. The four applications share one process here, and so one thread.
 */
import { readFileSync } from "node:fs"
import { ConcordatError, type Operation } from "@concordat/kernel"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { signed, writeOf } from "../../node/testing/node.testing.ts"
import { type Bench, cpuMicros, perSecond } from "../../scripts/bench/harness.ts"
import { Network, soon, until } from "./world.ts"

const NODES = 4
const IN_FLIGHT = 2_000
/** Of `/proc/<pid>/stat`: ticks in user and system mode; a tick is a hundredth of a second. */
const USER_AT = 11
const MICROS_A_TICK = 10_000

function engineMicros(network: Network): number {
  let ticks = 0
  for (let index = 0; index < NODES; index++) {
    const stat = readFileSync(`/proc/${network.enginePid(index)}/stat`, "utf8")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    ticks += Number(fields[USER_AT]) + Number(fields[USER_AT + 1])
  }
  return ticks * MICROS_A_TICK
}

/** Sends all, each node its share, so many at a time; resolves when all are final. */
async function sendAll(network: Network, transactions: readonly Uint8Array[]): Promise<void> {
  let next = 0
  const sender = async () => {
    while (next < transactions.length) {
      const index = next++
      for (;;) {
        try {
          await network.ledger(index % NODES).submit(transactions[index]!)
          break
        } catch (failure) {
          if (!(failure instanceof ConcordatError) || failure.code !== "node_busy") throw failure
          await soon()
        }
      }
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, sender))
}

async function measured(count: number, operations: (index: number) => readonly Operation[]) {
  const network = await Network.of(NODES)
  try {
    await Promise.all(Array.from({ length: NODES }, (_, index) => network.start(index)))
    const ledger = network.ledger(0)
    await until(() => ledger.status().height > 0n)
    const transactions = Array.from({ length: count }, (_, index) =>
      signed(network.world, ledger, operations(index), { expires: Date.now() + 600_000 }),
    )
    const first = ledger.status().height
    const before = engineMicros(network)
    const nodes = await cpuMicros(() => sendAll(network, transactions))
    const engines = engineMicros(network) - before
    const blocks = ledger.status().height - first
    const share = Math.round((100 * engines) / (nodes + engines))
    return { micros: nodes + engines, note: `${blocks} blocks; engines use ${share} % of it` }
  } finally {
    await network.remove()
  }
}

const ONE = 8_000
const MANY = 300
const OPERATIONS = 100

export const benches: readonly Bench[] =
  needed === ""
    ? [
        {
          name: "cluster.four.one-operation",
          about: `${ONE} transactions of one operation, final on four validators.`,
          run: async () => {
            const { micros, note } = await measured(ONE, (i) => [writeOf(`note-${i % 1_000}`)])
            return { value: perSecond(ONE, micros), unit: "op/CPU-s", note }
          },
        },
        {
          name: "cluster.four.hundred-operations",
          about: `${MANY} transactions of ${OPERATIONS} operations, final on four validators.`,
          run: async () => {
            const { micros, note } = await measured(MANY, (i) =>
              Array.from({ length: OPERATIONS }, (_, j) => writeOf(`note-${(i * 7 + j) % 1_000}`)),
            )
            return { value: perSecond(MANY * OPERATIONS, micros), unit: "op/CPU-s", note }
          },
        },
      ]
    : []
