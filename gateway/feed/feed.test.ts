/** The feed as server-sent events: whole, once, in order, from any height, past and present. */
import { TestClock } from "@concordat/engines/testing"
import { type JsonObject, tablePrefix } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  CLASS_TERMS,
  openGateway,
  post,
  problemIn,
  send,
  type TestGateway,
} from "../gateway.testing.ts"
import { tellDocuments } from "../provenance/story.testing.ts"
import { rowJson } from "../state-path.ts"
import { follow, type Reading, type Sent } from "./feed.testing.ts"
import { STREAMS, type Stream } from "./wanted.ts"

let test: TestGateway
let classes = 0
const clock = new TestClock()
beforeAll(async () => {
  test = await openGateway({ gateway: { after: (ms, task) => clock.after(ms, task) } })
  await tellDocuments(test)
})
afterAll(() => test.close())

/** One block more, with a transaction and its events. */
async function act(): Promise<void> {
  const terms = { ...CLASS_TERMS, class: `class-${++classes}` }
  expect((await post(test, "/v1/provenance/setClass", terms)).status).toBe(200)
}

/** Everything a stream has told so far, from the ledger's pages: cursor and item. */
async function all(stream: Stream): Promise<readonly (readonly [string, JsonObject])[]> {
  const json = async (path: string) => (await (await send(test.gateway, path)).json()) as JsonObject
  if (stream === "events") {
    const { events } = await json("/v1/events?limit=200")
    const cursor = (one: JsonObject) => `${one["height"]}.${one["index"]}`
    return (events as JsonObject[]).map((one) => [cursor(one), one])
  }
  if (stream === "rows") return rowsWritten(test)
  const { blocks } = await json("/v1/blocks?limit=200")
  const rising = (blocks as JsonObject[]).toReversed()
  if (stream === "blocks") return rising.map((one) => [`${one["height"]}.0`, one])
  const found: (readonly [string, JsonObject])[] = []
  for (const { height } of rising) {
    const { items } = await json(`/v1/blocks/${height}`)
    for (const { transaction } of items as JsonObject[]) {
      const {
        content: _,
        emitted: __,
        bytes: ___,
        ...receipt
      } = await json(`/v1/transactions/${transaction}`)
      found.push([`${height}.${receipt["index"]}`, receipt])
    }
  }
  return found
}

/** The rows as the journal has them, found in their tables by their key bytes. */
async function rowsWritten({ ledger }: TestGateway) {
  const found: (readonly [string, JsonObject])[] = []
  for (let height = 0n; height <= ledger.status().height; height++) {
    for (const [index, { key, value, transaction, operation }] of (
      await ledger.changes(height)
    ).entries()) {
      for (const { name: service, tables } of ledger.runtime.services) {
        for (const table of Object.values(tables)) {
          const own = tablePrefix(table)
          if (table.raw || Buffer.compare(key.subarray(0, own.length), own) !== 0) continue
          const row = value === null ? null : (rowJson(table, key, value) as JsonObject)
          const where = { height: `${height}`, index, service, table: table.name }
          const by = transaction === null ? null : (await ledger.block(height))!.ids[transaction]!
          found.push([
            `${height}.${index}`,
            {
              ...where,
              ...row,
              value: row?.["value"] ?? null,
              transaction: by,
              operation,
            } as never,
          ])
        }
      }
    }
  }
  return found
}

const pairs = (sent: readonly Sent[]) => sent.map(({ id, data }) => [id, data])
const streams = Object.keys(STREAMS) as Stream[]

describe.each(streams)("the stream of %s", (stream) => {
  it("is all there was, each once, in the form of its page", async () => {
    const expected = await all(stream)
    expect(expected.length).toBeGreaterThan(3)
    const reading = await follow(test, `?stream=${stream}&from=0`)
    expect(reading.response.headers.get("content-type")).toBe("text/event-stream")
    expect(pairs(await reading.take(expected.length))).toEqual(expected)
    await reading.stop()
  })

  it("goes on behind any cursor, from past to present, without a gap or a repetition", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 0, max: 3 }), async (pick, more) => {
        const before = await all(stream)
        const at = pick % before.length
        const reading = await follow(test, `?stream=${stream}&after=${before[at]![0]}`)
        const acted = Array.from({ length: more }, act)
        const early = await reading.take(Math.min(2, before.length - at - 1) || Math.min(1, more))
        await Promise.all(acted)
        await act()
        const whole = (await all(stream)).slice(at + 1)
        const late = await reading.take(whole.length - early.length)
        expect(pairs([...early, ...late])).toEqual(whole)
        await reading.stop()
      }),
      { numRuns: 12 },
    )
  })

  it("begins with the next block where nothing else is said", async () => {
    const reading = await follow(test, `?stream=${stream}`)
    expect(await reading.more()).toBe(true)
    const known = await all(stream)
    await act()
    const [first] = await reading.take(1)
    expect([first!.id, first!.data]).toEqual((await all(stream))[known.length])
    await reading.stop()
  })
})

describe("filters", () => {
  const queries: readonly [string, (item: JsonObject) => boolean][] = [
    ["stream=events&service=provenance", (e) => e["service"] === "provenance"],
    ["stream=events&event=class_set", (e) => e["event"] === "class_set"],
    ["service=provenance&event=statement_registered", (e) => e["event"] !== "class_set"],
    ["organisation=education", (e) => JSON.stringify(e["fields"]).includes("education")],
    ["organisation=nobody", () => false],
    ["stream=rows&service=provenance&table=classes", (r) => r["table"] === "classes"],
    [
      "stream=rows&service=organisations&table=principals&key=justice",
      (r) => r["table"] === "principals" && JSON.stringify(r["key"]).includes('"justice'),
    ],
    [
      "stream=rows&organisation=justice",
      (r) => /"justice["/]/.test(JSON.stringify([r["key"], r["value"]])),
    ],
    [
      "stream=transactions&service=provenance&command=register",
      (t) => JSON.stringify(t["operations"]).includes('"provenance.register"'),
    ],
    ["stream=transactions&command=invite", () => false],
  ]

  it.each(queries)("%s tell what a look at everything finds", async (query, wanted) => {
    const stream = (/stream=([a-z]+)/.exec(query)?.[1] ?? "events") as Stream
    const expected = (await all(stream)).filter(([, item]) => wanted(item))
    expect(expected.length > 0).toBe(!/nobody|invite/.test(query))
    const reading = await follow(test, `?${query}&from=0`)
    expect(pairs(await reading.take(expected.length))).toEqual(expected)
    await reading.stop()
  })
})

describe("a subscriber", () => {
  it("sees that the feed lives, and how far it was looked at", async () => {
    const reading = await follow(test, "?organisation=nobody&from=0")
    await reading.more()
    expect(reading.rest()).toBe("retry: 1000\n: events\n\n")
    const beaten = reading.more()
    await act()
    clock.advance(15_000)
    await beaten
    const { height } = test.ledger.status()
    expect(reading.rest()).toMatch(/^id: \d+(\.\d+)?\n: up to block \d+\n\n$/)
    const second = reading.more()
    clock.advance(15_000)
    await second
    const [, at] = /^id: (\d+)/.exec(reading.rest())!
    expect(BigInt(at!)).toBeGreaterThanOrEqual(height)
    await reading.stop()
  })

  it("that takes nothing for 30 s is cut, and told from where to go on", async () => {
    const reading = await follow(test, "?stream=blocks&from=1")
    const [first] = await reading.take(1)
    clock.advance(30_000)
    const rest: Sent[] = []
    for (let sent = await reading.next(); sent !== null; sent = await reading.next())
      rest.push(sent)
    const { name, data } = rest.at(-1)!
    expect([name, data["code"]]).toEqual(["problem", "client_too_slow"])
    const told = rest.at(-2) ?? first!
    expect(data["height"]).toBe(told.id.split(".")[0])
    expect(test.lines.at(-1)).toMatchObject({ code: "client_too_slow" })
    expect(test.gateway.feed.cut.get("client_too_slow")).toBe(1)
  })

  it("comes again as browsers do, with the last id in a header that wins", async () => {
    const expected = (await all("events")).slice(2)
    const headers = { "Last-Event-ID": expected[0]![0] }
    const reading = await follow(test, "?from=0", { headers })
    expect(pairs(await reading.take(expected.length - 1))).toEqual(expected.slice(1))
    await reading.stop()
  })

  it("holds one of the 100 places of its address until it leaves", async () => {
    const readings: Reading[] = []
    for (let i = 0; i < 100; i++) readings.push(await follow(test, "?stream=blocks"))
    const refused = await send(test.gateway, "/v1/feed")
    expect(refused.headers.get("retry-after")).toBe("1")
    expect(await problemIn(refused)).toMatchObject({ code: "rate_limited", limit: 100 })
    await readings[0]!.stop()
    const next = await follow(test, "?stream=blocks")
    expect(next.response.status).toBe(200)
    for (const reading of [...readings, next]) await reading.stop()
    expect(test.gateway.feed.places.connections).toBe(0)
  })

  it("asking for the head alone takes no place", async () => {
    const answer = await send(test.gateway, "/v1/feed", { method: "HEAD" })
    expect([answer.status, answer.body]).toEqual([200, null])
    expect(test.gateway.feed.places.connections).toBe(0)
  })
})

it("a node that does not keep the first blocks says so, and from where it does", async () => {
  const { ledger } = test
  const keptFrom = 3n
  const pruned = new Proxy(ledger, {
    get(target, name) {
      if (name !== "blocks") {
        const value = Reflect.get(target, name)
        return typeof value === "function" ? value.bind(target) : value
      }
      return async (page: Parameters<Ledger["blocks"]>[0]) =>
        (await ledger.blocks(page)).filter(({ height }) => height >= keptFrom)
    },
  })
  const other = await openGateway({ gateway: { ledger: pruned } })
  for (const stream of ["blocks", "transactions"]) {
    const reading = await follow(other, `?stream=${stream}&from=1`)
    const [first] = await reading.take(1)
    expect(first).toMatchObject({ name: "problem", data: { code: "height_pruned", expected: "3" } })
    const later = await follow(other, `?stream=${stream}&from=3`)
    expect((await later.take(1))[0]).toMatchObject({ name: "message" })
    await later.stop()
  }
  await other.close()
})

it("when the feed ends each is told, and nobody gets in any more", async () => {
  const own = await openGateway()
  const reading = await follow(own, "?stream=events")
  await reading.more()
  const told = reading.take(1)
  await own.gateway.feed.close()
  const last = (await told).at(-1)!
  expect([last.name, last.data["code"]]).toEqual(["problem", "node_halted"])
  expect(await problemIn(await send(own.gateway, "/v1/feed"))).toMatchObject({ status: 503 })
  await own.close()
})
