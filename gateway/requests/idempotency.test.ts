/** `Idempotency-Key`: one request, one deed, however often it is sent. */
import type { Json } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { stranger } from "../access/access.ts"
import { CLASS_TERMS, openGateway, post, problemIn, type TestGateway } from "../gateway.testing.ts"
import { IDEMPOTENT_ANSWERS_MAX } from "../limits.ts"
import type { Answer, Asked } from "../routes/route.ts"
import { Idempotency } from "./idempotency.ts"

const ROUTE = "/v1/provenance/setClass"

let test: TestGateway
beforeAll(async () => {
  test = await openGateway()
})
afterAll(() => test.close())

const define = (name: string, key: string, more: Readonly<Record<string, string>> = {}) =>
  post(test, ROUTE, { ...CLASS_TERMS, class: name }, { "Idempotency-Key": key, ...more })

const height = () => test.ledger.status().transactions

describe("a request under a key", () => {
  it("is done once, also when it is sent again while it is done", async () => {
    const before = height()
    const answers = await Promise.all([define("one", "a"), define("one", "a"), define("one", "a")])
    const again = await define("one", "a")
    const texts = await Promise.all([...answers, again].map((answer) => answer.text()))
    expect(new Set(texts).size).toBe(1)
    expect(height() - before).toBe(1n)
    const marks = [...answers, again].map(({ headers }) => headers.get("idempotency-replayed"))
    expect(marks).toEqual([null, "true", "true", "true"])
    const ids = new Set([...answers, again].map(({ headers }) => headers.get("x-request-id")))
    expect(ids.size).toBe(4)
  })

  it("is refused with another body, another route or another signer", async () => {
    await define("two", "b")
    const others = [
      await define("other", "b"),
      await post(test, "/v1/provenance/suspend", {}, { "Idempotency-Key": "b" }),
      await define("two", "b", { "Concordat-As": "justice/clerk" }),
    ]
    for (const answer of others) {
      const problem = await problemIn(answer)
      expect(problem).toMatchObject({ code: "idempotency_mismatch", status: 409 })
      expect(problem["expected"]).toMatch(/^[0-9a-f]{64}$/)
      expect(problem["actual"]).not.toBe(problem["expected"])
    }
  })

  it("has the first refusal again, and may be tried again where nothing was decided", async () => {
    const bad = { ...CLASS_TERMS, class: "bad", version: 9 }
    const key = { "Idempotency-Key": "c" }
    const first = await problemIn(await post(test, ROUTE, bad, key))
    const again = await problemIn(await post(test, ROUTE, bad, key))
    expect([first["code"], again["code"]]).toEqual(["stale_version", "stale_version"])
    expect(again["transaction"]).toBe(first["transaction"])
  })

  it("takes 1 to 64 visible characters", async () => {
    expect(await problemIn(await define("k", "k".repeat(65)))).toMatchObject({
      ...{ code: "too_long", status: 400, pointer: "/Idempotency-Key" },
    })
    expect(await problemIn(await define("k", "a b"))).toMatchObject({ code: "text_invalid" })
    expect((await define("k", "k".repeat(64))).status).toBe(200)
  })
})

describe("what is kept", () => {
  const asked = (key: string, json: Json): Asked => ({
    request: new Request("http://localhost/", { headers: { "Idempotency-Key": key } }),
    ...{ path: {}, query: {}, accepted: "", peer: null, requestId: "", type: "" },
    ...{ caller: stranger("here"), spend: () => {} },
    body: new TextEncoder().encode(JSON.stringify(json)),
  })
  const answer = (body: string): Answer => ({ status: 200, type: "", body })

  it("is not an answer that decided nothing", async () => {
    const kept = new Idempotency()
    const busy = () => Promise.reject(new Error("nobody knows"))
    await expect(kept.answer("x", asked("a", 1), busy)).rejects.toThrow("nobody knows")
    const later = await kept.answer("x", asked("a", 1), async () => answer("done"))
    expect(later).toMatchObject({ body: "done" })
    expect(later.headers).toBeUndefined()
  })

  it("is the newest of many: the oldest are forgotten", async () => {
    const kept = new Idempotency()
    for (let i = 0; i <= IDEMPOTENT_ANSWERS_MAX; i++) {
      await kept.answer("x", asked(`k${i}`, i), async () => answer(`${i}`))
    }
    const first = await kept.answer("x", asked("k0", 0), async () => answer("anew"))
    const last = `k${IDEMPOTENT_ANSWERS_MAX}`
    const newest = await kept.answer("x", asked(last, IDEMPOTENT_ANSWERS_MAX), async () =>
      answer("anew"),
    )
    expect([first.body, newest.body]).toEqual(["anew", `${IDEMPOTENT_ANSWERS_MAX}`])
  })
})
