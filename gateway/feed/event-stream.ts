/**
 * The feed as server-sent events (WHATWG HTML, section 9.2): one stream, `id` is the cursor of each
 * item, so a browser that reconnects by itself goes on where it was.
 */
import { ConcordatError, type Json, utf8 } from "@concordat/kernel"
import type { Caller } from "../access/access.ts"
import { HEARTBEAT_MS, SOCKET_QUEUE_MS_MAX } from "../limits.ts"
import { Bell } from "./bell.ts"
import { cursorText } from "./cursor.ts"
import { type Feed, halted } from "./feed.ts"
import { Subscription } from "./subscription.ts"
import type { Wanted } from "./wanted.ts"

/** When a browser is to connect again after a cut, in milliseconds. */
const RETRY_MS = 1_000

/** The subscriber does not take what waits for it. */
export function tooSlow({ cursor }: Subscription): ConcordatError {
  const after = cursorText(cursor)
  return new ConcordatError("client_too_slow", "What was sent was not taken for 30 seconds.", {
    hint: "Connect again with the cursor of the last item, and read faster or ask for less.",
    details: after === null ? {} : { height: after.split(".")[0]! },
  })
}

const problemText = (problem: Json) => `event: problem\ndata: ${JSON.stringify(problem)}\n\n`

/** One connection of server-sent events. */
class EventStream {
  private readonly feed: Feed
  private readonly caller: Caller
  private readonly subscription: Subscription
  private readonly bell = new Bell()
  private readonly stops: (() => void)[]
  private beat = false
  private stopBeat: () => void = () => {}
  private stopWaiting: () => void = () => {}
  private told = false
  private over = false

  constructor(feed: Feed, wanted: Wanted, caller: Caller) {
    const place = feed.places.enter(caller)
    this.feed = feed
    this.caller = caller
    this.subscription = new Subscription(feed.source, wanted)
    const end = async () => this.bell.ring()
    this.stops = [feed.source.listen(this.bell.ring), feed.onEnd(end), () => place.leave()]
    this.nextBeat()
  }

  readonly stream = () =>
    new ReadableStream<Uint8Array>(
      { pull: (controller) => this.pull(controller), cancel: () => this.leave() },
      { highWaterMark: 0 },
    )

  private async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    this.stopWaiting()
    let text: string
    try {
      text = await this.text()
    } catch (failure) {
      this.end(controller, failure)
      return
    }
    if (this.over) return
    controller.enqueue(utf8(text))
    this.stopWaiting = this.feed.options.after(SOCKET_QUEUE_MS_MAX, () => {
      this.end(controller, tooSlow(this.subscription))
    })
  }

  /** What to send next: where it begins, items, or that the feed lives. Throws what ends it. */
  private async text(): Promise<string> {
    if (!this.told) {
      this.told = true
      return `retry: ${RETRY_MS}\n${this.idLine()}: ${this.subscription.wanted.stream}\n\n`
    }
    for (;;) {
      if (this.feed.closed) throw halted()
      const items = await this.subscription.next()
      if (items !== null && items.length > 0) {
        return items.map((item) => `id: ${cursorText(item.at)}\ndata: ${item.text()}\n\n`).join("")
      }
      if (this.beat) {
        await this.feed.door.still(this.caller)
        this.nextBeat()
        return `${this.idLine()}: up to block ${this.feed.source.tip}\n\n`
      }
      if (items === null) await this.bell.wait()
    }
  }

  /** A cursor alone: what was looked at and not wanted need not be looked at again. */
  private idLine(): string {
    const cursor = cursorText(this.subscription.cursor)
    return cursor === null ? "" : `id: ${cursor}\n`
  }

  private nextBeat(): void {
    this.beat = false
    this.stopBeat = this.feed.options.after(HEARTBEAT_MS, () => {
      this.beat = true
      this.bell.ring()
    })
  }

  private end(controller: ReadableStreamDefaultController<Uint8Array>, failure: unknown): void {
    if (this.over) return
    const problem = this.feed.problem(failure)
    this.feed.count(problem.code)
    controller.enqueue(utf8(problemText(problem)))
    controller.close()
    this.leave()
  }

  private leave(): void {
    this.over = true
    this.stopBeat()
    this.stopWaiting()
    for (const stop of this.stops.splice(0)) stop()
  }
}

/** The stream of a subscriber; it holds its place until it ends. */
export function eventStream(feed: Feed, wanted: Wanted, caller: Caller) {
  return new EventStream(feed, wanted, caller).stream()
}
