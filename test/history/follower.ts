/**
 * Follows the stream of transactions over WebSockets (docs of the feed: gateway/README.md): from a
 * height on, and behind its cursor again after each end of a connection.
 */
import type { Placed } from "./record.ts"
import { outcomesOf } from "./wire.ts"

const AGAIN_MS = 100
/** A node that was killed has not caught up to where the follower stands: it is asked again. */
const BEHIND = "height_not_reached"

type Message = {
  readonly kind: string
  readonly cursor?: string
  readonly code?: string
  readonly items?: readonly { readonly item: Readonly<Record<string, unknown>> }[]
}

/** One follower. */
export class Follower {
  readonly items: Placed[] = []
  readonly from: number
  /** How often it began behind its cursor. */
  resumed = -1
  private readonly url: () => string
  private cursor: string | null = null
  private socket: WebSocket | null = null
  private over = false
  private again: NodeJS.Timeout | undefined
  private waiting: () => void = () => {}
  private refused: string | null = null

  /** `url` is asked each time: a node that starts again may have another port. */
  constructor(url: () => string, from: number) {
    this.url = url
    this.from = from
    this.connect()
  }

  private connect(): void {
    if (this.over) return
    const socket = new WebSocket(`${this.url().replace(/^http/, "ws")}/v1/feed`)
    this.socket = socket
    socket.onopen = () => {
      this.resumed++
      const at = this.cursor === null ? { from: String(this.from) } : { after: this.cursor }
      socket.send(JSON.stringify({ kind: "subscribe", id: "h", stream: "transactions", ...at }))
    }
    socket.onmessage = ({ data }) => this.take(JSON.parse(String(data)) as Message)
    socket.onclose = () => {
      this.again = setTimeout(() => this.connect(), AGAIN_MS)
    }
  }

  private take({ kind, cursor, code, items = [] }: Message): void {
    if (code === BEHIND) this.socket?.close()
    else if (kind === "error") this.refused = code ?? kind
    for (const { item } of items) {
      const place = { height: Number(item["height"]), index: Number(item["index"]) }
      this.items.push({ ...place, id: String(item["transaction"]), outcomes: outcomesOf(item) })
    }
    if (cursor !== undefined && kind !== "subscribed") this.cursor = cursor
    this.waiting()
  }

  /** Resolves once it was told so many. Throws what the feed refused. */
  async told(count: number): Promise<readonly Placed[]> {
    while (this.items.length < count) {
      if (this.refused !== null) throw new Error(`the feed said ${this.refused}`)
      await new Promise<void>((resolve) => {
        this.waiting = resolve
      })
    }
    return this.items
  }

  end(): void {
    this.over = true
    clearTimeout(this.again)
    this.socket?.close()
  }
}
