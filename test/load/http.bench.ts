/**
 * The solo node end to end: signed transactions over HTTP, each in a request of its own, blocks
 * synced to a disk, clients in processes of their own. No SQL projection, as there is none yet.
 * As other work shares the machine, the figure is what CPU time allows on two cores: no more than
 * the busiest thread, and no more than server and clients together.
 */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { type Bench, type Measurement, perSecond } from "../../scripts/bench/harness.ts"
import { inFolder } from "./folder.ts"
import type { SenderResult, SenderTask } from "./sender.ts"
import { closeServer, type Served, serveFolder } from "./served.ts"

const SENDER = fileURLToPath(new URL("./sender.ts", import.meta.url))
const CORES = 2
const SENDERS = 2
/** Numbers of transactions that no two senders share. */
const SENDER_SPAN = 1_000_000
const CONNECTIONS = 64
const LEAST_CONNECTIONS = 4

/** A sender that has signed and waits. */
async function sender(task: SenderTask): Promise<ChildProcess> {
  const child = fork(SENDER, [JSON.stringify(task)], { execArgv: ["--conditions=source"] })
  await once(child, "message")
  return child
}

/** How much is sent: transactions of so many operations, so many of them to a request. */
type Amount = { readonly count: number; readonly operations: number; readonly together: number }

async function send({ url }: Served, { count, operations, together }: Amount, round: number) {
  const tasks = Array.from({ length: SENDERS }, (_, i) => ({
    ...{ url, operations, together, count: Math.round(count / SENDERS) },
    connections: Math.max(LEAST_CONNECTIONS, Math.ceil(CONNECTIONS / together)),
    from: (round * SENDERS + i) * SENDER_SPAN,
  }))
  const senders: ChildProcess[] = []
  for (const task of tasks) senders.push(await sender(task))
  return async () => {
    const results = senders.map(async (child) => {
      child.send("go")
      const [result] = await once(child, "message")
      return result as SenderResult
    })
    return Promise.all(results)
  }
}

async function endToEnd(data: string, amount: Amount): Promise<Measurement> {
  const { count, operations } = amount
  const served = await serveFolder(data)
  // A node that has just started compiles its code; what is asked is a node that runs.
  await (await send(served, { ...amount, count: Math.round(count / 4) }, 1))()
  const go = await send(served, amount, 2)
  const before = await served.usage()
  const started = performance.now()
  const results = await go()
  const seconds = (performance.now() - started) / 1_000
  const after = await served.usage()
  const code = await closeServer(served)
  if (code !== 0) throw new Error(`the server ended with ${code}`)
  const accepted = results.reduce((sum, result) => sum + result.accepted, 0)
  if (accepted !== count) throw new Error(`${accepted} of ${count} were accepted`)
  const all = count * operations
  const client = results.reduce((sum, { micros }) => sum + micros, 0) / all
  const server = (after.total - before.total) / all
  const main = (after.main - before.main) / all
  const value = perSecond(1, Math.max(main, (server + client) / CORES))
  const note =
    `CPU-µs an operation: server ${server.toFixed(1)} (main thread ${main.toFixed(1)}), ` +
    `clients ${client.toFixed(1)}; ${Math.round(all / seconds)} op/s by the clock`
  return { value, unit: "op/s", note }
}

export const benches: readonly Bench[] = [
  {
    name: "solo.http.1-operation",
    about: "20,000 transactions of one operation, a request each, 128 under way.",
    target: { value: 5_000, unit: "op/s", better: "more" },
    run: () => inFolder((data) => endToEnd(data, { count: 20_000, operations: 1, together: 1 })),
  },
  {
    name: "solo.http.sequence",
    about: "20,000 transactions of one operation, 100 to a request as a CBOR sequence.",
    run: () => inFolder((data) => endToEnd(data, { count: 20_000, operations: 1, together: 100 })),
  },
  {
    name: "solo.http.100-operations",
    about: "1,000 transactions of 100 operations, a request each, 128 under way.",
    target: { value: 20_000, unit: "op/s", better: "more" },
    run: () => inFolder((data) => endToEnd(data, { count: 1_000, operations: 100, together: 1 })),
  },
]
