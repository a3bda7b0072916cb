/** Who asks, as the gateway sees it, and the end of a person's session. */
import { type Client, requestJson } from "./client.ts"

/** Who asks, and what is open to them. */
export interface SessionAnswer {
  /** Null: nobody known. */
  readonly caller: {
    readonly principal: string
    readonly organisation: string
    readonly by: "token" | "session" | "development"
    /** How the issuer calls the person of a session. */
    readonly name: string | null
    readonly ends: string | null
  } | null
  /** Audiences that need no credential, and those that this caller has. */
  readonly open: readonly string[]
  readonly opens: readonly string[]
  /** Whether people sign in at this gateway. */
  readonly signIn: boolean
}

/** Who asks. */
export function getSession(client: Client): Promise<SessionAnswer> {
  return requestJson(client, "/v1/session", { shape: { open: "array", opens: "array" } })
}

/** Signs out; `next` is where the issuer's own session ends, if it has such a place. */
export function endSession(client: Client): Promise<{ readonly next: string | null }> {
  return requestJson(client, "/v1/session/end", { init: { method: "POST" } })
}
