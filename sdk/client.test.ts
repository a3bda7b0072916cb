/** One request of a client: what it answers when nobody does, or somebody else. */
import { describe, expect, it } from "vitest"
import { createClient, type Fetch } from "./client.ts"
import { status } from "./read.ts"

const URL_GIVEN = "http://ledger.example:4400"

function asking(fetch: Fetch, timeoutMs = 10_000) {
  return status(createClient({ url: URL_GIVEN, fetch, timeoutMs }))
}

/** Answers nothing; ends when it is told to. */
const silent: Fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    init!.signal!.addEventListener("abort", () => reject(init!.signal!.reason))
  })

describe("a request", () => {
  it("S09: that nothing answers, at once or in time, is node_unreachable", async () => {
    const refused: Fetch = () => Promise.reject(new TypeError("fetch failed"))
    for (const asked of [asking(refused), asking(silent, 5)]) {
      await expect(asked).rejects.toMatchObject({
        ...{ code: "node_unreachable", status: null },
        message: expect.stringContaining(URL_GIVEN),
        hint: expect.stringContaining("address"),
      })
    }
  })

  it("that something else answers is upstream_mismatch, with its status", async () => {
    for (const [body, type] of [
      ["<h1>Bad gateway</h1>", "text/html"],
      ['{"error": "no"}', "application/json"],
    ]) {
      const headers = { "Content-Type": type! }
      const other: Fetch = async () => new Response(body, { status: 502, headers })
      await expect(asking(other)).rejects.toMatchObject({
        ...{ code: "upstream_mismatch", status: 502 },
        message: expect.not.stringContaining("Bad gateway"),
      })
    }
  })

  it("that the gateway refuses has its code, its place and its next step", async () => {
    const problem = {
      code: "unknown_route",
      detail: "No.",
      hint: "See.",
      pointer: "/a",
      status: 404,
    }
    const headers = { "Content-Type": "application/problem+json" }
    const gateway: Fetch = async () =>
      new Response(JSON.stringify(problem), { status: 404, headers })
    await expect(asking(gateway)).rejects.toMatchObject({
      ...{ code: "unknown_route", status: 404, hint: "See.", facts: { pointer: "/a" } },
    })
  })
})
