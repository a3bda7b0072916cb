/**
 * Who may ask for what, as data: every route says by its `access` whom it is for, and a node's
 * configuration says which audiences are open to the public. What says nothing does not compile,
 * and what is not open is refused.
 */
import type { Party } from "@concordat/kernel"

/**
 * Groups of routes that may be open to the public or not: what verifying a document takes; the
 * ledger's content; the one way in; what light clients and joining nodes ask.
 */
export const AUDIENCES = ["verify", "read", "send", "join"] as const
export type Audience = (typeof AUDIENCES)[number]

/**
 * Whom a route is for. Besides an audience: everybody, whatever is configured; whoever is known,
 * for what is their own; the development sign-in; this machine alone.
 */
export type Access = Audience | "public" | "own" | "development" | "operator"

/** Who asks. */
export type Caller = {
  /** Null: nobody knows. */
  readonly principal: Party | null
  readonly organisation: Party | null
  /** What told who it is. */
  readonly by: "nothing" | "token" | "session" | "development"
  /** Id of the token or of the session; "" where there is none. It opens nothing by itself. */
  readonly credential: string
  readonly opens: readonly Audience[]
  /** By whom limits count: the organisation, or the address where nobody is known. */
  readonly counted: string
  /** When what told it ends, in milliseconds of 1970; null: with the request. */
  readonly ends: number | null
}

/** A caller of whom nothing is known but the address. */
export function stranger(address: string): Caller {
  return {
    ...{
      principal: null,
      organisation: null,
      by: "nothing",
      credential: "",
      opens: [],
      ends: null,
    },
    counted: `address ${address}`,
  }
}

/** Counts by an address: an IPv6 network of 64 bits has one owner. */
export function addressOf(peer: string | null): string {
  if (peer === null) return "here"
  const mapped = peer.replace(/^::ffff:(?=\d+\.)/, "")
  if (!mapped.includes(":")) return mapped
  const [head = "", tail = ""] = mapped.split("::")
  const front = head.split(":").filter(Boolean)
  const back = tail.split(":").filter(Boolean)
  const zeros = mapped.includes("::") ? GROUPS - front.length - back.length : 0
  const all = [...front, ...Array<string>(Math.max(0, zeros)).fill("0"), ...back]
  return `${all.slice(0, NETWORK_GROUPS).join(":")}::/64`
}

const GROUPS = 8
const NETWORK_GROUPS = 4
