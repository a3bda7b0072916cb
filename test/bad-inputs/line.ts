/** A WebSocket to the feed of a live ledger, for saying what no good client says. */
import { WebSocket } from "ws"
import type { Live } from "./live.ts"

type Frame = Readonly<Record<string, unknown>>

/** How a connection was closed. */
export type Closed = { readonly code: number; readonly reason: string }

export class Line {
  readonly socket: WebSocket
  /** What came, in order. */
  readonly frames: Frame[] = []
  readonly closed: Promise<Closed>
  /** The HTTP answer of a refused handshake. */
  readonly refused: Promise<Response>
  private readonly waiting = new Set<() => void>()

  private constructor(socket: WebSocket) {
    this.socket = socket
    const refused = Promise.withResolvers<Response>()
    this.refused = refused.promise
    socket.on("error", () => {})
    socket.on("message", (data) => {
      this.frames.push(JSON.parse(String(data)) as Frame)
      for (const look of this.waiting) look()
    })
    socket.on("unexpected-response", (_, incoming) => {
      let text = ""
      incoming.on("data", (part) => {
        text += String(part)
      })
      const headers = incoming.headers as Record<string, string>
      const told = { status: incoming.statusCode ?? 0, headers }
      incoming.on("end", () => refused.resolve(new Response(text, told)))
    })
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => resolve({ code, reason: String(reason) }))
    })
  }

  /** A connection that is open, or was refused. */
  static async open(live: Live, options: WebSocket.ClientOptions = {}, path = "/v1/feed") {
    const url = `ws://127.0.0.1:${await live.port()}${path}`
    const line = new Line(new WebSocket(url, { perMessageDeflate: false, ...options }))
    const open = new Promise((resolve) => line.socket.once("open", resolve))
    await Promise.race([open, line.refused, line.closed])
    return line
  }

  say(message: unknown): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message))
  }

  /** The first frame that fits, of those that came and of those to come. */
  async frame(fits: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const found = this.frames.find(fits)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        const look = () => {
          this.waiting.delete(look)
          resolve()
        }
        this.waiting.add(look)
      })
    }
  }

  /** Subscribes, and waits until that was answered. */
  async subscribe(id: string, asked: Readonly<Record<string, string>> = {}): Promise<Frame> {
    this.say({ kind: "subscribe", id, ...asked })
    return this.frame((frame) => frame["id"] === id)
  }

  close(): void {
    this.socket.terminate()
  }
}
