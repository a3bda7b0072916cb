/** `/v1/sign-in` and `/v1/session`: a person signs in at the issuer, and out again. */
import { ConcordatError, type JsonObject, Refusal, timeText } from "@concordat/kernel"
import type { Door } from "../access/door.ts"
import { ECHO_MAX, NEXT_CHARACTERS_MAX, SESSION_MS_MAX, SIGN_IN_MS } from "../limits.ts"
import { problemOf } from "../requests/problem.ts"
import {
  type Answer,
  type Asked,
  component,
  inQuery,
  JSON_TYPE,
  jsonAnswer,
  type Route,
  TEXT_TYPE,
} from "../routes/route.ts"
import { isLoopbackOrigin, ownOrigin } from "../security.ts"
import { type Issuer, signInInvalid } from "./issuer.ts"
import { PendingSignIns } from "./pending.ts"
import { principalOf } from "./principal.ts"
import { cookie, cookieIn, cookieName, type Sessions } from "./sessions.ts"

const SESSION = "concordat"
const PENDING = "concordat-sign-in"
const CALLBACK = "/v1/sign-in/callback"
const SEE_OTHER = 303
/** Where the console tells why somebody is not signed in. */
const PROBLEM_PAGE = "/access"

const isSecure = (origin: string) => origin.startsWith("https:")

function redirect(location: string, ...cookies: readonly string[]): Answer {
  const headers = { Location: location }
  return { status: SEE_OTHER, type: TEXT_TYPE, body: "", headers, cookies }
}

/** A page of this gateway, by its path; anything else is its first page: no open redirect. */
export function pageOf(next: string | undefined, origin: string): string {
  if (next === undefined || next.length > NEXT_CHARACTERS_MAX) return "/"
  if (!/^\/(?![/\\])/.test(next) || !URL.canParse(next, origin)) return "/"
  const { origin: where, pathname, search, hash } = new URL(next, origin)
  return where === origin && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : "/"
}

/** The sign-in of one gateway. */
export class SignIn {
  readonly issuer: Issuer
  private readonly door: Door
  private readonly sessions: Sessions
  private readonly pending: PendingSignIns

  constructor(door: Door, issuer: Issuer, sessions: Sessions) {
    this.door = door
    this.issuer = issuer
    this.sessions = sessions
    this.pending = new PendingSignIns(door.options.random)
    door.session = {
      of: (request, now) => this.callerOf(request, now),
      alive: (id, now) => sessions.find(id, now) !== null,
    }
  }

  /** The origin that a browser knows this gateway by. */
  originOf(request: Request): string {
    const configured = this.door.options.access?.origin ?? null
    const origin = configured ?? ownOrigin(request)
    if (configured === null && !isLoopbackOrigin(origin)) {
      throw signInInvalid("This gateway was not told its public origin.")
    }
    return origin
  }

  private callerOf(request: Request, now: number) {
    const origin = this.door.options.access?.origin ?? ownOrigin(request)
    const secret = cookieIn(request, cookieName(SESSION, isSecure(origin)))
    return secret === null ? null : this.sessions.caller(secret, now)
  }

  /** Sends the browser to the issuer. */
  async begin({ request, query }: Asked): Promise<Answer> {
    const origin = this.originOf(request)
    const next = pageOf(query["next"], origin)
    const made = this.pending.begin(`${origin}${CALLBACK}`, next, this.door.now)
    const address = await this.issuer.address(made.carried)
    return redirect(address, cookie(PENDING, made.text, SIGN_IN_MS, isSecure(origin)))
  }

  /** Takes the browser back. A page tells people what went wrong, a program gets the problem. */
  async finish(asked: Asked): Promise<Answer> {
    const { request, requestId } = asked
    const secure = isSecure(this.originOf(request))
    const over = cookie(PENDING, "", 0, secure)
    try {
      return await this.signedIn(asked, secure, over)
    } catch (failure) {
      const told = failure instanceof Refusal || failure instanceof ConcordatError
      const wantsPage = (request.headers.get("accept") ?? "").includes("text/html")
      if (!told || !wantsPage) throw failure
      const { code } = problemOf(failure, requestId)
      this.door.options.log({ level: "info", code, requestId })
      return redirect(`${PROBLEM_PAGE}?problem=${code}`, over)
    }
  }

  private async signedIn({ request, requestId }: Asked, secure: boolean, over: string) {
    const { door, issuer, sessions } = this
    const given = cookieIn(request, cookieName(PENDING, secure))
    const pending = this.pending.read(given, door.now)
    if (pending === null)
      throw signInInvalid("This browser did not begin this sign-in, or long ago.")
    const claims = await issuer.claims(new URL(request.url).searchParams, pending)
    const principal = principalOf(claims, issuer.options)
    await door.ensureStanding(principal, null)
    const name = claims["name"]
    const shown = typeof name === "string" ? name.slice(0, ECHO_MAX) : principal
    const secret = sessions.begin(principal, shown, door.now)
    door.options.log({ level: "audit", code: "signed_in", requestId, principal })
    return redirect(pending.next, cookie(SESSION, secret, SESSION_MS_MAX, secure), over)
  }

  /** Ends the session, and tells where the issuer's own ends. */
  async end({ request, caller, requestId }: Asked): Promise<Answer> {
    const origin = this.originOf(request)
    if (caller.by === "session") {
      this.sessions.end(caller.credential)
      const { principal } = caller
      this.door.options.log({ level: "audit", code: "signed_out", requestId, principal })
    }
    const next = await this.issuer.ending(`${origin}/`)
    const over = cookie(SESSION, "", 0, isSecure(origin))
    return { ...jsonAnswer({ next }), cookies: [over] }
  }

  /** How the person of a session is called. */
  nameOf(credential: string): string | null {
    return this.sessions.find(credential, this.door.now)?.name ?? null
  }
}

function absent(): Refusal {
  return new Refusal("unknown_route", "This gateway has no sign-in.", {}, 404)
}

/** Who asks, as the console shows it. */
function sessionAnswer(door: Door, signIn: SignIn | null, { caller }: Asked): Answer {
  const { principal, organisation, by, credential, ends } = caller
  const known: JsonObject = {
    ...{ principal, organisation, by },
    name: by === "session" ? (signIn?.nameOf(credential) ?? null) : null,
    ends: ends === null ? null : timeText(ends),
  }
  return jsonAnswer({
    caller: by === "nothing" ? null : known,
    open: [...door.open],
    opens: [...new Set([...door.open, ...caller.opens])].sort(),
    signIn: signIn !== null,
  })
}

/** Routes of the sign-in; without one they say that there is none. */
export function signInRoutes(door: Door, signIn: SignIn | null): readonly Route[] {
  const base = { tag: "access", access: "public", gives: {} } as const
  const having = () => {
    if (signIn === null) throw absent()
    return signIn
  }
  return [
    {
      ...{ ...base, method: "GET", path: "/v1/sign-in", name: "signIn", redirects: true },
      about: "Sign in at the issuer, in a browser",
      parameters: [inQuery("next", "Path of the page to go on with", { type: "string" })],
      codes: ["unknown_route", "sign_in_invalid", "upstream_mismatch"],
      answer: (asked) => having().begin(asked),
    },
    {
      ...{ ...base, method: "GET", path: CALLBACK, name: "signedIn", redirects: true },
      about: "Where the issuer sends the browser back",
      anyQuery: true,
      codes: ["unknown_route", "sign_in_invalid", "upstream_mismatch", "permission_missing"],
      answer: (asked) => having().finish(asked),
    },
    {
      ...{ ...base, method: "GET", path: "/v1/session", name: "session" },
      about: "Who asks, and what is open to them",
      gives: { [JSON_TYPE]: component("Session") },
      answer: (asked) => sessionAnswer(door, signIn, asked),
    },
    {
      ...{ ...base, method: "POST", path: "/v1/session/end", name: "endSession" },
      about: "Sign out; `next` is where the issuer's own session ends",
      gives: { [JSON_TYPE]: component("SignedOut") },
      codes: ["unknown_route"],
      answer: (asked) => having().end(asked),
    },
  ]
}
