/** What is asked of a ledger for a search, and what is left unasked. */
import { createClient } from "@concordat/sdk"
import { describe, expect, it } from "vitest"
import { services } from "../../services.ts"
import { classify } from "./classify.ts"
import { guessPath, lookUp } from "./look-up.ts"

const DIGEST = "0123456789abcdef".repeat(4)
const NOWHERE = { code: "unknown_row", message: "No such row.", hint: "", details: {}, status: 404 }
const HANDLES = "/v1/read-model/provenance/items"

/** A ledger that has what stands at these paths, and a read model in a state. */
async function searched(text: string, state: string, has: Readonly<Record<string, unknown>> = {}) {
  const asked: string[] = []
  const client = createClient({
    url: "http://ledger",
    timeoutMs: 2_000,
    fetch: async (input) => {
      const { pathname, searchParams } = new URL(String(input))
      asked.push(pathname)
      const found = pathname === "/v1/read-model" ? { kind: "pglite", state } : has[pathname]
      const isLong = (searchParams.get("name") ?? "").length > 31
      const status = isLong ? 400 : found === undefined ? 404 : 200
      const type = status === 200 ? "application/json" : "application/problem+json"
      const body = JSON.stringify(found ?? { ...NOWHERE, status }) // why: an answer of a gateway
      return new Response(body, { status, headers: { "content-type": type } })
    },
  })
  const guesses = classify(text, services)
  const paths = (await lookUp(client, services, text, guesses)).map(guessPath)
  return { paths, asked }
}

describe("a search", () => {
  it("of a digest that the ledger has asks no read model, which would have to start", async () => {
    const has = { [`/v1/transactions/${DIGEST}`]: {} }
    const { paths, asked } = await searched(DIGEST, "idle", has)
    expect(paths).toEqual([`/transactions/${DIGEST}`])
    expect(asked.filter((path) => path.startsWith("/v1/read-model"))).toEqual([])
  })

  it("of one that is a field of a key finds the row, where there is a read model", async () => {
    const rows = [{ key: { handle: DIGEST, item: "ab".repeat(32) }, value: {} }]
    const has = { [HANDLES]: { items: rows, next: null, height: "1", time: "" } }
    const { paths } = await searched(DIGEST, "ready", has)
    expect(paths).toEqual([expect.stringContaining(`/items/${DIGEST}/`)])
    expect((await searched(DIGEST, "off", has)).paths).toEqual([])
  })

  it("of more letters than a name may have is one of words alone", async () => {
    const text = "z".repeat(40)
    const has = { "/v1/read-model/search": { items: [], next: null, height: "1", time: "" } }
    expect((await searched(text, "ready", has)).paths).toEqual([])
  })
})
