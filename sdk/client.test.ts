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

  it("reads no more than 32 MiB, and says so", async () => {
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(1_048_576))
      },
    })
    const flood: Fetch = async () => new Response(endless)
    await expect(asking(flood)).rejects.toMatchObject({
      ...{ code: "upstream_mismatch", message: "The answer has more than 32 MiB." },
    })
    expect(pulled).toBeLessThan(40)
  })

  it("that breaks off in the middle of its answer is node_unreachable", async () => {
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(8))
        controller.error(new Error("reset"))
      },
    })
    const cut: Fetch = async () => new Response(broken)
    await expect(asking(cut)).rejects.toMatchObject({ code: "node_unreachable", status: null })
  })

  it("tells a problem's members only as far as they are of their types", async () => {
    const problem = { code: "unknown_route", detail: 7, hint: ["x"], pointer: {}, more: "x" }
    const headers = { "Content-Type": "application/problem+json" }
    const odd: Fetch = async () => new Response(JSON.stringify(problem), { status: 404, headers })
    await expect(asking(odd)).rejects.toMatchObject({
      ...{ code: "unknown_route", message: "unknown_route", hint: "" },
      facts: expect.not.objectContaining({ pointer: expect.anything(), more: "x" }),
    })
    for (const code of [7, "", "Not A Code", "x".repeat(49)]) {
      const body = JSON.stringify({ ...problem, code })
      const worse: Fetch = async () => new Response(body, { status: 404, headers })
      await expect(asking(worse)).rejects.toMatchObject({ code: "upstream_mismatch", status: 404 })
    }
  })
})
