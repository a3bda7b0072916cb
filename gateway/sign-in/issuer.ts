/**
 * The issuer that people sign in at: OpenID Connect Core 1.0, section 3.1, authorization code with
 * PKCE (RFC 7636). What it tells is judged whole, by `oauth4webapi`, and its tokens are dropped.
 */
import { ConcordatError, Refusal } from "@concordat/kernel"
import * as oauth from "oauth4webapi"
import { ISSUER_KEPT_MS, ISSUER_MS_MAX } from "../limits.ts"

/** How a gateway is known at an issuer, and whom it believes that issuer to name. */
export type SignInOptions = {
  /** The issuer's identifier: an address. Plain HTTP is taken of this machine alone. */
  readonly issuer: string
  readonly clientId: string
  /** Null: a public client, which PKCE alone protects. */
  readonly clientSecret: string | null
  readonly scope: string
  /** Which claim tells the principal: its name, or a value that `principals` maps. */
  readonly claim: string
  /** Principals by values of the claim, the first that fits wins; empty: the value names it. */
  readonly principals: readonly (readonly [value: string, principal: string])[]
}

/** What a sign-in is compared with when the browser comes back. */
export type Pending = {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly redirect: string
}

/** What an issuer says of a person. */
export type Claims = Readonly<Record<string, unknown>>

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]

/** The sign-in was refused, or is none of this browser's. */
export function signInInvalid(reason: string): Refusal {
  return new Refusal("sign_in_invalid", reason, {}, 401)
}

function away(cause: unknown): ConcordatError {
  return new ConcordatError("upstream_mismatch", "The issuer does not answer as it is due.", {
    cause,
    hint: "Try again; if it stays so, tell who keeps this node.",
  })
}

/** One issuer, asked for its addresses and keys when they are needed. */
export class Issuer {
  readonly options: SignInOptions
  private readonly now: () => number
  private readonly client: oauth.Client
  private readonly authentication: oauth.ClientAuth
  private readonly insecure: boolean
  private known: { readonly at: number; readonly server: oauth.AuthorizationServer } | null = null

  constructor(options: SignInOptions, now: () => number) {
    this.options = options
    this.now = now
    const { issuer, clientId, clientSecret } = options
    const { protocol, hostname } = new URL(issuer)
    this.insecure = protocol === "http:" && LOOPBACK.includes(hostname)
    this.client = { client_id: clientId }
    this.authentication =
      clientSecret === null ? oauth.None() : oauth.ClientSecretBasic(clientSecret)
  }

  /** How each request is sent: bounded in time, over TLS but to this machine. */
  private get sending() {
    return {
      signal: AbortSignal.timeout(ISSUER_MS_MAX),
      [oauth.allowInsecureRequests]: this.insecure,
    }
  }

  /** The issuer's addresses; throws `upstream_mismatch` while they cannot be had. */
  private async server(): Promise<oauth.AuthorizationServer> {
    if (this.known !== null && this.now() - this.known.at < ISSUER_KEPT_MS) return this.known.server
    const issuer = new URL(this.options.issuer)
    try {
      const answer = await oauth.discoveryRequest(issuer, { algorithm: "oidc", ...this.sending })
      const server = await oauth.processDiscoveryResponse(issuer, answer)
      this.known = { at: this.now(), server }
      return server
    } catch (cause) {
      throw away(cause)
    }
  }

  /** Where to send a browser that signs in. */
  async address({ state, nonce, verifier, redirect }: Pending): Promise<string> {
    const { authorization_endpoint: endpoint } = await this.server()
    if (endpoint === undefined) throw away(null)
    const address = new URL(endpoint)
    const asked = {
      ...{ response_type: "code", client_id: this.options.clientId, redirect_uri: redirect },
      ...{ scope: this.options.scope, state, nonce, code_challenge_method: "S256" },
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    }
    for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value)
    return address.href
  }

  /**
   * What the issuer says of who came back with `answer`, the callback's query. Throws
   * `sign_in_invalid`, `upstream_mismatch` where the issuer cannot be asked.
   */
  async claims(answer: URLSearchParams, pending: Pending): Promise<Claims> {
    const server = await this.server()
    const { client } = this
    let granted: URLSearchParams
    try {
      granted = oauth.validateAuthResponse(server, client, answer, pending.state)
    } catch {
      throw signInInvalid("The issuer refused the sign-in, or this is not its answer.")
    }
    try {
      return await this.exchanged(server, granted, pending)
    } catch (cause) {
      if (cause instanceof TypeError || isTimeout(cause)) throw away(cause)
      throw signInInvalid("What the issuer sent for this sign-in is not as it is due.")
    }
  }

  private async exchanged(
    server: oauth.AuthorizationServer,
    granted: URLSearchParams,
    { redirect, verifier, nonce }: Pending,
  ): Promise<Claims> {
    const { client, authentication, sending } = this
    const answer = await oauth.authorizationCodeGrantRequest(
      ...([server, client, authentication, granted, redirect, verifier, sending] as const),
    )
    const wanted = { expectedNonce: nonce, requireIdToken: true }
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, wanted)
    await oauth.validateApplicationLevelSignature(server, answer, sending)
    const claims = oauth.getValidatedIdTokenClaims(tokens)!
    if (claims[this.options.claim] !== undefined || !server.userinfo_endpoint) return claims
    const { access_token: token } = tokens
    const more = await oauth.userInfoRequest(server, client, token, sending)
    return { ...(await oauth.processUserInfoResponse(server, client, claims.sub, more)), ...claims }
  }

  /** Where the browser signs out of the issuer too; null where it has no such place. */
  async ending(home: string): Promise<string | null> {
    const server = await this.server().catch(() => null)
    const endpoint = server?.end_session_endpoint
    if (endpoint === undefined) return null
    const address = new URL(endpoint)
    if (!/^https?:$/.test(address.protocol)) return null
    // Not the id token as a hint: no token goes into an address.
    address.searchParams.set("client_id", this.options.clientId)
    address.searchParams.set("post_logout_redirect_uri", home)
    return address.href
  }
}

const isTimeout = (cause: unknown) =>
  cause instanceof Error && ["TimeoutError", "AbortError"].includes(cause.name)
