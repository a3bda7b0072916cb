/** The engine's end of one connection: sends requests as they are, hears the replies in order. */
import { createConnection, type Socket } from "node:net"
import { delimited } from "@concordat/kernel"
import {
  decodeResponse,
  encodeRequest,
  type Method,
  type RequestOf,
  type Response,
} from "./envelope.ts"
import { FrameReader } from "./frames.ts"

export class Peer {
  readonly socket: Socket
  /** Pieces of bytes that arrived: one write of the server is one piece, mostly. */
  pieces = 0
  private readonly waiting: ((reply: Response | null) => void)[] = []
  private readonly arrived: (Response | null)[] = []

  private constructor(socket: Socket) {
    this.socket = socket
    const reader = new FrameReader()
    socket.on("data", (bytes) => {
      this.pieces++
      reader.push(bytes)
      for (let frame = reader.next(); frame !== null; frame = reader.next()) {
        this.arrive(decodeResponse(frame))
      }
    })
    socket.on("error", () => {})
    socket.on("close", () => this.arrive(null))
  }

  static async connect(path: string): Promise<Peer> {
    const socket = createConnection(path)
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", () => resolve())
      socket.once("error", reject)
    })
    return new Peer(socket)
  }

  private arrive(reply: Response | null): void {
    const next = this.waiting.shift()
    if (next === undefined) this.arrived.push(reply)
    else next(reply)
  }

  send<M extends Method>(method: M, body: Partial<RequestOf<M>> = {}): void {
    this.socket.write(delimited(encodeRequest(method, body)))
  }

  /** The next reply; null once the connection is closed. */
  next(): Promise<Response | null> {
    const reply = this.arrived.shift()
    if (reply !== undefined) return Promise.resolve(reply)
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  async call<M extends Method>(
    method: M,
    body: Partial<RequestOf<M>> = {},
  ): Promise<Response | null> {
    this.send(method, body)
    return this.next()
  }
}
