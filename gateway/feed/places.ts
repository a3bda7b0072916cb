/** How many connections and subscriptions each caller has: one cannot take the feed from others. */
import { ConcordatError, Invalid } from "@concordat/kernel"
import type { Caller } from "../access/access.ts"
import { FEED_CONNECTIONS_MAX, FEED_SUBSCRIPTIONS_MAX } from "../limits.ts"

type Held = { connections: number; subscriptions: number }

/** The places of one caller's connection; each is given back once. */
export type Place = {
  /** Takes a place for a subscription; throws `Invalid` `subscriptions_too_many`. */
  subscribe(): void
  unsubscribe(): void
  /** The connection is gone, and its subscriptions with it. */
  leave(): void
}

function tooMany(): Invalid {
  const details = { limit: FEED_SUBSCRIPTIONS_MAX }
  const reason = "All connections of this caller together have as many as they may."
  return new Invalid("subscriptions_too_many", "", reason, details)
}

/** The places of all callers: by organisation, or by address where nobody is known. */
export class Places {
  private readonly held = new Map<string, Held>()

  /** Connections of all callers. */
  get connections(): number {
    let sum = 0
    for (const { connections } of this.held.values()) sum += connections
    return sum
  }

  /** A place for a connection of a caller; throws `ConcordatError` `rate_limited`. */
  enter({ counted }: Pick<Caller, "counted">): Place {
    const held = this.held.get(counted) ?? { connections: 0, subscriptions: 0 }
    if (held.connections >= FEED_CONNECTIONS_MAX) {
      const message = "This caller has too many connections to the feed."
      const hint = "Close one, or subscribe to several streams on one connection."
      const details = { limit: FEED_CONNECTIONS_MAX }
      throw new ConcordatError("rate_limited", message, { hint, details })
    }
    held.connections++
    this.held.set(counted, held)
    let own = 0
    let left = false
    return {
      subscribe() {
        if (held.subscriptions >= FEED_SUBSCRIPTIONS_MAX) throw tooMany()
        held.subscriptions++
        own++
      },
      unsubscribe() {
        held.subscriptions--
        own--
      },
      leave: () => {
        if (left) return
        left = true
        held.connections--
        held.subscriptions -= own
        if (held.connections === 0) this.held.delete(counted)
      },
    }
  }
}
