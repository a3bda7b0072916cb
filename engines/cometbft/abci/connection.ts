/**
 * One connection of the engine: requests in order, one at a time, replies in the same order. All
 * frames that are there are answered by one write; no more of them are answered while the peer does
 * not take what was written. Source of truth: CometBFT v0.40.0, `abci/client/socket_client.go`.
 *
 * What the engine sends is read while requests before it are answered: while the engine cannot
 * write, its timer for flushes (`libs/timer`, there of 20 ns) starts again and again, and uses a
 * processor for nothing.
 */
import { once } from "node:events"
import type { Socket } from "node:net"
import { setImmediate as nextTurn } from "node:timers/promises"
import { delimited } from "@concordat/kernel"
import type { Method } from "./envelope.ts"
import { FrameReader } from "./frames.ts"
import { failed, type Handlers, opened, type Reply, replyTo } from "./handlers.ts"

/** Replies are sent at the latest when so many bytes wait, even in the middle of a read. */
const WRITE_BYTES = 1_048_576
/** What is read ahead of the request in progress; then the engine waits. */
const AHEAD_BYTES = 8_388_608
/** Requests are answered for so long, until the socket is looked after. */
const TURN_MS = 2

/** The call that a connection is busy with. */
export type Call = { readonly method: Method; readonly since: number; warned: number }

/** Serves one socket until it ends. */
export class Connection {
  private readonly socket: Socket
  private readonly handlers: Handlers
  private readonly elapsed: () => number
  private readonly reader = new FrameReader()
  private replies: Uint8Array[] = []
  private waiting = 0
  private ended = false
  private broken: unknown = null
  private arrived: () => void = () => {}
  /** Null between calls. */
  call: Call | null = null

  constructor(socket: Socket, handlers: Handlers, elapsed: () => number) {
    this.socket = socket
    this.handlers = handlers
    this.elapsed = elapsed
  }

  /** Serves until the peer leaves (null) or something fails (why). */
  async serve(): Promise<unknown> {
    const { socket } = this
    this.listen()
    try {
      for (;;) {
        const arrival = Promise.withResolvers<void>()
        this.arrived = arrival.resolve
        const failure = await this.answer()
        await this.flush()
        if (failure !== null) {
          socket.end()
          return failure
        }
        if (this.ended) return this.broken
        socket.resume()
        await arrival.promise
      }
    } catch (failure) {
      return socket.destroyed && isGone(failure) ? null : failure
    } finally {
      socket.destroy()
    }
  }

  private listen(): void {
    const { socket, reader } = this
    socket.on("data", (bytes) => {
      reader.push(bytes)
      if (reader.held > AHEAD_BYTES) socket.pause()
      this.arrived()
    })
    socket.on("error", (failure) => {
      if (!isGone(failure)) this.broken = failure
    })
    for (const event of ["end", "close"]) {
      socket.on(event, () => {
        this.ended = true
        this.arrived()
      })
    }
  }

  /** Answers every frame that is complete; the failure that ends the connection, or null. */
  private async answer(): Promise<unknown> {
    let turn = this.elapsed()
    for (;;) {
      const frame = this.frame()
      if (frame === null) return null
      const reply = frame instanceof Uint8Array ? await this.reply(frame) : frame
      this.keep(reply.frame)
      if (reply.failure !== null) return reply.failure
      const isOver = this.elapsed() - turn >= TURN_MS
      if (isOver || this.waiting >= WRITE_BYTES) await this.flush()
      if (!isOver) continue
      await nextTurn()
      turn = this.elapsed()
    }
  }

  private frame(): Uint8Array | Reply | null {
    try {
      return this.reader.next()
    } catch (failure) {
      return failed(failure)
    }
  }

  private reply(frame: Uint8Array): Reply | Promise<Reply> {
    const request = opened(frame)
    if ("failure" in request) return request
    this.call = { method: request.method, since: this.elapsed(), warned: 0 }
    const reply = replyTo(this.handlers, request)
    if (!(reply instanceof Promise)) {
      this.call = null
      return reply
    }
    return reply.finally(() => {
      this.call = null
    })
  }

  private keep(frame: Uint8Array): void {
    const bytes = delimited(frame)
    this.replies.push(bytes)
    this.waiting += bytes.length
  }

  private async flush(): Promise<void> {
    const { replies, socket } = this
    if (replies.length === 0) return
    this.replies = []
    this.waiting = 0
    const [first] = replies
    const bytes = replies.length === 1 ? first! : Buffer.concat(replies)
    if (!socket.write(bytes)) await once(socket, "drain")
  }
}

/** What a connection ends with when the peer is gone and nothing of ours failed. */
function isGone(failure: unknown): boolean {
  const code = failure instanceof Error && "code" in failure ? failure.code : null
  return ["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE", "ABORT_ERR"].includes(String(code))
}
