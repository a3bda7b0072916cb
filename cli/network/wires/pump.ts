/** Carries bytes from one socket to another, in order, as the fault of their direction says. */
import type { Socket } from "node:net"
import type { Fault } from "./faults.ts"

/** How long TCP takes to send a lost segment again, at first. */
const AGAIN_MS = 200
/** Bytes on their way after which nothing more is read. */
const WAITING_BYTES_MAX = 1_048_576

type Piece = { readonly bytes: Buffer; readonly due: number }

/** What a pump needs besides its two ends. */
export type PumpOptions = {
  /** The fault in force now. */
  readonly fault: () => Fault
  /** Milliseconds since some start. */
  readonly elapsed: () => number
  /** From 0 to 1. */
  readonly chance: () => number
}

/** One direction of one connection. */
export class Pump {
  private readonly from: Socket
  private readonly to: Socket
  private readonly options: PumpOptions
  private queue: Piece[] = []
  private waiting = 0
  private timer: NodeJS.Timeout | null = null

  constructor(from: Socket, to: Socket, options: PumpOptions) {
    this.from = from
    this.to = to
    this.options = options
    from.on("data", (bytes: Buffer) => this.take(bytes))
    from.on("end", () => this.move())
    to.on("drain", () => this.move())
  }

  private take(bytes: Buffer): void {
    const { fault, elapsed, chance } = this.options
    const { delayMs, dropPercent } = fault()
    let late = delayMs
    while (chance() * 100 < dropPercent) late += AGAIN_MS
    const due = Math.max(elapsed() + late, this.queue.at(-1)?.due ?? 0)
    this.queue.push({ bytes, due })
    this.waiting += bytes.length
    if (this.waiting > WAITING_BYTES_MAX) this.from.pause()
    this.move()
  }

  /** Sends on what is due; called again whenever that may have changed. */
  move(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    const { fault, elapsed } = this.options
    if (fault().cut || this.to.destroyed) return
    for (let piece = this.queue[0]; piece !== undefined; piece = this.queue[0]) {
      const early = piece.due - elapsed()
      if (early > 0) {
        this.timer = setTimeout(() => this.move(), early)
        return
      }
      if (this.to.writableNeedDrain) return
      this.queue.shift()
      this.waiting -= piece.bytes.length
      this.to.write(piece.bytes)
    }
    if (this.from.readableEnded) this.to.end()
    else this.from.resume()
  }

  /** Nothing more is carried. */
  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.queue = []
  }
}
