/**
 * What `npm run history -- --operations N` does: clients that know a ledger by HTTP and WebSocket
 * alone, and a judge of what they did and were told. Against nodes that run, or against one of its
 * own that is killed meanwhile.
 */
import { commandOf, type Write } from "../../scripts/command.ts"
import { type Flags, type Parsed, wholeNumber } from "../../scripts/flags.ts"
import { type Came, type Runs, runHistory } from "./run.ts"
import { Solo } from "./solo.ts"

const FLAGS: Flags = {
  operations: { about: "transactions and readings, default 20000", value: "N" },
  node: {
    about: "gateways of one development ledger; a node of its own if absent",
    value: "URL,…",
  },
  kills: { about: "how often the node of its own is killed, default 2", value: "N" },
  clients: { about: "how many work at once, default 16", value: "N" },
  seed: { about: "of what clients do, default the time", value: "N" },
}
const DESCRIBED = {
  line: "npm run history -- [--operations N] [--node URL,…] [--kills N] [--clients N] [--seed N]",
  about: "Works against nodes from outside and judges the history; see test/history.",
  flags: FLAGS,
}
const FAULTS_MAX = 20
const CLIENTS_MAX = 48
const MICROS_A_SECOND = 1e6

/** Calls so often, at even intervals of what is to be done. */
function evenly(operations: number, times: number, call: () => void): (left: number) => void {
  const part = operations / (times + 1)
  let next = operations - part
  return (left) => {
    if (left > next || left === 0) return
    next -= part
    call()
  }
}

/** Runs against a node of its own that is killed so often. */
export async function runKilled(runs: Omit<Runs, "nodes">, kills: number): Promise<Came> {
  const solo = new Solo()
  try {
    await solo.start()
    const onProgress = evenly(runs.operations, kills, () => solo.killAndStart())
    const came = await runHistory({ ...runs, nodes: [solo.url], onProgress })
    await solo.standing
    return { ...came, counts: new Map([...came.counts, ["killed", solo.kills]]) }
  } finally {
    await solo.remove()
  }
}

function tell({ faults, history, counts }: Came, write: Write): void {
  for (const [what, count] of [...counts].sort()) write(`${String(count).padStart(9)}  ${what}\n`)
  const { chains } = history
  const { user, system } = process.cpuUsage()
  const seconds = ((user + system) / MICROS_A_SECOND).toFixed(1)
  const [chain] = chains
  const placed = `${chain!.placed.length} transactions in ${chain!.blocks.length} blocks`
  write(`${placed}, ${chains.length} nodes, ${seconds} s of CPU of clients and judge\n`)
  for (const fault of faults.slice(0, FAULTS_MAX)) write(`fault: ${fault}\n`)
  write(faults.length === 0 ? "linearizable: no fault\n" : `${faults.length} faults\n`)
}

function nodesOf({ node }: Parsed["values"]): readonly string[] {
  return typeof node === "string" ? node.split(",").map((url) => url.replace(/\/$/, "")) : []
}

/** Makes and judges a history as `args` say; the process's exit status. Throws `FlagError`. */
export const command = commandOf(DESCRIBED, async ({ values }, write) => {
  const operations = wholeNumber(values, "operations", 20_000, { least: 1 })
  const kills = wholeNumber(values, "kills", 2)
  const clients = wholeNumber(values, "clients", 16, { least: 1, most: CLIENTS_MAX })
  const seed = wholeNumber(values, "seed", Date.now() % 2 ** 32, { most: 2 ** 32 - 1 })
  const nodes = nodesOf(values)
  write(`seed ${seed}\n`)
  const runs = { seed, operations, clients }
  const came =
    nodes.length === 0
      ? await runKilled(runs, kills)
      : await runHistory({ ...runs, nodes: nodes.map((url) => () => url) })
  tell(came, write)
  return came.faults.length === 0 ? 0 : 1
})
