/**
 * The door of a gateway: who asks, whether a route is for them, and how much they may ask. It
 * stands before every route and before the feed; a route of no known access is for nobody.
 */
import { type Hash, organisationOf, type Party, Refusal } from "@concordat/kernel"
import type { GatewayOptions } from "../gateway.ts"
import type { Answer } from "../routes/route.ts"
import { ensureLocal, ensureSameSite, isNear } from "../security.ts"
import { developmentKeys } from "../signing.ts"
import {
  type Access,
  AUDIENCES,
  type Audience,
  addressOf,
  type Caller,
  stranger,
} from "./access.ts"
import { Buckets, type Quota } from "./buckets.ts"
import { Standings } from "./standing.ts"
import { memoryTokens, Tokens } from "./tokens.ts"

/** What the door sees of a request. */
export type Knock = { readonly request: Request; readonly peer: string | null }

/** A door as the application needs it. */
export type Keeper = {
  /** Who asks. Throws what is wrong with a credential that was shown. */
  caller(knock: Knock): Promise<Caller>
  /** Who asks as far as the connection tells. */
  stranger(knock: Knock): Caller
  /** Refuses a caller whom a route is not for. */
  ensure(access: Access, caller: Caller, knock: Knock): void
  /** Takes from what a caller may ask; answers headers that tell of it. */
  take(quota: Quota, caller: Caller, cost?: number): Answer["headers"]
  /** Counts a name that does not exist, or a credential that is none. */
  missed(caller: Caller): void
}

const SAFE = ["GET", "HEAD", "OPTIONS"]
const BEARER = /^Bearer +(\S+)$/i

function nobody(): Refusal {
  const message = "This is not open to the public; say who asks."
  return new Refusal("credential_missing", message, {}, 401)
}

/** The door of a ledger's gateway. */
export class Door implements Keeper {
  readonly options: GatewayOptions
  readonly tokens: Tokens
  readonly open: readonly Audience[]
  private readonly clock: () => number
  private readonly buckets: Buckets
  private readonly standings: Standings
  /** Asked for a caller whom no token tells, where people sign in. */
  session: {
    of(request: Request, now: number): Caller | null
    alive(id: string, now: number): boolean
  } | null = null

  constructor(options: GatewayOptions) {
    const { access = {}, ledger, random } = options
    this.options = options
    this.clock = options.now ?? (() => ledger.status().now)
    this.open = access.open ?? AUDIENCES
    this.tokens = new Tokens(access.tokens ?? memoryTokens(), random)
    this.buckets = new Buckets(access.rates ?? (() => null), this.clock)
    this.standings = new Standings(ledger)
  }

  /** Milliseconds of 1970. */
  get now(): number {
    return this.clock()
  }

  stranger({ request, peer }: Knock): Caller {
    const { trustedProxies = [] } = this.options.access ?? {}
    const forwarded = request.headers.get("x-forwarded-for")
    return stranger(addressOf(clientOf(peer, forwarded, trustedProxies)))
  }

  async caller(knock: Knock): Promise<Caller> {
    const authorization = knock.request.headers.get("authorization")
    const unknown = this.stranger(knock)
    if (authorization === null) return this.visitor(knock, unknown)
    this.ensureFew(unknown)
    try {
      return await this.bearer(authorization)
    } catch (failure) {
      if (failure instanceof Refusal && failure.status === NOT_KNOWN) this.missed(unknown)
      throw failure
    }
  }

  private async bearer(authorization: string): Promise<Caller> {
    const { caller, key } = await this.tokens.caller(
      BEARER.exec(authorization)?.[1] ?? "",
      this.now,
    )
    await this.standings.ensure(caller.principal!, key)
    return caller
  }

  /** Who asks without a token: by a session, by the development sign-in, or nobody known. */
  private async visitor(knock: Knock, unknown: Caller): Promise<Caller> {
    const { request } = knock
    const session = this.session?.of(request, this.now) ?? null
    if (session === null) return this.acting(knock) ?? unknown
    if (!SAFE.includes(request.method)) ensureSameSite(request)
    await this.standings.ensure(session.principal!, null)
    return session
  }

  private acting({ request, peer }: Knock): Caller | null {
    const { development, ledger } = this.options
    const principal = request.headers.get("concordat-as") as Party | null
    if (development === null || ledger.profile !== "development" || principal === null) return null
    if (!isNear(request, peer) || development.key(principal, "sign") === null) return null
    const organisation = organisationOf(principal)
    return {
      ...{
        principal,
        organisation,
        by: "development",
        credential: "",
        opens: AUDIENCES,
        ends: null,
      },
      counted: `organisation ${organisation}`,
    }
  }

  ensure(access: Access, caller: Caller, { request, peer }: Knock): void {
    if (access === "public") return
    if (access === "operator") {
      ensureLocal(request, peer)
      return
    }
    if (access === "development") {
      developmentKeys(this.options, { request, peer })
      return
    }
    if (access === "own") {
      if (caller.by === "nothing") throw nobody()
      return
    }
    if (this.open.includes(access)) return
    if (caller.by === "nothing") throw nobody()
    if (caller.opens.includes(access)) return
    const message = "The credential is not for this audience."
    throw new Refusal("permission_missing", message, { expected: access }, 403)
  }

  /** Refuses a principal or a key that is not in force. */
  ensureStanding(principal: Party, key: Hash | null): Promise<void> {
    return this.standings.ensure(principal, key)
  }

  /** Whether somebody who was let in still would be. Throws why not. */
  async still({ principal, by, credential }: Caller): Promise<void> {
    const key = by === "token" ? await this.tokens.keyOf(credential, this.now) : null
    if (by === "session" && !this.session?.alive(credential, this.now)) {
      throw new Refusal("token_expired", "What this was opened with has expired.", {}, NOT_KNOWN)
    }
    if (principal !== null) await this.standings.ensure(principal, key)
  }

  take(quota: Quota, caller: Caller, cost = 1): Answer["headers"] {
    const { asked } = this.options.access ?? {}
    this.ensureFew(caller)
    try {
      const headers = this.buckets.take(quota, caller.counted, cost)
      asked?.(quota, caller.organisation, false)
      return headers
    } catch (failure) {
      asked?.(quota, caller.organisation, true)
      throw failure
    }
  }

  missed({ counted }: Caller): void {
    this.buckets.charge("misses", counted)
  }

  private ensureFew({ counted, organisation }: Caller): void {
    try {
      this.buckets.ensure("misses", counted)
    } catch (failure) {
      this.options.access?.asked?.("misses", organisation, true)
      throw failure
    }
  }
}

const NOT_KNOWN = 401

/** The address that a chain of trusted proxies was asked from: the last that is none of them. */
function clientOf(
  peer: string | null,
  forwarded: string | null,
  proxies: readonly string[],
): string | null {
  const isProxy = (address: string) => proxies.includes(address.replace(MAPPED, ""))
  if (peer === null || forwarded === null || !isProxy(peer)) return peer
  const chain = forwarded.split(",").map((one) => one.trim())
  const found = chain.findLast((one) => !isProxy(one))
  return found !== undefined && ADDRESS.test(found) ? found : peer
}

/** An IPv4 address in the form of IPv6. */
const MAPPED = /^::ffff:(?=\d+\.)/
const ADDRESS = /^[0-9a-fA-F.:]{2,45}$/

/** The door of what only operators ask. */
export const operatorsDoor: Keeper = {
  stranger: () => stranger("here"),
  caller: async () => stranger("here"),
  ensure(access, _, { request, peer }) {
    if (access !== "operator") throw nobody()
    ensureLocal(request, peer)
  },
  take: () => ({}),
  missed() {},
}
