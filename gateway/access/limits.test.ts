/** How much one organisation may ask: buckets alone, and what the gateway tells of them. */
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openGateway, problemIn, send, type TestGateway } from "../gateway.testing.ts"
import { tokenFor } from "./access.testing.ts"
import { Buckets, type Rates } from "./buckets.ts"

const RATES: Rates = {
  reads: { perSecond: 2, burst: 4 },
  submissions: { perSecond: 1, burst: 2 },
  subscriptions: { perSecond: 1, burst: 2 },
  misses: { perSecond: 1, burst: 3 },
}

describe("a bucket", () => {
  it("never lets more through than its burst and what flows in", () => {
    const gap = fc.nat({ max: 3_000 })
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 60 }), (gaps) => {
        let now = 1_000
        let taken = 0
        const buckets = new Buckets(
          () => RATES,
          () => now,
        )
        for (const ms of gaps) {
          now += ms
          try {
            buckets.take("reads", "a")
            taken++
          } catch {}
        }
        expect(taken).toBeLessThanOrEqual(4 + ((now - 1_000) / 1_000) * 2)
      }),
    )
  })

  it("goes into debt once, and is closed until that is paid", () => {
    let now = 0
    const buckets = new Buckets(
      () => RATES,
      () => now,
    )
    buckets.take("submissions", "a", 10)
    expect(() => buckets.take("submissions", "a")).toThrow("too many submissions")
    buckets.take("submissions", "b")
    now += 8_999
    expect(() => buckets.take("submissions", "a")).toThrow("too many")
    now += 1
    expect(buckets.take("submissions", "a")).toEqual({
      "RateLimit-Policy": '"submissions";q=2;w=2',
      RateLimit: '"submissions";r=0;t=2',
    })
  })

  it("is not there where nothing is limited, and changes with the rates", () => {
    let rates: Rates | null = null
    const buckets = new Buckets(
      () => rates,
      () => 0,
    )
    for (let i = 0; i < 100; i++) expect(buckets.take("reads", "a")).toEqual({})
    rates = RATES
    for (let i = 0; i < 4; i++) buckets.take("reads", "a")
    expect(() => buckets.take("reads", "a")).toThrow()
  })

  it("survives a clock that goes back", () => {
    let now = 10_000
    const buckets = new Buckets(
      () => RATES,
      () => now,
    )
    for (let i = 0; i < 4; i++) buckets.take("reads", "a")
    now = 0
    expect(() => buckets.take("reads", "a")).toThrow()
    now = 500
    expect(buckets.take("reads", "a")).toMatchObject({ RateLimit: '"reads";r=0;t=2' })
  })
})

describe("a gateway with limits", () => {
  const counted: unknown[] = []
  let test: TestGateway
  beforeAll(async () => {
    const asked = (...facts: unknown[]) => void counted.push(facts)
    test = await openGateway({ gateway: { access: { rates: () => RATES, asked } } })
  })
  afterAll(() => test.close())

  const ask = (headers = {}, path = "/v1/blocks") => send(test.gateway, path, { headers })

  it("tells what is left, and when to come again; no caller starves another", async () => {
    const { token } = await tokenFor(test, "justice/clerk", ["read"])
    test.world.clock.advance(60_000)
    const first = await ask()
    expect(first.headers.get("ratelimit-policy")).toBe('"reads";q=4;w=2')
    expect(first.headers.get("ratelimit")).toBe('"reads";r=3;t=1')
    for (let i = 0; i < 3; i++) expect((await ask()).status).toBe(200)
    const refused = await ask()
    expect(refused.headers.get("retry-after")).toBe("1")
    expect(refused.headers.get("ratelimit")).toBe('"reads";r=0;t=2')
    expect(await problemIn(refused)).toMatchObject({
      status: 429,
      code: "rate_limited",
      limit: 4,
    })
    expect((await ask({ Authorization: `Bearer ${token}` })).status).toBe(200)
    expect((await ask({}, "/livez")).status).toBe(200)
    expect(counted).toContainEqual(["reads", null, true])
    expect(counted).toContainEqual(["reads", "justice", false])
  })

  it("closes for who guesses names or tokens (H20)", async () => {
    test.world.clock.advance(60_000)
    const guess = { Authorization: `Bearer cct_${"0".repeat(16)}_${"A".repeat(43)}` }
    for (let i = 0; i < 3; i++) expect((await ask(guess)).status).toBe(401)
    expect((await ask(guess)).status).toBe(429)
    expect((await ask()).status).toBe(429)
    test.world.clock.advance(60_000)
    for (let i = 0; i < 3; i++) expect((await ask({}, `/v1/events/9${i}9`)).status).toBe(404)
    expect((await ask()).status).toBe(429)
    test.world.clock.advance(60_000)
  })

  it("counts each transaction of a sequence", async () => {
    const body = Uint8Array.from({ length: 9 }, () => 0xa0)
    const headers = { "Content-Type": "application/cbor-seq" }
    const submit = () => send(test.gateway, "/v1/transactions", { method: "POST", headers, body })
    expect((await submit()).status).toBe(200)
    const refused = await submit()
    expect(refused.headers.get("retry-after")).toBe("8")
    expect(await problemIn(refused)).toMatchObject({ status: 429, code: "rate_limited" })
  })

  it("believes a forwarded address of its own proxies alone", async () => {
    const forwarded = { "X-Forwarded-For": "10.9.9.9" }
    for (let i = 0; i < 4; i++) await ask(forwarded)
    expect((await ask(forwarded)).status).toBe(429)
    expect((await ask()).status).toBe(429)
  })
})
