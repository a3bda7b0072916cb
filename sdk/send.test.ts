/** Commands that a development gateway signs: asked for again under one key, never run twice. */
import { describe, expect, it } from "vitest"
import { createClient, type Fetch } from "./client.ts"
import { call, rehearse } from "./send.ts"

const RECEIPT = {
  ...{ transaction: "ab".repeat(32), status: "accepted", height: "8", operations: [] },
  events: { first: "0", count: 1 },
}
const ASKED = { command: "provenance.revoke", input: { reason: "corrected" } }

/** A gateway that loses the first answers; keeps what it was sent. */
function losing(answers: number) {
  const sent: RequestInit[] = []
  const fetch: Fetch = async (_, init) => {
    sent.push(init!)
    if (sent.length <= answers) throw new TypeError("socket hang up")
    return Response.json(RECEIPT)
  }
  const keys = () => sent.map(({ headers }) => new Headers(headers).get("idempotency-key"))
  return { client: createClient({ url: "http://ledger.example", fetch }), sent, keys }
}

describe("a call", () => {
  it("whose answer is lost is sent again, the same under the same key", async () => {
    const { client, sent, keys } = losing(2)
    expect(await call(client, { ...ASKED, as: "education/registrar" })).toMatchObject(RECEIPT)
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map(({ body }) => body))).toEqual(new Set(['{"reason":"corrected"}']))
    expect(keys()).toEqual([keys()[0], keys()[0], keys()[0]])
    expect(keys()[0]).toMatch(/^[0-9a-f]{32}$/)
  })

  it("that is another call has another key", async () => {
    const { client, keys } = losing(0)
    await call(client, ASKED)
    await call(client, ASKED)
    expect(new Set(keys()).size).toBe(2)
  })

  it("that nobody answers three times is node_unreachable", async () => {
    const { client, sent } = losing(9)
    await expect(call(client, ASKED)).rejects.toMatchObject({ code: "node_unreachable" })
    expect(sent).toHaveLength(3)
  })
})

describe("a dry run", () => {
  it("sends the command whole, and who would sign it", async () => {
    const { client, sent } = losing(0)
    await rehearse(client, { ...ASKED, as: "a/b", cosigners: ["a/c", "a/d"] })
    const { headers, body } = sent[0]!
    expect(JSON.parse(String(body))).toEqual(ASKED)
    expect(headers).toMatchObject({ "Concordat-As": "a/b", "Concordat-Cosigners": "a/c,a/d" })
  })
})
