/** Stands between a client and a gateway, and cuts connections after so many bytes. */
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { connect, createServer, type Server, type Socket } from "node:net"

/** A proxy of this machine. */
export class CuttingProxy {
  private readonly server: Server
  private readonly pairs = new Set<Socket>()
  /** Connections that were cut. */
  cuts = 0
  /** Connections that came. */
  came = 0
  /** Whoever comes is sent away. */
  down = false

  private constructor(server: Server) {
    this.server = server
  }

  /**
   * Listens on a free port. `bytes` says of each connection how much the gateway may say before it
   * is cut; Infinity: all it likes.
   */
  static async open(port: () => number, bytes: () => number): Promise<CuttingProxy> {
    const server = createServer()
    const proxy = new CuttingProxy(server)
    server.on("connection", (near) => proxy.join(near, connect(port(), "127.0.0.1"), bytes()))
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  private join(near: Socket, far: Socket, most: number): void {
    if (this.down) {
      near.destroy()
      far.destroy()
      return
    }
    this.came++
    let left = most
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      this.pairs.add(socket)
      socket.on("error", end)
      socket.on("close", () => {
        this.pairs.delete(socket)
        end()
      })
    }
    near.on("data", (part) => far.write(part))
    far.on("data", (part) => {
      if (part.length <= left) {
        left -= part.length
        near.write(part)
        return
      }
      this.cuts++
      // What arrived before the cut was sent.
      near.end(part.subarray(0, left), end)
    })
  }

  /** Cuts everybody now. */
  cut(): void {
    for (const socket of this.pairs) socket.destroy()
  }

  async close(): Promise<void> {
    this.server.close()
    this.cut()
    await once(this.server, "close")
  }
}
