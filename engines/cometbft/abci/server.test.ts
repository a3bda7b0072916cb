/** The server as the engine meets it: order, batches, back-pressure, failures, calls that stall. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { delimited, fromHex } from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { TestClock } from "../../testing/index.ts"
import { encodeRequest } from "./envelope.ts"
import type { Handlers } from "./handlers.ts"
import { keyValue } from "./key-value.testing.ts"
import { Peer } from "./peer.testing.ts"
import { type AbciServer, removeStaleSocket, type ServerOptions, serveAbci } from "./server.ts"

let folder: string
let path: string
let clock: TestClock
let server: AbciServer | null
let endings: unknown[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "concordat-abci-"))
  path = join(folder, "a.sock")
  clock = new TestClock()
  server = null
  endings = []
})
afterEach(async () => {
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

async function served(handlers: Handlers, options: Partial<ServerOptions> = {}): Promise<Peer> {
  const onClosed = (failure: unknown) => void endings.push(failure)
  server = await serveAbci({
    ...{ at: path, handlers, clock, scheduler: clock, onClosed },
    ...options,
  })
  return Peer.connect(path)
}

describe("replies", () => {
  it("come in the order of the requests, also where a later one is ready first", async () => {
    const slow = Promise.withResolvers<void>()
    const peer = await served({
      info: async () => {
        await slow.promise
        return { data: "slow" }
      },
      query: () => ({ log: "quick" }),
    })
    peer.send("info")
    peer.send("query")
    peer.send("flush")
    await nextTurn()
    slow.resolve()
    const replies = [await peer.next(), await peer.next(), await peer.next()]
    expect(replies.map((reply) => reply?.method)).toEqual(["info", "query", "flush"])
  })

  it("of connections do not wait for each other", async () => {
    const slow = Promise.withResolvers<void>()
    const one = await served({
      info: async () => {
        await slow.promise
        return {}
      },
      query: () => ({ log: "quick" }),
    })
    one.send("info")
    const other = await Peer.connect(path)
    expect(await other.call("query")).toMatchObject({ body: { log: "quick" } })
    slow.resolve()
    expect(await one.next()).toMatchObject({ method: "info" })
  })

  it("to five hundred requests of one read leave in few writes", async () => {
    const { handlers, checked } = keyValue()
    const peer = await served(handlers)
    const tx = new TextEncoder().encode("a=b")
    const requests = Array.from({ length: 500 }, () => delimited(encodeRequest("check_tx", { tx })))
    peer.socket.write(Buffer.concat([...requests, delimited(encodeRequest("flush"))]))
    for (let i = 0; i < 500; i++) expect(await peer.next()).toMatchObject({ method: "check_tx" })
    expect(await peer.next()).toMatchObject({ method: "flush" })
    expect(checked()).toBe(500)
    expect(peer.pieces).toBeLessThan(20)
  })

  it("wait for a peer that does not read, and so do its further requests", async () => {
    const value = new Uint8Array(200_000)
    let asked = 0
    const peer = await served({
      query: () => {
        asked++
        return { value }
      },
    })
    peer.socket.pause()
    for (let i = 0; i < 200; i++) peer.send("query")
    for (let before = -1; asked !== before; ) {
      before = asked
      for (let turn = 0; turn < 100; turn++) await nextTurn()
    }
    expect(asked).toBeLessThan(100)
    peer.socket.resume()
    for (let i = 0; i < 200; i++) expect(await peer.next()).toMatchObject({ method: "query" })
    expect(asked).toBe(200)
  })
})

describe("requests", () => {
  it("are read while one is answered, up to a bound, that no engine wait to write", async () => {
    const slow = Promise.withResolvers<void>()
    const peer = await served({
      query: async () => {
        await slow.promise
        return {}
      },
    })
    const { socket } = peer
    const query = { data: new Uint8Array(200_000) }
    for (let i = 0; i < 20; i++) peer.send("query", query)
    while (socket.writableLength > 0) await nextTurn()
    for (let i = 0; i < 80; i++) peer.send("query", query)
    for (let before = -1; socket.writableLength !== before; ) {
      before = socket.writableLength
      for (let turn = 0; turn < 100; turn++) await nextTurn()
    }
    expect(socket.writableLength).toBeGreaterThan(0)
    slow.resolve()
    for (let i = 0; i < 100; i++) expect((await peer.next())?.method).toBe("query")
  })
})

describe("failures", () => {
  it("E04: an unknown request gets an exception, then the connection ends", async () => {
    const peer = await served({})
    peer.socket.write(delimited(fromHex("aa0100")))
    expect(await peer.next()).toEqual({ method: "exception", error: "Request 21 is not known." })
    expect(await peer.next()).toBeNull()
    expect(endings).toMatchObject([{ code: "unknown_request" }])
  })

  it("E04: a frame that is too large ends the connection unread", async () => {
    const peer = await served({})
    peer.socket.write(fromHex("8080808008"))
    expect(await peer.next()).toMatchObject({ method: "exception" })
    expect(await peer.next()).toBeNull()
    expect(endings).toMatchObject([{ code: "frame_too_large" }])
  })

  it("a method without a function, and one that fails: an exception each", async () => {
    const handlers: Handlers = {
      commit: () => {
        throw new TypeError("thrown")
      },
      query: () => Promise.reject(new Error("rejected")),
    }
    for (const [method, error] of [
      ["info", "This application does not answer info."],
      ["commit", "thrown"],
      ["query", "rejected"],
    ] as const) {
      const peer = await served(handlers)
      peer.send("echo", { message: "before" })
      peer.send(method)
      expect(await peer.next()).toMatchObject({ method: "echo" })
      expect(await peer.next()).toEqual({ method: "exception", error })
      expect(await peer.next()).toBeNull()
      await server?.close()
    }
  })

  it("a peer that leaves is no failure", async () => {
    const peer = await served({})
    expect(await peer.call("flush")).toMatchObject({ method: "flush" })
    peer.socket.destroy()
    while (endings.length === 0) await nextTurn()
    expect(endings).toEqual([null])
    expect(server?.connections).toBe(0)
  })
})

describe("the watchdog", () => {
  it("engine_stalled: tells a call at 2 s and at 30 s, once each, no quick one", async () => {
    const told: [string, boolean][] = []
    const entered = Promise.withResolvers<void>()
    const stuck = Promise.withResolvers<object>()
    const finalize_block = () => {
      entered.resolve()
      return stuck.promise
    }
    const peer = await served(
      { finalize_block, query: () => ({}) },
      { onSlow: (method, _, stalled) => void told.push([method, stalled]) },
    )
    await peer.call("query")
    clock.advance(60_000)
    peer.send("finalize_block")
    peer.send("flush")
    await entered.promise
    for (let second = 0; second < 60; second++) clock.advance(1_000)
    expect(told).toEqual([
      ["finalize_block", false],
      ["finalize_block", true],
    ])
    stuck.resolve({})
    expect(await peer.next()).toMatchObject({ method: "finalize_block" })
  })
})

describe("the address", () => {
  it("is a unix socket in a path that is short enough", async () => {
    await served({})
    expect(server?.address).toBe(`unix://${path}`)
    for (const at of ["relative.sock", `/${"x".repeat(103)}`]) {
      const wrong = serveAbci({ at, handlers: {}, clock, scheduler: clock })
      await expect(wrong).rejects.toMatchObject({ code: "configuration_invalid" })
    }
  })

  it("may be TCP on loopback", async () => {
    const tcp = await serveAbci({ at: 0, handlers: {}, clock, scheduler: clock })
    expect(tcp.address).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/)
    await tcp.close()
  })

  it("takes the place of a socket that nobody listens on, never of a file", async () => {
    const dead = createServer().listen(path)
    await new Promise((resolve) => dead.once("listening", resolve))
    const peer = await served({})
    expect(await peer.call("flush")).toMatchObject({ method: "flush" })
    dead.close()
    const file = join(folder, "file")
    writeFileSync(file, "x")
    removeStaleSocket(file)
    expect(existsSync(file)).toBe(true)
    removeStaleSocket(join(folder, "absent"))
  })
})
