/**
 * JSON-RPC to the engine over its unix socket; many calls travel as one batch.
 * Source of truth: CometBFT v0.40.0, `rpc/jsonrpc`, and JSON-RPC 2.0.
 */
import { Agent, request } from "node:http"
import { ConcordatError } from "@concordat/kernel"

/** As the engine's configuration allows: calls and bytes of one request. */
export const BATCH_CALLS_MAX = 500
export const BODY_BYTES_MAX = 8_000_000
const TIMEOUT_MS = 15_000
const CONNECTIONS_MAX = 8

/** One call. 64-bit integers are decimal texts, bytes are base64. */
export type RpcCall = {
  readonly method: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** What the engine answered: a result, or why not, in its words. */
export type RpcAnswer = { readonly result: unknown } | { readonly error: string }

function unreachable(path: string, cause: unknown): ConcordatError {
  return new ConcordatError("node_unreachable", `The engine does not answer at ${path}.`, {
    cause,
    hint: "See its log for why it is not running.",
    details: { path },
  })
}

function answerOf(body: unknown): RpcAnswer {
  if (typeof body !== "object" || body === null) return { error: "no answer" }
  if ("result" in body) return { result: body.result }
  const error = "error" in body ? (body.error as { message?: string; data?: string }) : {}
  return { error: error.data || error.message || "no reason given" }
}

/** Calls of one engine. */
export class RpcClient {
  private readonly path: string
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS_MAX })

  /** `path`: the socket. */
  constructor(path: string) {
    this.path = path
  }

  /** A call's result. Throws `ConcordatError` `node_unreachable`, also with the engine's reason. */
  async call(method: string, params: RpcCall["params"] = {}): Promise<unknown> {
    const body = await this.post(JSON.stringify({ jsonrpc: "2.0", id: 0, method, params }))
    const answer = answerOf(body)
    if ("result" in answer) return answer.result
    throw unreachable(this.path, new Error(`${method}: ${answer.error}`))
  }

  /** Answers of up to 500 calls, in their order. Throws `node_unreachable`. */
  async batch(calls: readonly RpcCall[]): Promise<readonly RpcAnswer[]> {
    const numbered = calls.map((call, id) => ({ jsonrpc: "2.0", id, ...call }))
    const body = await this.post(JSON.stringify(numbered))
    const answers: RpcAnswer[] = calls.map(() => ({ error: "no answer" }))
    for (const one of Array.isArray(body) ? body : [body]) {
      const { id } = (one ?? {}) as { id?: unknown }
      if (typeof id === "number" && id in answers) answers[id] = answerOf(one)
    }
    return answers
  }

  private post(body: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const failed = (cause: unknown) => reject(unreachable(this.path, cause))
      const options = {
        ...{ socketPath: this.path, agent: this.agent, method: "POST", path: "/" },
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
        timeout: TIMEOUT_MS,
      }
      const sent = request(options, (response) => {
        const pieces: Buffer[] = []
        response.on("data", (piece: Buffer) => pieces.push(piece))
        response.on("error", failed)
        response.on("end", () => {
          try {
            resolve(JSON.parse(Buffer.concat(pieces).toString("utf8")))
          } catch (cause) {
            failed(cause)
          }
        })
      })
      sent.on("timeout", () => sent.destroy(new Error("it took too long")))
      sent.on("error", failed)
      sent.end(body)
    })
  }

  /** Lets go of its connections. */
  close(): void {
    this.agent.destroy()
  }
}
