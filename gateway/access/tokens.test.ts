/** Tokens: made by a signature, shown once, kept as hashes; what ends them. */
import type { Operation } from "@concordat/kernel"
import { listTokens, newDevelopmentToken, newToken, revokeToken } from "@concordat/sdk"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { openGateway, problemIn, send, signedBy, type TestGateway } from "../gateway.testing.ts"
import { TOKENS_OF_PRINCIPAL_MAX } from "../limits.ts"
import { clientOf, signerFor, tokenFor } from "./access.testing.ts"
import { memoryTokens } from "./tokens.ts"

const CLERK = "justice/clerk"
const DAY_MS = 86_400_000

let file: ReturnType<typeof memoryTokens>
let test: TestGateway
beforeEach(async () => {
  file = memoryTokens()
  test = await openGateway({ gateway: { access: { open: [], tokens: file } } })
})
afterEach(() => test.close())

const read = (token: string) =>
  send(test.gateway, "/v1/blocks", { headers: { Authorization: `Bearer ${token}` } })
const codeOf = async (token: string) => (await problemIn(await read(token)))["code"]
const later = (ms: number) => new Date(test.ledger.status().now + ms).toISOString()

describe("a token", () => {
  it("opens its audience, and its secret is kept and logged nowhere", async () => {
    const { token, id } = await tokenFor(test, CLERK, ["read"])
    expect((await read(token)).status).toBe(200)
    const secret = token.slice(-43)
    expect(await file.read()).toContain(id)
    expect(await file.read()).not.toContain(secret)
    expect(JSON.stringify(test.lines)).not.toContain(secret)
    const line = test.lines.find(({ level }) => level === "audit")
    expect(line).toMatchObject({ code: "token_made", principal: CLERK, id })
  })

  it("is never taken from an address", async () => {
    const { token } = await tokenFor(test, CLERK, ["read"])
    const response = await send(test.gateway, `/v1/blocks?access_token=${token}`)
    expect(await problemIn(response)).toMatchObject({ code: "credential_missing" })
  })

  it("opens nothing with another secret, or written otherwise", async () => {
    const { token } = await tokenFor(test, CLERK, ["read"])
    const other = token.endsWith("A") ? "B" : "A"
    expect(await codeOf(`${token.slice(0, -1)}${other}`)).toBe("token_unknown")
    for (const wrong of ["", token.slice(0, -1), `${token}A`, token.toUpperCase(), "a.b.c"]) {
      expect(await codeOf(wrong)).toBe("token_malformed")
    }
    const basic = { Authorization: `Basic ${btoa("a:b")}` }
    const response = await send(test.gateway, "/v1/blocks", { headers: basic })
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"')
    expect(await problemIn(response)).toMatchObject({ status: 401, code: "token_malformed" })
  })

  it("ends with its time", async () => {
    const { token } = await tokenFor(test, CLERK, ["read"], { ends: later(5_000) })
    expect((await read(token)).status).toBe(200)
    test.world.clock.advance(5_000)
    expect(await codeOf(token)).toBe("token_expired")
  })

  it("is listed by its principal alone, and ended by it", async () => {
    const { token, id } = await tokenFor(test, CLERK, ["verify"])
    const other = await tokenFor(test, "education/registrar", ["read"])
    const client = clientOf(test, token)
    const { principal, tokens } = await listTokens(client)
    expect(principal).toBe(CLERK)
    expect(tokens.map((one) => [one.id, one.standing])).toEqual([[id, "valid"]])
    await expect(revokeToken(client, other.id)).rejects.toMatchObject({ code: "unknown_record" })
    expect((await revokeToken(client, id)).standing).toBe("revoked")
    expect(await codeOf(token)).toBe("token_revoked")
    expect((await read(other.token)).status).toBe(200)
  })

  it("outlives a restart of the gateway, as the file does", async () => {
    const { token } = await tokenFor(test, CLERK, ["read"])
    const again = await openGateway({ gateway: { access: { open: [], tokens: file } } })
    const headers = { Authorization: `Bearer ${token}` }
    expect((await send(again.gateway, "/v1/blocks", { headers })).status).toBe(200)
    await again.close()
    await file.write("{")
    const damaged = await openGateway({ gateway: { access: { open: [], tokens: file } } })
    const refused = await send(damaged.gateway, "/v1/blocks", { headers })
    expect(await problemIn(refused)).toMatchObject({ status: 503, code: "store_damaged" })
    await damaged.close()
  })

  it("ends with its principal", async () => {
    const { token } = await tokenFor(test, CLERK, ["read"])
    const suspend: Operation = {
      command: "organisations.suspendPrincipal",
      input: { name: "clerk" },
    }
    await test.ledger.submit(signedBy(test, "justice/administrator-1", [suspend]))
    expect(await codeOf(token)).toBe("principal_suspended")
  })

  it("is one of a bounded number", async () => {
    for (let i = 0; i < TOKENS_OF_PRINCIPAL_MAX; i++) await tokenFor(test, CLERK, ["read"])
    await expect(tokenFor(test, CLERK, ["read"])).rejects.toMatchObject({ code: "limit_reached" })
  })
})

describe("a request for one", () => {
  const asked = (more = {}) => ({
    ...{ principal: CLERK, label: "a test", audiences: ["read"] as const, ends: later(DAY_MS) },
    ...more,
  })

  it("is signed by a key of the principal", async () => {
    const by = (who: string, purpose?: string) =>
      newToken(clientOf(test), signerFor(who, purpose), asked())
    await expect(by("education/registrar")).rejects.toMatchObject({ code: "possession_invalid" })
    await expect(by("nobody/there")).rejects.toMatchObject({ code: "signer_not_registered" })
    await expect(by("justice", "seal")).rejects.toMatchObject({ code: "key_purpose_mismatch" })
    const forged = { ...signerFor(CLERK), sign: () => new Uint8Array(64).fill(1) }
    await expect(newToken(clientOf(test), forged, asked())).rejects.toMatchObject({
      code: "possession_invalid",
    })
  })

  it("is for a year at most, from now on, and for something", async () => {
    for (const ends of [later(-1), later(367 * DAY_MS)]) {
      await expect(tokenFor(test, CLERK, ["read"], { ends })).rejects.toMatchObject({
        code: "period_invalid",
      })
    }
    for (const audiences of [[], ["read", "read"]] as const) {
      await expect(tokenFor(test, CLERK, [...audiences])).rejects.toMatchObject({
        code: "too_many_items",
      })
    }
  })

  it("counts once, within two minutes, at the gateway that asked", async () => {
    let sent: RequestInit = {}
    const { url, fetch, ...rest } = clientOf(test)
    const watching = {
      ...{ url, ...rest },
      async fetch(path: string, init: RequestInit = {}) {
        if (path.endsWith("/tokens")) sent = init
        return fetch(path, init)
      },
    }
    await newToken(watching, signerFor(CLERK), asked())
    const again = await send(test.gateway, "/v1/tokens", sent)
    expect(await problemIn(again)).toMatchObject({ status: 401, code: "token_replayed" })
    test.world.clock.advance(120_001)
    const late = await send(test.gateway, "/v1/tokens", sent)
    expect(await problemIn(late)).toMatchObject({ code: "token_nonce_mismatch" })
  })

  it("is for this gateway: nobody can pass on what was signed for another", async () => {
    const relayed = { ...clientOf(test), url: "http://other.example" }
    await expect(newToken(relayed, signerFor(CLERK), asked())).rejects.toMatchObject({
      code: "token_audience_mismatch",
    })
    const named = await openGateway({
      gateway: { access: { origin: "https://ledger.example.org" } },
    })
    await expect(newToken(clientOf(named), signerFor(CLERK), asked())).rejects.toMatchObject({
      code: "token_audience_mismatch",
    })
    await named.close()
  })

  it("is signed by the gateway for who is acted as on a development ledger", async () => {
    const { token, principal } = await newDevelopmentToken(clientOf(test), asked())
    expect(principal).toBe(CLERK)
    expect((await read(token)).status).toBe(200)
  })
})
