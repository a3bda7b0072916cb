/**
 * One who follows a stream: what was told and not taken yet, and from where to go on. Whatever the
 * line does, each item comes once and none is missed.
 */
import type { SdkError } from "../sdk-error.ts"
import type { Told } from "./frames.ts"
import { isBehind } from "./place.ts"

/** Items that may wait; beyond, the follower is deaf until they are taken. */
const WAITING_MAX = 2_000

/** What a subscription asks, by the names of the gateway. */
export type Asked = Readonly<Record<string, string>>

/** Its place in the stream, and what waits for it. */
export class Follower {
  private readonly asked: Asked
  private waiting: Told[] = []
  private taken = 0
  private cursor: string | null
  private failure: SdkError | null = null
  private over = false
  private begun = false
  private wake: () => void = () => {}
  /** Whether the gateway is to tell more. */
  listening = true

  constructor(asked: Asked) {
    this.asked = asked
    this.cursor = asked["after"] ?? null
  }

  /** What to ask the gateway for, now. */
  request(): Asked {
    if (this.cursor === null) return this.asked
    const { from: _, ...rest } = this.asked
    return { ...rest, after: this.cursor }
  }

  /** The gateway knows of us: from here on nothing may be missed. */
  begin(cursor: string | null): void {
    this.begun = true
    if (cursor !== null) this.reach(cursor)
  }

  /** Everything up to a cursor was told. */
  reach(cursor: string): void {
    if (isBehind(cursor, this.cursor)) this.cursor = cursor
  }

  /** Takes in what is new of what was told; false: there is enough now. */
  tell(items: readonly Told[]): boolean {
    if (!this.listening) return true
    for (const told of items) {
      if (!isBehind(told.cursor, this.cursor)) continue
      this.cursor = told.cursor
      this.waiting.push(told)
    }
    this.wake()
    this.listening = this.waiting.length - this.taken < WAITING_MAX
    return this.listening
  }

  /** Whether a node that has not come so far is only late, as after a restart of it. */
  get hasBegun(): boolean {
    return this.begun
  }

  fail(failure: SdkError): void {
    this.failure ??= failure
    this.wake()
  }

  stop(): void {
    this.over = true
    this.wake()
  }

  /** The next item, null once it is over; throws why nothing more can come. */
  async next(): Promise<Told | null> {
    for (;;) {
      if (this.over) return null
      const told = this.waiting[this.taken]
      if (told !== undefined) {
        this.taken++
        return told
      }
      this.waiting = []
      this.taken = 0
      if (this.failure !== null) throw this.failure
      await new Promise<void>((wake) => {
        this.wake = wake
      })
    }
  }

  /** Whether all that was told is taken, and more may come. */
  get isThirsty(): boolean {
    return !this.listening && this.taken >= this.waiting.length
  }
}
