/** The live feed of one gateway: what its connections share, and how it ends. */
import { ConcordatError, toHex } from "@concordat/kernel"
import type { Door } from "../access/door.ts"
import type { GatewayOptions } from "../gateway.ts"
import { type Problem, problemOf } from "../requests/problem.ts"
import { Places } from "./places.ts"
import { Source } from "./source.ts"

const REQUEST_ID_BYTES = 8

/** The node stops: whoever follows goes on elsewhere, or here after the restart. */
export function halted(): ConcordatError {
  return new ConcordatError("node_halted", "The node stops; the feed ends here.", {
    hint: "Connect again, with the last cursor: nothing is lost.",
  })
}

/** One of a gateway; it lives as long as that. */
export class Feed {
  readonly options: GatewayOptions
  readonly door: Door
  readonly source: Source
  readonly places = new Places()
  /** Connections that were cut by us since the start, by code. */
  readonly cut = new Map<string, number>()
  private readonly endings = new Set<() => Promise<void>>()
  private ended: Promise<void> | null = null

  constructor(options: GatewayOptions, door: Door) {
    this.options = options
    this.door = door
    this.source = new Source(options.ledger)
  }

  get closed(): boolean {
    return this.ended !== null
  }

  /** What to do when the feed ends; answers how to forget it. */
  onEnd(end: () => Promise<void>): () => void {
    this.endings.add(end)
    return () => void this.endings.delete(end)
  }

  /** What a subscriber is told that something is wrong; one line of the log has it too. */
  problem(failure: unknown): Problem {
    const problem = problemOf(failure, toHex(this.options.random(REQUEST_ID_BYTES)))
    this.options.log({ level: "info", code: problem.code, requestId: problem.requestId })
    return problem
  }

  /** Counts a connection that is closed for a code. */
  count(code: string): void {
    this.cut.set(code, (this.cut.get(code) ?? 0) + 1)
  }

  /** Ends all connections; returns once they are told, or cut. */
  close(): Promise<void> {
    this.ended ??= Promise.all([...this.endings].map((end) => end())).then(() => {})
    return this.ended
  }
}
