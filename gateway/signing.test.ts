/** The development sign-in: for whom it signs, and for whom never. */
import type { Party } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  CLASS_TERMS,
  openGateway,
  post,
  problemIn,
  send,
  type TestGateway,
} from "./gateway.testing.ts"

const ROUTE = "/v1/provenance/setClass"

let test: TestGateway
beforeAll(async () => {
  test = await openGateway()
})
afterAll(() => test.close())

/** The command, sent from the other end of a connection. */
function from(
  peer: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const request = new Request(`http://127.0.0.1:4400${ROUTE}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ ...CLASS_TERMS, class: "far" }),
  })
  const incoming = { url: ROUTE, socket: { remoteAddress: peer } }
  return Promise.resolve(test.gateway.fetch(request, { incoming }))
}

describe("signs", () => {
  it("for the default principal", async () => {
    const answer = await post(test, ROUTE, CLASS_TERMS)
    expect(await answer.json()).toMatchObject({ status: "accepted" })
  })

  it("for the principal that is named, with its co-signers in order", async () => {
    const named = {
      "Concordat-As": "education/registrar",
      "Concordat-Cosigners": " education/registrar-2 , justice/clerk",
    }
    const answer = await post(test, ROUTE, { ...CLASS_TERMS, class: "theirs" }, named)
    const { transaction } = (await answer.json()) as { transaction: string }
    const record = await send(test.gateway, `/v1/transactions/${transaction}`)
    const { content } = (await record.json()) as { content: { signatures: { key: string }[] } }
    const holders = await Promise.all(
      content.signatures.map(async ({ key }) => {
        const row = await send(test.gateway, `/v1/organisations/keys/${key}`)
        return ((await row.json()) as { row: { value: { holder: string } } }).row.value.holder
      }),
    )
    expect(holders).toEqual(["education/registrar", "education/registrar-2", "justice/clerk"])
  })

  it.each(["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])("from %s", async (peer) => {
    const answer = await from(peer)
    expect(answer.status).not.toBe(403)
  })
})

describe("refuses", () => {
  it.each(["10.0.0.9", "::ffff:10.0.0.9", "2001:db8::1", "1270.0.0.1"])("%s", async (peer) => {
    const problem = await problemIn(await from(peer))
    expect(problem).toMatchObject({ code: "origin_not_allowed", status: 403 })
    expect(JSON.stringify(problem)).not.toContain(peer)
  })

  it("whoever is gone before it is known from where", async () => {
    const problem = await problemIn(await from(undefined))
    expect(problem).toMatchObject({ code: "origin_not_allowed", status: 403 })
  })

  it("a page of another site, an opaque one, a name bound to this machine", async () => {
    for (const headers of [
      { Origin: "https://bank.example" },
      { Origin: "null" },
      { Origin: "http://127.0.0.1:9999" },
      { "Sec-Fetch-Site": "same-site" },
      { Host: "bank.example" },
      { Host: "localhost.bank.example" },
    ]) {
      const problem = await problemIn(await post(test, ROUTE, CLASS_TERMS, headers as never))
      expect(problem, JSON.stringify(headers)).toMatchObject({ code: "origin_not_allowed" })
    }
  })

  it("before it reads a body", async () => {
    const broken = new ReadableStream({
      pull() {
        throw new Error("the body is read")
      },
    })
    const headers = { "Content-Type": "application/json", "Concordat-As": "education/nobody" }
    const init = { method: "POST", headers, body: broken, duplex: "half" } as RequestInit
    const answer = await test.gateway.request(`http://localhost${ROUTE}`, init)
    expect(await problemIn(answer)).toMatchObject({ code: "unknown_principal", status: 404 })
  })

  it("whoever it holds no key of, or is named twice; 64 characters are repeated", async () => {
    const long = `education/${"x".repeat(200)}`
    const problem = await problemIn(await post(test, ROUTE, CLASS_TERMS, { "Concordat-As": long }))
    expect(problem).toMatchObject({ code: "unknown_principal" })
    expect(JSON.stringify(problem)).not.toContain("x".repeat(65))
    const twice = { "Concordat-Cosigners": "education/registrar" }
    expect(await problemIn(await post(test, ROUTE, CLASS_TERMS, twice))).toMatchObject({
      ...{ code: "signature_duplicate", status: 400 },
    })
  })

  it("to seal for another office", async () => {
    const payload = {
      ...{ class: "diploma", subject: { document: "ab".repeat(32) } },
      ...{ from: "2026-01-01T00:00:00.000Z", until: null },
    }
    const asked = { organisation: "justice", names: "cd".repeat(32), payload }
    const answer = await post(test, "/v1/provenance/seal", asked)
    expect(await problemIn(answer)).toMatchObject({ code: "unknown_key", status: 404 })
  })

  it("everybody where no key is held, whatever the profile", async () => {
    const bare = await openGateway({ gateway: { development: null } })
    const asked: readonly (readonly [string, object])[] = [
      [ROUTE, CLASS_TERMS],
      ["/v1/check", { command: "provenance.setClass", input: CLASS_TERMS }],
      ["/v1/provenance/seal", { organisation: "education" as Party }],
    ]
    for (const [path, json] of asked) {
      const problem = await problemIn(await post(bare, path, json as never))
      expect(problem, path).toMatchObject({ code: "credential_missing", status: 401 })
    }
    await bare.close()
  })
})
