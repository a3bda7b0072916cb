/**
 * Sessions of people who signed in at the issuer: in memory, by the hash of what the cookie holds.
 * A session tells what a person may read and who they are shown as; it signs nothing.
 */
import { createHash } from "node:crypto"
import { organisationOf, type Party, toBase64url } from "@concordat/kernel"
import type { Audience, Caller } from "../access/access.ts"
import { SESSION_IDLE_MS, SESSION_MS_MAX, SESSIONS_MAX } from "../limits.ts"

/** One of them. */
export type Session = {
  readonly principal: Party
  /** How the person is called, as the issuer says; never logged. */
  readonly name: string
  readonly ends: number
  idle: number
}

const SECRET_BYTES = 32
const MS_A_SECOND = 1_000
/** What a person may ask for; sending takes a signature, and nothing but that. */
const OPENS: readonly Audience[] = ["verify", "read"]

const hashed = (secret: string) => createHash("sha256").update(secret).digest("base64url")

/** The name of a cookie: with its prefix no other host and no plain HTTP can set it. */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name
}

/** A cookie for this host alone, out of reach of scripts; no `value` ends it. */
export function cookie(name: string, value: string, ms: number, secure: boolean): string {
  const age = Math.floor(ms / MS_A_SECOND)
  const parts = [`${cookieName(name, secure)}=${value}`, "Path=/", "HttpOnly", "SameSite=Lax"]
  return [...parts, ...(secure ? ["Secure"] : []), `Max-Age=${age}`].join("; ")
}

/** The value of a request's cookie. One that is there twice is nobody's. */
export function cookieIn(request: Request, name: string): string | null {
  const all = (request.headers.get("cookie") ?? "").split(";").map((one) => one.trim())
  const found = all.filter((one) => one.startsWith(`${name}=`))
  return found.length === 1 ? found[0]!.slice(name.length + 1) : null
}

/** The sessions of one gateway. */
export class Sessions {
  private readonly held = new Map<string, Session>()
  private readonly random: (length: number) => Uint8Array

  constructor(random: (length: number) => Uint8Array) {
    this.random = random
  }

  /** A new one; answers what the cookie is to hold. */
  begin(principal: Party, name: string, now: number): string {
    for (const [id, { ends, idle }] of this.held) {
      if (ends <= now || idle <= now) this.held.delete(id)
    }
    const [oldest] = this.held.keys()
    if (this.held.size >= SESSIONS_MAX && oldest !== undefined) this.held.delete(oldest)
    const secret = toBase64url(this.random(SECRET_BYTES))
    const ends = now + SESSION_MS_MAX
    this.held.set(hashed(secret), { principal, name, ends, idle: now + SESSION_IDLE_MS })
    return secret
  }

  /** The session of an id, if it still is one. */
  find(id: string, now: number): Session | null {
    const session = this.held.get(id)
    return session !== undefined && session.ends > now && session.idle > now ? session : null
  }

  /** Who a cookie speaks for; being asked keeps the session from idling. */
  caller(secret: string, now: number): Caller | null {
    const id = hashed(secret)
    const session = this.find(id, now)
    if (session === null) return null
    session.idle = now + SESSION_IDLE_MS
    const { principal, ends } = session
    const organisation = organisationOf(principal)
    return {
      ...{ principal, organisation, by: "session", credential: id, opens: OPENS, ends },
      counted: `organisation ${organisation}`,
    }
  }

  end(id: string): void {
    this.held.delete(id)
  }
}
