/** People sign in at a real issuer: what a session opens, how it ends, and what is no sign-in. */
import type { Operation } from "@concordat/kernel"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { openGateway, problemIn, send, signedBy, type TestGateway } from "../gateway.testing.ts"
import { SESSION_IDLE_MS, SESSION_MS_MAX } from "../limits.ts"
import { openIssuer, signInAt, type TestIssuer } from "./issuer.testing.ts"
import { principalOf } from "./principal.ts"
import { pageOf } from "./routes.ts"

const ORIGIN = "http://127.0.0.1:4499"

let issuer: TestIssuer
let test: TestGateway
beforeAll(async () => {
  issuer = await openIssuer()
  issuer.know(ORIGIN)
  test = await opened(issuer)
})
afterAll(() => Promise.all([issuer.close(), test.close()]))
afterEach(() => void vi.restoreAllMocks())

function opened({ options }: TestIssuer, more = {}, origin = ORIGIN): Promise<TestGateway> {
  const access = { open: [], origin, signIn: { ...options, ...more } }
  return openGateway({ gateway: { access, development: null } })
}

/** What a browser sends with a cookie, from a page of the gateway. */
const own = (cookie: string, more = {}) => ({
  headers: { Cookie: cookie, "Sec-Fetch-Site": "same-origin", ...more },
})
const cookiesIn = (answer: Response) => answer.headers.getSetCookie()
const setIn = (cookie = "") => cookie.split(";")[0]!

/** Goes to the issuer; answers the cookie and where the issuer sends the browser back. */
async function went(login: string, { gateway } = test, query = "") {
  const begun = await send(gateway, `/v1/sign-in${query}`)
  const cookie = setIn(cookiesIn(begun)[0])
  const back = new URL(await signInAt(begun.headers.get("location")!, login))
  return { cookie, path: `${back.pathname}${back.search}`, begun }
}

async function signedIn(login = "ana", at = test, query = "") {
  const { cookie, path } = await went(login, at, query)
  const answer = await send(at.gateway, path, { headers: { Cookie: cookie } })
  return { answer, session: setIn(cookiesIn(answer)[0]), path, pending: cookie }
}

const codeOf = async (answer: Response) => (await problemIn(answer))["code"]

describe("a person who signed in", () => {
  it("reads, is shown by name, and goes on where they were", async () => {
    const { answer, session } = await signedIn("ana", test, "?next=%2Fblocks%2F1%3Ftab%3Draw")
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/blocks/1?tab=raw"])
    const [set = ""] = cookiesIn(answer)
    expect(set).toMatch(/^concordat=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=28800$/)
    expect((await send(test.gateway, "/v1/blocks")).status).toBe(401)
    expect((await send(test.gateway, "/v1/blocks", own(session))).status).toBe(200)
    const told = (await (await send(test.gateway, "/v1/session", own(session))).json()) as object
    const who = { principal: "education/registrar", by: "session", name: "Ana Example" }
    expect(told).toMatchObject({ caller: who, opens: ["read", "verify"], signIn: true })
    const lines = JSON.stringify(test.lines)
    expect(lines).toContain("signed_in")
    for (const secret of ["Ana", session.split("=")[1]!]) expect(lines).not.toContain(secret)
  })

  it("has a cookie that no other host can set, over TLS", async () => {
    const origin = "https://ledger.example.org"
    const other = await openIssuer()
    other.know(origin)
    const secure = await opened(other, {}, origin)
    const { answer } = await signedIn("ana", secure)
    const [session, pending] = cookiesIn(answer)
    expect(session).toMatch(/^__Host-concordat=.{43}; Path=\/; HttpOnly; SameSite=Lax; Secure;/)
    expect(pending).toMatch(/^__Host-concordat-sign-in=; .*Max-Age=0$/)
    await Promise.all([other.close(), secure.close()])
  })

  it("sends nothing and makes no token: that takes a signature", async () => {
    const { session } = await signedIn()
    const send1 = { ...own(session, { "Content-Type": "application/json" }), method: "POST" }
    const check = await send(test.gateway, "/v1/check", { ...send1, body: "{}" })
    expect(await codeOf(check)).toBe("permission_missing")
    const made = await send(test.gateway, "/v1/tokens", { ...send1, body: "{}" })
    expect(await codeOf(made)).toBe("credential_missing")
    expect((await send(test.gateway, "/v1/tokens", own(session))).status).toBe(200)
  })

  it("signs out, at the issuer too, and no token goes into the address", async () => {
    const { session } = await signedIn()
    const ended = await send(test.gateway, "/v1/session/end", { ...own(session), method: "POST" })
    const { next } = (await ended.json()) as { next: string }
    expect(new URL(next).origin).toBe(issuer.options.issuer)
    expect([...new URL(next).searchParams.keys()]).toEqual([
      ...["client_id", "post_logout_redirect_uri"],
    ])
    expect(cookiesIn(ended)[0]).toMatch(/^concordat=; .*Max-Age=0$/)
    expect((await send(test.gateway, "/v1/blocks", own(session))).status).toBe(401)
  })

  it("is signed out after 15 quiet minutes, and after 8 hours", async () => {
    const { session } = await signedIn()
    const status = async () => (await send(test.gateway, "/v1/blocks", own(session))).status
    test.world.clock.advance(SESSION_IDLE_MS - 1)
    expect(await status()).toBe(200)
    for (let ms = 0; ms < SESSION_MS_MAX - 2 * SESSION_IDLE_MS; ms += SESSION_IDLE_MS - 1) {
      test.world.clock.advance(SESSION_IDLE_MS - 1)
      await status()
    }
    test.world.clock.advance(SESSION_IDLE_MS)
    expect(await status()).toBe(401)
  })

  it("is refused once the principal is suspended", async () => {
    const { session } = await signedIn("ben")
    const suspend: Operation = {
      command: "organisations.suspendPrincipal",
      input: { name: "clerk" },
    }
    await test.ledger.submit(signedBy(test, "justice/administrator-1", [suspend]))
    expect(await codeOf(await send(test.gateway, "/v1/blocks", own(session)))).toBe(
      "principal_suspended",
    )
    expect(await codeOf((await signedIn("ben")).answer)).toBe("principal_suspended")
  })
})

describe("a change by a session", () => {
  it.each([
    ["another site", { "Sec-Fetch-Site": "cross-site" }],
    ["another host of this site", { "Sec-Fetch-Site": "same-site" }],
    ["a browser that does not say", { "Sec-Fetch-Site": "" }],
    ["a foreign origin", { Origin: "https://evil.example" }],
  ])("comes from a page of this gateway, not from %s (H24)", async (_, from) => {
    const { session } = await signedIn()
    const headers = { Cookie: session, ...from }
    const answer = await send(test.gateway, "/v1/session/end", { method: "POST", headers })
    expect(await problemIn(answer)).toMatchObject({ status: 403, code: "origin_not_allowed" })
    expect((await send(test.gateway, "/v1/blocks", own(session))).status).toBe(200)
  })
})

describe("what is no sign-in (J07)", () => {
  const invalid = async (path: string, cookie: string) => {
    const answer = await send(test.gateway, path, { headers: { Cookie: cookie } })
    expect(cookiesIn(answer).join()).not.toContain("concordat=")
    expect(await problemIn(answer)).toMatchObject({ status: 401, code: "sign_in_invalid" })
  }

  it("is an answer that this browser did not wait for", async () => {
    const { path, cookie } = await went("ana")
    const other = await went("ana")
    await invalid(path, "")
    await invalid(path, other.cookie)
    await invalid(path, `${cookie}; ${cookie}`)
    await invalid(path, cookie.slice(0, -2))
    await invalid(path.replace(/state=[^&]+/, "state=x"), cookie)
    await invalid(path.replace(/iss=[^&]+/, "iss=https%3A%2F%2Fevil.example"), cookie)
  })

  it("is a code that was used, or is none, or a refusal of the issuer", async () => {
    const { path, pending } = await signedIn()
    await invalid(path, pending)
    const { path: again, cookie } = await went("ana")
    await invalid(again.replace(/code=[^&]+/, "code=none"), cookie)
    const state = /state=([^&]+)/.exec(again)![1]
    await invalid(`/v1/sign-in/callback?error=access_denied&state=${state}`, cookie)
  })

  it("is one that took longer than ten minutes", async () => {
    const { path, cookie } = await went("ana")
    test.world.clock.advance(600_000)
    await invalid(path, cookie)
  })

  it.each([
    ["signed by another key", (jwt: string) => `${jwt.slice(0, -8)}AAAAAAAA`],
    ["for another nonce", (jwt: string) => altered(jwt, { nonce: "x" })],
    ["for another client", (jwt: string) => altered(jwt, { aud: "x" })],
    ["of another issuer", (jwt: string) => altered(jwt, { iss: "https://evil.example" })],
    ["that has ended", (jwt: string) => altered(jwt, { exp: 1 })],
    ["without a signature", (jwt: string) => `${btoa('{"alg":"none"}')}.${jwt.split(".")[1]}.`],
  ])("is a token of the issuer %s", async (_, change) => {
    const { path, cookie } = await went("ana")
    const real = globalThis.fetch
    vi.spyOn(globalThis, "fetch").mockImplementation(async (...asked) => {
      const answer = await real(...asked)
      if (!String(asked[0]).endsWith("/token")) return answer
      const tokens = (await answer.json()) as { id_token: string }
      return Response.json({ ...tokens, id_token: change(tokens.id_token) })
    })
    await invalid(path, cookie)
  })

  it("is told to a person on a page, whose address holds the code alone", async () => {
    const { path } = await went("ana")
    const headers = { Accept: "text/html,*/*;q=0.8" }
    const answer = await send(test.gateway, path, { headers })
    expect(answer.headers.get("location")).toBe("/access?problem=sign_in_invalid")
  })
})

/** A token with other claims and its old signature. */
function altered(jwt: string, claims: object): string {
  const [head, body = "", signature] = jwt.split(".")
  const plain = JSON.parse(Buffer.from(body, "base64url").toString()) as object
  const text = Buffer.from(JSON.stringify({ ...plain, ...claims })).toString("base64url")
  return [head, text, signature].join(".")
}

describe("a person whom the ledger does not know", () => {
  it.each([
    ["eve", "permission_missing"],
    ["mallory", "signer_not_registered"],
  ])("is not let in: %s", async (login, code) => {
    expect(await codeOf((await signedIn(login)).answer)).toBe(code)
  })

  it("is known by the node's own list, where there is one", () => {
    const by = (principals: readonly (readonly [string, string])[], claim = "groups") =>
      principalOf(
        { groups: ["staff", "clerks"], concordat: "justice/clerk" },
        { claim, principals },
      )
    expect(by([["clerks", "justice/clerk"]])).toBe("justice/clerk")
    expect(() => by([["chiefs", "justice/clerk"]])).toThrow()
    expect(() => by([])).toThrow()
    expect(() => by([["x", "justice/clerk"]], "concordat")).toThrow()
    expect(by([], "concordat")).toBe("justice/clerk")
    expect(() => by([["staff", "justice"]])).toThrow()
  })
})

describe("the page to go on with", () => {
  it.each([
    ...["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"],
    ...["\\\\evil.example", "/%0d/../..//evil.example", "evil", "", `/${"a".repeat(600)}`],
    ...["/\t/evil.example", "/..//evil.example", "/.//evil.example"],
  ])("is never another site's: %s", (next) => {
    const page = pageOf(next, ORIGIN)
    expect(new URL(page, ORIGIN).origin).toBe(ORIGIN)
    expect(page).toMatch(/^\/(?!\/)/)
  })
})

it("there is no sign-in where none is configured, and none while the issuer is away", async () => {
  const without = await openGateway()
  expect(await codeOf(await send(without.gateway, "/v1/sign-in"))).toBe("unknown_route")
  await without.close()
  const gone = await opened(issuer, { issuer: "http://127.0.0.1:9" })
  const answer = await send(gone.gateway, "/v1/sign-in")
  expect(await problemIn(answer)).toMatchObject({ status: 502, code: "upstream_mismatch" })
  await gone.close()
})
