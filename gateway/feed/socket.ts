/**
 * One WebSocket of the feed (RFC 6455): any number of subscriptions, served in turn. Items are
 * taken from the ledger only as fast as the other end takes them: what waits is bounded in bytes,
 * and who does not take it is cut.
 */
import { ConcordatError, Invalid, Refusal } from "@concordat/kernel"
import type { RawData, WebSocket } from "ws"
import type { Caller } from "../access/access.ts"
import {
  HEARTBEAT_MS,
  SILENT_MS_MAX,
  SOCKET_MESSAGE_BYTES_MAX,
  SOCKET_MESSAGES_MAX,
  SOCKET_QUEUE_BYTES_MAX,
  SOCKET_QUEUE_MS_MAX,
  WRONG_MESSAGES_MAX,
} from "../limits.ts"
import { Bell } from "./bell.ts"
import { cursorText } from "./cursor.ts"
import { tooSlow } from "./event-stream.ts"
import { type Feed, halted } from "./feed.ts"
import {
  aliveText,
  endingText,
  errorText,
  itemsText,
  malformedMessage,
  nameIn,
  reachedText,
  readMessage,
  subscribedText,
} from "./frames.ts"
import type { Place } from "./places.ts"
import { Subscription } from "./subscription.ts"
import { wantedOf } from "./wanted.ts"

const SECOND_MS = 1_000
/** How long before its end a caller is told of it: two beats, so that one of them does. */
const WARNING_MS = 2 * HEARTBEAT_MS
/** How long the other end may take to answer a close, in milliseconds. */
const CLOSING_MS = 2_000

/** Why a connection is closed (RFC 6455, section 7.4.1; IANA's registry). */
const CLOSE = {
  binary: 1003,
  policy: 1008,
  restart: 1012,
  later: 1013,
  idle: 4408,
  left: 4401,
} as const

/** The words for what the library closes by itself. */
const REASONS: Readonly<Record<number, string>> = {
  ...{ 1002: "message_malformed", 1007: "message_malformed", 1009: "message_too_large" },
}

type Told = { readonly subscription: Subscription; cursor: string | null }

/** Serves a socket until it closes. */
export class FeedSocket {
  private readonly feed: Feed
  private readonly socket: WebSocket
  private readonly place: Place
  private readonly caller: Caller
  private readonly subscriptions = new Map<string, Told>()
  private readonly bell = new Bell()
  private readonly closed = Promise.withResolvers<void>()
  private readonly stops: (() => void)[]
  private queued = 0
  private messages = 0
  private wrong = 0
  private silentMs = 0
  private over = false
  private stopBeat: () => void = () => {}
  private stopWaiting: (() => void) | null = null

  constructor(feed: Feed, socket: WebSocket, place: Place, caller: Caller) {
    this.feed = feed
    this.caller = caller
    this.socket = socket
    this.place = place
    this.stops = [feed.source.listen(this.bell.ring), feed.onEnd(() => this.halt())]
    this.listen()
    this.nextBeat()
    void this.pump()
  }

  private listen(): void {
    const { socket } = this
    const close = socket.close.bind(socket)
    socket.close = (code, reason) => close(code, reason ?? REASONS[code ?? 0])
    socket.on("message", (data, binary) => this.onMessage(data, binary))
    socket.on("ping", (data) => {
      if (!this.over && this.withinRate()) socket.pong(data)
    })
    socket.on("pong", () => {
      this.silentMs = 0
    })
    socket.on("error", (failure: Error & { readonly code?: string }) => {
      this.refused(failure.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH")
    })
    socket.on("close", () => this.leave())
  }

  /** The library closes for what breaks the protocol; here it is told in the log. */
  private refused(large: boolean): void {
    const details = { limit: SOCKET_MESSAGE_BYTES_MAX }
    const failure = large
      ? new Invalid("message_too_large", "", "The message has too many bytes.", details)
      : malformedMessage("This is not a message of RFC 6455 in UTF-8.")
    this.feed.count(this.feed.problem(failure).code)
  }

  private onMessage(data: RawData, binary: boolean): void {
    if (this.over || !this.withinRate()) return
    this.silentMs = 0
    if (binary) {
      this.shut(CLOSE.binary, malformedMessage("Messages are JSON texts, not bytes."))
      return
    }
    const text = String(data)
    try {
      this.take(text)
    } catch (failure) {
      this.tell(nameIn(text), failure)
    }
  }

  /** Counts what the other end sends; cuts it beyond what a second may have. */
  private withinRate(): boolean {
    if (this.messages === 0) {
      this.feed.options.after(SECOND_MS, () => {
        this.messages = 0
      })
    }
    if (++this.messages <= SOCKET_MESSAGES_MAX) return true
    const hint = "Send fewer messages a second."
    const details = { limit: SOCKET_MESSAGES_MAX }
    const message = "There were too many messages in one second."
    this.shut(CLOSE.policy, new ConcordatError("rate_limited", message, { hint, details }))
    return false
  }

  private take(text: string): void {
    const request = readMessage(text)
    const { id } = request
    if (request.kind === "unsubscribe") {
      if (this.subscriptions.delete(id)) this.place.unsubscribe()
      return
    }
    if (this.subscriptions.has(id)) {
      const message = "A subscription of this name is on this connection already."
      throw new Refusal("already_exists", message, {}, 409)
    }
    const { ledger } = this.feed.options
    this.feed.door.take("subscriptions", this.caller)
    const subscription = new Subscription(this.feed.source, wantedOf(ledger, request.asked))
    this.place.subscribe()
    this.subscriptions.set(id, { subscription, cursor: cursorText(subscription.cursor) })
    this.send(subscribedText(id, subscription, ledger.status().height))
    this.bell.ring()
  }

  /** Sends what is wanted, a batch a subscription, while there is room and something to tell. */
  private async pump(): Promise<void> {
    while (!this.over) {
      if (!(await this.round())) await this.bell.wait()
    }
  }

  /** Whether there may be more at once. */
  private async round(): Promise<boolean> {
    let more = false
    for (const [id, told] of this.subscriptions) {
      if (this.over || this.queued >= SOCKET_QUEUE_BYTES_MAX) return false
      try {
        more = (await this.batch(id, told)) || more
      } catch (failure) {
        if (this.subscriptions.delete(id)) this.place.unsubscribe()
        this.tell(id, failure)
      }
    }
    return more
  }

  private async batch(id: string, told: Told): Promise<boolean> {
    const items = await told.subscription.next()
    // Nobody may have wanted it any more while it was read.
    if (items === null || this.subscriptions.get(id) !== told) return false
    if (items.length > 0) {
      told.cursor = cursorText(told.subscription.cursor)
      this.send(itemsText(id, told.cursor ?? "", items))
    }
    return true
  }

  private send(text: string): void {
    if (this.over) return
    const bytes = Buffer.byteLength(text)
    this.queued += bytes
    this.socket.send(text, () => {
      this.queued -= bytes
      if (this.queued >= SOCKET_QUEUE_BYTES_MAX) return
      this.stopWaiting?.()
      this.stopWaiting = null
      this.bell.ring()
    })
    if (this.queued < SOCKET_QUEUE_BYTES_MAX) return
    this.stopWaiting ??= this.feed.options.after(SOCKET_QUEUE_MS_MAX, () => {
      const first = this.subscriptions.values().next().value
      if (first !== undefined) this.shut(CLOSE.later, tooSlow(first.subscription))
    })
  }

  /** Shows that the feed lives, and how far each subscription was looked at. */
  private nextBeat(): void {
    this.stopBeat = this.feed.options.after(HEARTBEAT_MS, () => {
      this.silentMs += HEARTBEAT_MS
      if (this.silentMs > SILENT_MS_MAX) {
        const hint = "Answer pings, or connect again with the last cursor."
        const message = "Nothing came for 60 seconds, not even a pong."
        this.shut(CLOSE.idle, new ConcordatError("idle_timeout", message, { hint }))
        return
      }
      this.socket.ping()
      this.send(aliveText(this.feed.source.tip))
      void this.lookAtCaller()
      for (const [id, told] of this.subscriptions) {
        const cursor = cursorText(told.subscription.cursor)
        if (cursor !== null && cursor !== told.cursor) this.send(reachedText(id, cursor))
        told.cursor = cursor
      }
      this.nextBeat()
    })
  }

  /** Ends the connection of who would not be let in any more; who soon will not be is told. */
  private async lookAtCaller(): Promise<void> {
    const { door } = this.feed
    try {
      await door.still(this.caller)
    } catch (failure) {
      this.shut(CLOSE.left, failure)
      return
    }
    const { ends } = this.caller
    if (ends !== null && ends - door.now <= WARNING_MS) this.send(endingText(ends))
  }

  /** Tells what is wrong; the third message that is none ends the connection. */
  private tell(id: string | null, failure: unknown): void {
    const problem = this.feed.problem(failure)
    this.send(errorText(id, problem))
    if (problem.code !== "message_malformed" || ++this.wrong < WRONG_MESSAGES_MAX) return
    this.feed.count(problem.code)
    this.close(CLOSE.policy, problem.code)
  }

  private shut(code: number, failure: unknown): void {
    if (this.over) return
    const problem = this.feed.problem(failure)
    this.feed.count(problem.code)
    this.send(errorText(null, problem))
    this.close(code, problem.code)
  }

  private close(code: number, reason: string): void {
    this.over = true
    this.socket.close(code, reason)
    const stop = this.feed.options.after(CLOSING_MS, () => this.socket.terminate())
    void this.closed.promise.then(stop)
  }

  private halt(): Promise<void> {
    this.shut(CLOSE.restart, halted())
    return this.closed.promise
  }

  private leave(): void {
    this.over = true
    this.stopBeat()
    this.stopWaiting?.()
    for (const stop of this.stops.splice(0)) stop()
    this.subscriptions.clear()
    this.place.leave()
    this.closed.resolve()
    this.bell.ring()
  }
}
