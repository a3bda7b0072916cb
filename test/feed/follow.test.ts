/** The sdk's `follow` before a real gateway: cut at random places, nothing is missed or doubled. */
import { serve } from "@concordat/gateway"
import {
  createClient,
  type FeedItem,
  follow,
  type Socket,
  type Stream,
  watchConnection,
} from "@concordat/sdk"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  CLASS_TERMS,
  openGateway,
  post,
  signedBy,
  type TestGateway,
} from "../../gateway/gateway.testing.ts"
import { CuttingProxy } from "./proxy.ts"

const HASTE = 200
const OPERATIONS = 700

let test: TestGateway
let serving: Awaited<ReturnType<typeof serve>>
let classes = 0
beforeAll(async () => {
  const after = (ms: number, task: () => void) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  }
  test = await openGateway({ gateway: { after } })
  serving = await serve(test.gateway, { host: "127.0.0.1", port: 0 })
})
afterAll(async () => {
  await serving.close()
  await test.close()
})

/** So many blocks more, each with a transaction and its events. */
async function act(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const terms = { ...CLASS_TERMS, class: `class-${++classes}` }
    expect((await post(test, "/v1/provenance/setClass", terms)).status).toBe(200)
  }
}

/** As many operations in one transaction, each with an event. */
async function actAtOnce(count: number): Promise<void> {
  const operations = Array.from({ length: count }, () => {
    const input = { ...CLASS_TERMS, class: `class-${++classes}` }
    return { command: "provenance.setClass", input } as never
  })
  const bytes = signedBy(test, "education/registrar", operations)
  expect((await test.ledger.submit(bytes)).code).toBe(0)
}

/** A client that is in a hurry. */
const clientOf = (url: string) =>
  createClient({
    url,
    pause: (ms) => new Promise((resume) => setTimeout(resume, ms / HASTE)),
  })

/** The cursors of all events of the ledger. */
async function cursors(): Promise<readonly string[]> {
  const found: string[] = []
  let after = { height: 0n, index: -1 }
  for (;;) {
    const { events, next } = await test.ledger.events({ after, limit: 200 })
    for (const { height, index } of events) found.push(`${height}.${index}`)
    if (next === null) return found
    after = next
  }
}

async function take<S extends Stream>(
  items: AsyncGenerator<FeedItem<S>>,
  count: number,
): Promise<readonly string[]> {
  const taken: string[] = []
  while (taken.length < count) {
    const { value, done } = await items.next()
    if (done === true) break
    taken.push(value.cursor)
  }
  return taken
}

describe("whoever follows", () => {
  it("gets every event once, in order, wherever the line is cut", async () => {
    await act(20)
    const places = fc.array(fc.integer({ min: 0, max: 6_000 }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 0, max: 6 }), async (cuts, more) => {
        const left = [...cuts]
        const proxy = await CuttingProxy.open(
          () => serving.port,
          () => left.shift() ?? Infinity,
        )
        const items = follow(clientOf(proxy.url), { stream: "events", from: "0" })
        const acted = act(more)
        const early = await take(items, 15)
        await acted
        await act(1)
        const whole = await cursors()
        expect([...early, ...(await take(items, whole.length - early.length))]).toEqual(whole)
        await items.return()
        await proxy.close()
        expect(proxy.cuts).toBeGreaterThan(0)
      }),
      { numRuns: 15 },
    )
  })

  it("is told of what happened while there was no line", async () => {
    const proxy = await CuttingProxy.open(
      () => serving.port,
      () => Infinity,
    )
    const client = clientOf(proxy.url)
    const states: boolean[] = []
    const stop = watchConnection(client, (isUp) => void states.push(isUp))
    const items = follow(client, { stream: "transactions", service: "provenance" })
    const first = items.next()
    await until(() => states.at(-1) === true)
    await act(1)
    const { height } = test.ledger.status()
    expect((await first).value?.item.operations[0]?.command).toBe("provenance.setClass")
    proxy.cut()
    await until(() => states.at(-1) === false)
    await act(3)
    const after = await take(items, 3)
    expect(after.every((cursor) => BigInt(cursor.split(".")[0]!) >= height)).toBe(true)
    expect(new Set(after).size).toBe(3)
    expect(states).toEqual([false, true, false, true])
    await items.return()
    stop()
    await proxy.close()
  })

  it("shares one line with all others of its client, until the last of them leaves", async () => {
    const proxy = await CuttingProxy.open(
      () => serving.port,
      () => Infinity,
    )
    const client = clientOf(proxy.url)
    const blocks = follow(client, { stream: "blocks", from: "1" })
    const rows = follow(client, { stream: "rows", from: "0", service: "organisations" })
    const events = follow(client, { stream: "events", from: "0" })
    expect((await blocks.next()).value?.item.height).toBe("1")
    expect((await rows.next()).value?.item.service).toBe("organisations")
    expect((await events.next()).value?.item.service).toBe("provenance")
    expect(proxy.came).toBe(1)
    await Promise.all([blocks.return(), rows.return(), events.return()])
    await until(() => test.gateway.feed.places.connections === 0)
    await proxy.close()
  })

  it("may be slow: beyond 2,000 items it is deaf for a while, and asks again", async () => {
    for (let i = 0; i < 4; i++) await actAtOnce(OPERATIONS)
    const sent: string[] = []
    const connect = (url: string) => {
      const socket = new WebSocket(url)
      const send = socket.send.bind(socket)
      return Object.assign(socket, {
        send(text: string) {
          sent.push((JSON.parse(text) as { kind: string }).kind)
          send(text)
        },
      }) as Socket
    }
    const client = createClient({ url: `http://127.0.0.1:${serving.port}`, connect })
    const items = follow(client, { stream: "events", from: "0" })
    const whole = await cursors()
    expect(whole.length).toBeGreaterThan(OPERATIONS * 4)
    const first = await take(items, 1)
    await until(() => sent.includes("unsubscribe"))
    const taken = [...first]
    while (taken.length < whole.length) {
      taken.push(...(await take(items, 1)))
      if (taken.length % 20 === 0) await new Promise((next) => setImmediate(next))
    }
    expect(taken).toEqual(whole)
    expect(sent.filter((kind) => kind === "subscribe").length).toBeGreaterThan(1)
    await items.return()
  })

  it("ends by its signal, also before anything came", async () => {
    const abort = new AbortController()
    const client = clientOf(`http://127.0.0.1:${serving.port}`)
    const items = follow(client, { stream: "blocks", signal: abort.signal })
    const next = items.next()
    abort.abort()
    expect((await next).done).toBe(true)
    expect((await items.next()).done).toBe(true)
  })

  it("hears why it cannot be followed, with place and next step", async () => {
    const client = clientOf(`http://127.0.0.1:${serving.port}`)
    const wrong = [
      [{ stream: "evens" as "events" }, "unknown_stream", "/stream"],
      [{ stream: "events", service: "provenence" }, "unknown_value", "/service"],
      [{ stream: "events", from: "99999" }, "height_not_reached", undefined],
    ] as const
    for (const [asked, code, pointer] of wrong) {
      const failed = follow(client, asked).next()
      const facts = pointer === undefined ? {} : { facts: expect.objectContaining({ pointer }) }
      await expect(failed).rejects.toMatchObject({ code, ...facts })
    }
  })

  it("goes on after a restart of the node's gateway", async () => {
    let port = serving.port
    const proxy = await CuttingProxy.open(
      () => port,
      () => Infinity,
    )
    const items = follow(clientOf(proxy.url), { stream: "events", from: "0" })
    const known = await cursors()
    expect(await take(items, known.length)).toEqual(known)
    await serving.close()
    const { createGateway } = await import("@concordat/gateway")
    const { options } = test.gateway.feed
    const renewed = await serve(createGateway(options), { host: "127.0.0.1", port: 0 })
    port = renewed.port
    await act(2)
    const more = (await cursors()).slice(known.length)
    expect(await take(items, more.length)).toEqual(more)
    await items.return()
    await proxy.close()
    await renewed.close()
  })
})

/** Returns once it holds; looks whenever something else has run. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((next) => setImmediate(next))
}
