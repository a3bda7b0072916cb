/**
 * The line to a gateway's feed: one WebSocket for all who follow by one client. It is opened by
 * the first and closed after the last; cut, it comes again, each time later, and goes on where each
 * one was.
 */
import type { Client, Socket } from "../client.ts"
import { SdkError } from "../sdk-error.ts"
import { type Asked, Follower } from "./follower.ts"
import { type Frame, readFrame } from "./frames.ts"

const FIRST_PAUSE_MS = 250
const PAUSE_MS_MAX = 30_000
/** The gateway says every 15 s that it lives. */
const SILENT_MS_MAX = 45_000

/** Problems of the line or of the moment: they are no reason to give up. */
const PASSING = new Set([...["node_halted", "client_too_slow", "idle_timeout", "rate_limited"]])

function feedUrl({ url }: Client): string {
  const base = url === "" ? globalThis.location.href : `${url}/`
  const feed = new URL("v1/feed", url === "" ? new URL("/", base) : base)
  feed.protocol = feed.protocol === "https:" ? "wss:" : "ws:"
  return feed.href
}

/** The line of one client. */
class Line {
  private readonly client: Client
  private readonly followers = new Set<Follower>()
  /** Subscriptions of the present line, each by a new name: what is under way is of the old one. */
  private readonly asked = new Map<string, Follower>()
  private readonly watchers = new Set<(isUp: boolean) => void>()
  private socket: Socket | null = null
  /** Ends the listening to the present line. */
  private hearing = new AbortController()
  private isUp = false
  private attempts = 0
  private made = 0
  private heard = 0

  constructor(client: Client) {
    this.client = client
  }

  /** Begins to follow; the line is opened where there is none. */
  add(asked: Asked): Follower {
    const follower = new Follower(asked)
    this.followers.add(follower)
    if (this.isUp) this.subscribe(follower)
    else if (this.socket === null && this.attempts === 0) this.open()
    return follower
  }

  /** Stops to follow; the line is closed where nobody else does. */
  remove(follower: Follower): void {
    follower.stop()
    if (!this.followers.delete(follower)) return
    this.unsubscribe(follower)
    if (this.followers.size === 0) this.hangUp()
  }

  /** Calls back when the line comes and goes, and at once; answers how to stop. */
  watch(watcher: (isUp: boolean) => void): () => void {
    this.watchers.add(watcher)
    watcher(this.isUp)
    return () => void this.watchers.delete(watcher)
  }

  /** A follower has taken everything: if it was deaf, it listens again. */
  taken(follower: Follower): void {
    if (!follower.isThirsty) return
    follower.listening = true
    if (this.isUp) this.subscribe(follower)
  }

  private open(): void {
    let socket: Socket
    try {
      socket = this.client.connect(feedUrl(this.client))
    } catch (cause) {
      this.failAll(cause)
      return
    }
    this.socket = socket
    const own = (act: () => void) => () => {
      if (this.socket === socket) act()
    }
    socket.onopen = own(() => this.begin(socket))
    socket.onmessage = ({ data }) => own(() => this.hear(readFrame(data)))()
    socket.onclose = own(() => this.lose())
  }

  /** An address that no platform can open a socket to: it would fail for ever. */
  private failAll(cause: unknown): void {
    const facts = { code: "node_unreachable", status: null, cause }
    const detail = `No feed can be opened at ${this.client.url || "this origin"}.`
    const failure = new SdkError({ ...facts, detail, hint: "Check the address." })
    for (const follower of this.followers) follower.fail(failure)
  }

  private begin(socket: Socket): void {
    this.turn(true)
    for (const follower of this.followers) {
      if (follower.listening) this.subscribe(follower)
    }
    this.heard = this.client.elapsed()
    void this.listen(socket)
  }

  /** A line may be dead without either end being told, after a sleep of the machine above all. */
  private async listen(socket: Socket): Promise<void> {
    const { signal } = this.hearing
    while (this.socket === socket) {
      await this.client.pause(SILENT_MS_MAX, signal)
      if (this.socket !== socket || this.client.elapsed() - this.heard < SILENT_MS_MAX) continue
      socket.close()
      this.lose()
    }
  }

  private hear(frame: Frame | null): void {
    this.heard = this.client.elapsed()
    if (frame === null || frame.kind === "alive") return
    const follower = frame.id === null ? undefined : this.asked.get(frame.id)
    if (follower === undefined) return
    if (frame.kind === "subscribed") {
      this.attempts = 0
      follower.begin(frame.cursor)
    } else if (frame.kind === "reached") follower.reach(frame.cursor)
    else if (frame.kind === "error") this.refuse(follower, frame.problem)
    else if (!follower.tell(frame.items)) this.unsubscribe(follower)
  }

  /** What holds now may not hold later; all else ends the following. */
  private refuse(follower: Follower, problem: SdkError): void {
    const late = problem.code === "height_not_reached" && follower.hasBegun
    if (late || PASSING.has(problem.code)) {
      this.socket?.close()
      this.lose()
      return
    }
    this.followers.delete(follower)
    follower.fail(problem)
  }

  private subscribe(follower: Follower): void {
    const id = String(++this.made)
    this.asked.set(id, follower)
    this.send({ kind: "subscribe", id, ...follower.request() })
  }

  private unsubscribe(follower: Follower): void {
    for (const [id, one] of this.asked) {
      if (one !== follower) continue
      this.asked.delete(id)
      this.send({ kind: "unsubscribe", id })
    }
  }

  private send(message: Asked): void {
    if (this.isUp) this.socket?.send(JSON.stringify(message))
  }

  /** The line is cut: it comes again after a while, if somebody still follows. */
  private lose(): void {
    this.socket = null
    this.asked.clear()
    this.turn(false)
    void this.again()
  }

  private async again(): Promise<void> {
    const most = Math.min(PAUSE_MS_MAX, FIRST_PAUSE_MS * 2 ** this.attempts++)
    // Not all at once: those whom one stop cut would else come back together.
    await this.client.pause(most / 2 + (Math.random() * most) / 2)
    if (this.socket === null && this.followers.size > 0) this.open()
  }

  private hangUp(): void {
    const { socket } = this
    this.socket = null
    this.asked.clear()
    this.attempts = 0
    this.turn(false)
    socket?.close()
  }

  private turn(isUp: boolean): void {
    if (this.isUp === isUp) return
    this.isUp = isUp
    this.hearing.abort()
    this.hearing = new AbortController()
    for (const watcher of this.watchers) watcher(isUp)
  }
}

const lines = new WeakMap<Client, Line>()

/** The line of a client. */
export function lineOf(client: Client): Line {
  const line = lines.get(client) ?? new Line(client)
  lines.set(client, line)
  return line
}
