/** Requests as bytes on a socket: what no `Request` can say. */
import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { setTimeout } from "node:timers/promises"
import type { Live } from "../live.ts"

/** How often the ledger's clock is moved while a slow request waits for its end. */
const STEP_MS = 5

/** A connection to the live gateway's port. */
export async function connected(live: Live): Promise<Socket> {
  const socket = connect(await live.port(), "127.0.0.1")
  await once(socket, "connect")
  return socket
}

/** Everything that comes until the other end closes, as the one response that it is. */
async function answerOn(socket: Socket): Promise<Response> {
  const pieces: Buffer[] = []
  socket.on("data", (piece) => pieces.push(piece))
  await new Promise((done) => socket.once("close", done))
  const text = Buffer.concat(pieces).toString("latin1")
  const [head = "", body = ""] = text.split("\r\n\r\n", 2)
  const [first = "", ...lines] = head.split("\r\n")
  const headers = lines.map((line) => line.split(/: ?(.*)/s).slice(0, 2) as [string, string])
  const status = Number(first.split(" ")[1])
  if (!(status >= 200)) throw new Error(`no answer of HTTP: ${text.slice(0, 80)}`)
  return new Response(body === "" ? null : body, { status, headers })
}

/** Sends the lines of a request as they are; the answer is there once the connection is closed. */
export async function sendLines(live: Live, ...lines: readonly string[]): Promise<Response> {
  const socket = await connected(live)
  socket.on("error", () => {}) // The other end may close while we write.
  socket.write(Buffer.from(lines.join("\r\n"), "latin1"))
  return answerOn(socket)
}

/** The same, for a request that never ends: time passes until it is answered. */
export async function sendSlowly(live: Live, ...lines: readonly string[]): Promise<Response> {
  const answer = sendLines(live, ...lines)
  let answered = false
  const noted = answer.finally(() => {
    answered = true
  })
  while (!answered) {
    live.clock.advance(15_000)
    await Promise.race([noted, setTimeout(STEP_MS)])
  }
  return answer
}

/** The head of a request, closed after its answer. */
export function head(method: string, target: string, ...more: readonly string[]): string[] {
  return [`${method} ${target} HTTP/1.1`, "Host: 127.0.0.1", "Connection: close", ...more]
}
