/**
 * Somebody who dials the port for peers and is none: sends what is no handshake, announces more
 * than anybody takes, says nothing for as long as it is let, or comes again and again.
 */
import { createConnection, type Socket } from "node:net"

const GARBAGE_BYTES = 65_536
/** A message of two GiB, as a varint. */
const OVERSIZED = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x07)

/** One stranger before one node. */
export class Stranger {
  private readonly port: number
  private readonly sockets = new Set<Socket>()

  constructor(port: number) {
    this.port = port
  }

  /** Links that the node has not ended yet. */
  get open(): number {
    return this.sockets.size
  }

  /** Dials, and says this; answers the link. */
  private dial(bytes: Uint8Array): Socket {
    const socket = createConnection(this.port, "127.0.0.1")
    this.sockets.add(socket)
    socket.on("error", () => {})
    socket.on("close", () => this.sockets.delete(socket))
    socket.on("data", () => {}) // What is not read is never found to be over.
    socket.on("connect", () => socket.write(bytes))
    return socket
  }

  private async ended(socket: Socket): Promise<void> {
    if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve))
  }

  /** Returns once the node has ended the link. */
  garbage(): Promise<void> {
    return this.ended(this.dial(crypto.getRandomValues(new Uint8Array(GARBAGE_BYTES))))
  }

  /** The same of one who announces too much. */
  oversized(): Promise<void> {
    return this.ended(this.dial(OVERSIZED))
  }

  /** So many dial, send one byte and wait. */
  slow(count: number): void {
    for (let index = 0; index < count; index++) this.dial(Uint8Array.of(0x22))
  }

  /** So many come one after the other, and leave at once. */
  async flood(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const socket = this.dial(Uint8Array.of())
      await new Promise((resolve) => {
        socket.once("connect", resolve)
        socket.once("close", resolve)
      })
      socket.destroy()
    }
  }

  /** Lets go of all links. */
  leave(): void {
    for (const socket of this.sockets) socket.destroy()
  }
}
