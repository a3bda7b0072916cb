/**
 * A client process: signs transactions, waits for the word, sends each in a request of its own over
 * connections that stay open, and tells what came back and how much CPU the sending took.
 */
import { Agent, request } from "node:http"
import { writes } from "./world.ts"

/** What a sender is asked to do. */
export type SenderTask = {
  readonly url: string
  readonly from: number
  readonly count: number
  readonly operations: number
  /** Requests under way at once. */
  readonly connections: number
}
/** What became of it. */
export type SenderResult = { readonly accepted: number; readonly micros: number }

const OK = 200

const { url, from, count, operations, connections } = JSON.parse(process.argv[2]!) as SenderTask
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const transactions = writes(count, operations, from)

function post(bytes: Uint8Array): Promise<number> {
  const headers = { "content-type": "application/cose", "content-length": bytes.length }
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/transactions`, { method: "POST", agent, headers }, (answer) => {
      answer.resume()
      answer.on("end", () => resolve(answer.statusCode ?? 0))
    })
    sent.on("error", reject)
    sent.end(bytes)
  })
}

process.once("message", async () => {
  let next = 0
  let accepted = 0
  const connection = async () => {
    while (next < transactions.length) {
      if ((await post(transactions[next++]!)) === OK) accepted++
    }
  }
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: connections }, connection))
  const { user, system } = process.cpuUsage(before)
  const result: SenderResult = { accepted, micros: user + system }
  process.send!(result)
  agent.destroy()
  process.disconnect()
})
process.send!("signed")
