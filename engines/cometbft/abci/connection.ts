/**
 * One connection of the engine: requests in order, one at a time, replies in the same order. All
 * frames of one read are answered by one write; nothing more is read while the peer does not take
 * what was written. Source of truth: CometBFT v0.40.0, `abci/client/socket_client.go`.
 */
import { once } from "node:events"
import type { Socket } from "node:net"
import { delimited } from "@concordat/kernel"
import type { Method } from "./envelope.ts"
import { FrameReader } from "./frames.ts"
import { failed, type Handlers, opened, type Reply, replyTo } from "./handlers.ts"

/** Replies are sent at the latest when so many bytes wait, even in the middle of a read. */
const WRITE_BYTES = 1_048_576

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
    try {
      for await (const bytes of socket) {
        const failure = await this.answer(bytes)
        await this.flush()
        if (failure === null) continue
        socket.end()
        return failure
      }
      return null
    } catch (failure) {
      return socket.destroyed && isGone(failure) ? null : failure
    } finally {
      socket.destroy()
    }
  }

  /** Answers every frame that is complete; the failure that ends the connection, or null. */
  private async answer(bytes: Uint8Array): Promise<unknown> {
    this.reader.push(bytes)
    for (;;) {
      const frame = this.frame()
      if (frame === null) return null
      const reply = frame instanceof Uint8Array ? await this.reply(frame) : frame
      this.keep(reply.frame)
      if (reply.failure !== null) return reply.failure
      if (this.waiting >= WRITE_BYTES) await this.flush()
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
