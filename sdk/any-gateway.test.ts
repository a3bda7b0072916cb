/** Several gateways of one ledger: who does not answer is passed over, nothing is done twice. */
import { describe, expect, it } from "vitest"
import { anyGateway } from "./any-gateway.ts"
import { createClient, type Fetch, request } from "./client.ts"

const URLS = ["http://one", "http://two", "http://three"] as const

/** Gateways that answer a status, fail (0), or never answer (null); who was asked. */
function gateways(...answers: readonly (number | null)[]) {
  const asked: string[] = []
  const fetch: Fetch = (url, init) => {
    asked.push(url)
    const status = answers[URLS.findIndex((each) => url.startsWith(each))] ?? null
    if (status === 0) return Promise.reject(new TypeError("refused"))
    if (status !== null) return Promise.resolve(new Response("{}", { status }))
    return new Promise((_, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))
    })
  }
  const any = anyGateway(URLS, { fetch, tryMs: 1 })
  return { asked, client: createClient({ url: URLS[0], fetch: any, timeoutMs: 2_000 }) }
}

const cose = { method: "POST", headers: { "Content-Type": "application/cose" }, body: "x" }
const json = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }

describe("any gateway", () => {
  it("passes over one that is gone and one that hangs, and stays with who answered", async () => {
    const { asked, client } = gateways(0, null, 200)
    await request(client, "/v1/status")
    await request(client, "/v1/transactions", cose)
    expect(asked).toEqual([
      ...["http://one/v1/status", "http://two/v1/status", "http://three/v1/status"],
      "http://three/v1/transactions",
    ])
  })

  it("takes a refusal for an answer, a node that is stopping for none", async () => {
    const refused = gateways(409, 200, 200)
    await expect(request(refused.client, "/v1/transactions", cose)).rejects.toMatchObject({
      status: 409,
    })
    expect(refused.asked).toHaveLength(1)
    const stopping = gateways(503, 200, 200)
    await request(stopping.client, "/v1/transactions", cose)
    expect(stopping.asked).toHaveLength(2)
  })

  it("does not send a command elsewhere: it could run twice", async () => {
    const { asked, client } = gateways(0, 200, 200)
    await expect(request(client, "/v1/money/pay", json)).rejects.toMatchObject({
      code: "node_unreachable",
    })
    expect(asked).toHaveLength(1)
  })

  it("ends with the client's time", async () => {
    const { client } = gateways(0, 0, 0)
    const hasty = { ...client, timeoutMs: 20 }
    await expect(request(hasty, "/v1/status")).rejects.toMatchObject({ code: "node_unreachable" })
  })
})
