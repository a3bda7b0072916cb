/** Requests to a gateway, and what its answers to transactions say for certain. */
import { Agent, request } from "node:http"
import type { Answer, Outcomes } from "./record.ts"

/** Longer than any node takes that decides; who hears nothing until then asks again. */
const PATIENCE_MS = 30_000
const OK = 200
const SERVER_FAULT = 500
const TOO_MANY = 429

const agent = new Agent({ keepAlive: true })

type Json = { readonly [name: string]: unknown }
/** A status and what came with it; null: no answer. */
export type Heard = { readonly status: number; readonly json: Json } | null

/** What a request is besides its address. */
export type Asked = {
  readonly method?: "GET" | "POST"
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Milliseconds after which the client goes away. */
  readonly patienceMs?: number
}

/** Asks; nobody is waited for longer than patience lasts. */
export function ask(url: string, asked: Asked = {}): Promise<Heard> {
  const { method = "GET", headers = {}, body, patienceMs = PATIENCE_MS } = asked
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }
  return new Promise((resolve) => {
    const sent = request(url, { method, agent, headers: { ...headers, ...length } }, (answer) => {
      let text = ""
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part
      })
      answer
        .on("error", () => resolve(null))
        .on("end", () => {
          clearTimeout(timer)
          resolve(heard(answer.statusCode ?? 0, text))
        })
    })
    const timer = setTimeout(() => {
      sent.destroy()
      resolve(null)
    }, patienceMs)
    sent.on("error", () => {
      clearTimeout(timer)
      resolve(null)
    })
    sent.end(body)
  })
}

function heard(status: number, text: string): Heard {
  try {
    return { status, json: JSON.parse(text) as Json }
  } catch {
    return null // It was cut.
  }
}

/** Reads; throws where there is no answer of status 200. */
export async function read(url: string): Promise<Json> {
  const answer = await ask(url)
  if (answer?.status === OK) return answer.json
  throw new Error(`${url}: ${answer?.status} ${JSON.stringify(answer?.json)?.slice(0, 200)}`)
}

type Operation = { readonly outcome: string; readonly code?: string }

/** What became of each operation of a receipt. */
export function outcomesOf({ operations }: Json): Outcomes {
  return (operations as readonly Operation[]).map(({ outcome, code }) =>
    outcome === "accepted" ? null : outcome === "dropped" ? outcome : (code ?? outcome),
  )
}

/** What is said of one transaction: by its receipt, or by a problem (RFC 9457). */
function answerIn(json: Json, id: string): Answer {
  const { code, status, height, index, transaction } = json
  if (code === undefined) {
    if (transaction !== id) return { is: "turned away", code: `receipt of ${transaction}` }
    const place = { height: Number(height), index: Number(index) }
    return { is: "placed", ...place, outcomes: outcomesOf(json) }
  }
  if (code === "already_accepted") return { is: "held", height: Number(height) }
  if (Number(status) >= SERVER_FAULT || status === TOO_MANY) return { is: "unknown" }
  return { is: transaction === id ? "recorded" : "turned away", code: String(code) }
}

type Sent = { readonly id: string; readonly bytes: Uint8Array }

/** Sends some transactions in one request; answers what is said of each. */
export async function submit(
  url: string,
  sent: readonly Sent[],
  patienceMs?: number,
): Promise<readonly Answer[]> {
  const alone = sent.length === 1
  const heard = await ask(`${url}/v1/transactions`, {
    method: "POST",
    headers: { "content-type": alone ? "application/cose" : "application/cbor-seq" },
    body: Buffer.concat(sent.map(({ bytes }) => bytes)),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  })
  if (alone && heard !== null) return [answerIn(heard.json, sent[0]!.id)]
  const { results } = (heard?.status === OK ? heard.json : {}) as { results?: readonly Json[] }
  return sent.map(({ id }, at) =>
    results?.[at] === undefined ? { is: "unknown" } : answerIn(results[at], id),
  )
}
