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
  /** Transactions of one request: more than one travel as a CBOR sequence. */
  readonly together: number
  /** Requests under way at once. */
  readonly connections: number
}
/** What became of it. */
export type SenderResult = { readonly accepted: number; readonly micros: number }

const OK = 200

const task = JSON.parse(process.argv[2]!) as SenderTask
const { url, from, count, operations, together, connections } = task
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const transactions = writes(count, operations, from)
const type = together === 1 ? "application/cose" : "application/cbor-seq"

/** The bodies of all requests: transactions, or so many of them one behind the other. */
function bodies(): Uint8Array[] {
  const found: Uint8Array[] = []
  for (let at = 0; at < transactions.length; at += together) {
    found.push(Buffer.concat(transactions.slice(at, at + together)))
  }
  return found
}

/** How many transactions of an answer were accepted. */
function acceptedOf(status: number, text: string): number {
  if (status !== OK) return 0
  if (together === 1) return 1
  const { results } = JSON.parse(text) as { results: readonly { status: unknown }[] }
  return results.filter((result) => result.status === "accepted").length
}

function post(bytes: Uint8Array): Promise<number> {
  const headers = { "content-type": type, "content-length": bytes.length }
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/transactions`, { method: "POST", agent, headers }, (answer) => {
      let text = ""
      if (together === 1) answer.resume()
      else answer.setEncoding("utf8").on("data", (part: string) => (text += part))
      answer.on("end", () => resolve(acceptedOf(answer.statusCode ?? 0, text)))
    })
    sent.on("error", reject)
    sent.end(bytes)
  })
}

process.once("message", async () => {
  const requests = bodies()
  let next = 0
  let accepted = 0
  const connection = async () => {
    while (next < requests.length) {
      const more = await post(requests[next++]!)
      accepted += more
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
