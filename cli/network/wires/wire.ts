/**
 * The wire by which one node dials another: a port that the first one takes for the second. A new
 * connection needs both directions, as a TCP handshake does; one that is there lives through a cut.
 */
import { connect, createServer, type Server, type Socket } from "node:net"
import { type Faults, faultOf } from "./faults.ts"
import { Pump, type PumpOptions } from "./pump.ts"

const HOST = "127.0.0.1"

/** One wire. */
export type WirePlan = {
  /** Names of the two nodes. */
  readonly from: string
  readonly to: string
  /** The port that `from` dials. */
  readonly port: number
  /** Port where `to` listens. */
  readonly target: number
}

type Link = { readonly ends: readonly Socket[]; readonly pumps: readonly Pump[] }

/** One wire with its connections. */
export class Wire {
  readonly plan: WirePlan
  private readonly faults: () => Faults
  private readonly world: Omit<PumpOptions, "fault">
  private readonly links = new Set<Link>()
  private server: Server | null = null

  constructor(plan: WirePlan, faults: () => Faults, world: Omit<PumpOptions, "fault">) {
    this.plan = plan
    this.faults = faults
    this.world = world
  }

  private get isWhole(): boolean {
    const { from, to } = this.plan
    return ![faultOf(this.faults(), from, to), faultOf(this.faults(), to, from)].some(
      ({ cut }) => cut,
    )
  }

  /** Brings the wire to what the faults say now; returns once its port is open, or closed. */
  async adjust(): Promise<void> {
    if (this.isWhole && this.server === null) await this.listen()
    if (!this.isWhole && this.server !== null) this.deafen()
    for (const { pumps } of this.links) for (const pump of pumps) pump.move()
  }

  private async listen(): Promise<void> {
    const server = createServer((socket) => this.accept(socket))
    this.server = server
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject)
      server.listen(this.plan.port, HOST, resolve)
    })
  }

  private deafen(): void {
    this.server?.close()
    this.server = null
  }

  private accept(near: Socket): void {
    const { from, to, target } = this.plan
    const far = connect({ host: HOST, port: target })
    const pump = (source: Socket, sink: Socket, said: string, heard: string) =>
      new Pump(source, sink, { ...this.world, fault: () => faultOf(this.faults(), said, heard) })
    const link = {
      ends: [near, far],
      pumps: [pump(near, far, from, to), pump(far, near, to, from)],
    }
    this.links.add(link)
    for (const end of link.ends) {
      end.setNoDelay(true)
      end.on("error", () => this.drop(link))
      end.on("close", () => this.drop(link))
    }
  }

  private drop(link: Link): void {
    this.links.delete(link)
    for (const pump of link.pumps) pump.stop()
    for (const end of link.ends) end.destroy()
  }

  /** Ends the connections that there are. */
  reset(): void {
    for (const link of this.links) this.drop(link)
  }

  /** Ends all. */
  close(): void {
    this.deafen()
    this.reset()
  }
}
