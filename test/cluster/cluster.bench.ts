/**
 * What an operation costs a whole network: four validators with four engines on this machine, all
 * their CPU time counted, beside the same engines with their own application under the same load.
 * The four applications of ours share one process here, and so one thread.
 */
import type { Operation } from "@concordat/kernel"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { signed, writeOf } from "../../node/testing/node.testing.ts"
import { type Bench, cpuMicros, perSecond } from "../../scripts/bench/harness.ts"
import { microsOfProcesses } from "../../scripts/bench/processes.testing.ts"
import { KeyValueNetwork, type Place } from "./key-value.ts"
import { IN_FLIGHT, sendAll } from "./send-all.ts"
import { Network, until } from "./world.ts"

const NODES = 4
/** As nodes of a test network have it (`world.ts`). */
const TIMEOUT_COMMIT_MS = 100

type Load = {
  readonly count: number
  /** Sent before, uncounted: a quarter as many. */
  readonly before: number
  readonly operations: (index: number) => readonly Operation[]
}

/** Our network: micros of nodes and engines, and what a transaction weighs. */
async function ours({ count, before, operations }: Load) {
  const network = await Network.of(NODES)
  try {
    await Promise.all(Array.from({ length: NODES }, (_, index) => network.start(index)))
    const ledger = network.ledger(0)
    await until(() => ledger.status().height > 0n)
    const transactions = Array.from({ length: before + count }, (_, index) =>
      signed(network.world, ledger, operations(index), { expires: Date.now() + 600_000 }),
    )
    await sendAll(network, transactions.slice(0, before))
    const pids = Array.from({ length: NODES }, (_, index) => network.enginePid(index))
    const first = ledger.status().height
    const start = microsOfProcesses(pids)
    const nodes = await cpuMicros(() => sendAll(network, transactions.slice(before)))
    const engines = microsOfProcesses(pids) - start
    return {
      nodes,
      engines,
      blocks: ledger.status().height - first,
      bytes: transactions[0]!.length,
    }
  } finally {
    await network.remove()
  }
}

/** The key-value application: as many transactions of as many bytes, micros of the engines. */
async function keyValue({ count, before }: Load, bytes: number, place: Place): Promise<number> {
  const network = await KeyValueNetwork.of(NODES, TIMEOUT_COMMIT_MS, place)
  try {
    await network.sendAll(0, before, bytes, IN_FLIGHT)
    const start = microsOfProcesses(network.pids)
    await network.sendAll(before, count, bytes, IN_FLIGHT)
    return microsOfProcesses(network.pids) - start
  } finally {
    await network.remove()
  }
}

async function measured(load: Load) {
  const { nodes, engines, blocks, bytes } = await ours(load)
  const micros = nodes + engines
  const inside = await keyValue(load, bytes, "inside")
  const socket = await keyValue(load, bytes, "socket")
  const each = (all: number) => Math.round(all / (load.count * NODES))
  const note = [
    `${blocks} blocks of ${bytes} bytes a transaction; CPU-us a transaction and validator:`,
    `${each(nodes)} node, ${each(engines)} engine; engine alone with its own key-value application`,
    `${each(inside)} inside, ${each(socket)} behind a socket;`,
    `ratio ${(inside / micros).toFixed(2)}`,
  ]
  return { micros, note: note.join(" ") }
}

const ONE = 8_000
const MANY = 400
const OPERATIONS = 100

export const benches: readonly Bench[] =
  needed === ""
    ? [
        {
          name: "cluster.four.one-operation",
          about: `${ONE} transactions of one operation, final on four validators.`,
          run: async () => {
            const operations = (i: number) => [writeOf(`note-${i % 1_000}`)]
            const { micros, note } = await measured({ count: ONE, before: ONE / 4, operations })
            return { value: perSecond(ONE, micros), unit: "op/CPU-s", note }
          },
        },
        {
          name: "cluster.four.hundred-operations",
          about: `${MANY} transactions of ${OPERATIONS} operations, final on four validators.`,
          run: async () => {
            const operations = (i: number) =>
              Array.from({ length: OPERATIONS }, (_, j) => writeOf(`note-${(i * 7 + j) % 1_000}`))
            const { micros, note } = await measured({ count: MANY, before: MANY / 4, operations })
            return { value: perSecond(MANY * OPERATIONS, micros), unit: "op/CPU-s", note }
          },
        },
      ]
    : []
