/** Leaf files of batches: whole, in parts, by span; kept only if they give the registered root. */
import type { Hash } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  CLASS_TERMS,
  openGateway,
  post,
  problemIn,
  send,
  type TestGateway,
} from "../gateway.testing.ts"
import { leavesOf, registerBatch } from "./story.testing.ts"

const LEAVES = 100
const BYTES = LEAVES * 32
const OTHER = "ab".repeat(32)

let test: TestGateway
let statement: Hash
const leaves = leavesOf(LEAVES)

beforeAll(async () => {
  test = await openGateway()
  await post(test, "/v1/provenance/setClass", CLASS_TERMS)
  statement = await registerBatch(test, leaves)
})
afterAll(() => test.close())

/** Puts bytes; `range` is the Content-Range, where it is a part. */
function put(bytes: Uint8Array, range: string | null = null, name: string = statement) {
  return send(test.gateway, `/v1/provenance/batches/${name}`, {
    method: "PUT",
    headers: {
      "Content-Type": "application/octet-stream",
      ...(range === null ? {} : { "Content-Range": range }),
    },
    body: bytes as Uint8Array<ArrayBuffer>,
  })
}

/** Puts the bytes from `start` to `end` as that part of the file. */
const part = (start: number, end: number) =>
  put(leaves.slice(start, end), `bytes ${start}-${end - 1}/${BYTES}`)

async function fetched(headers: Readonly<Record<string, string>> = {}) {
  const answer = await send(test.gateway, `/v1/provenance/batches/${statement}`, { headers })
  return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) }
}

describe("a leaf file", () => {
  it("is not there before it was put", async () => {
    const answer = await send(test.gateway, `/v1/provenance/batches/${statement}`)
    expect(await problemIn(answer)).toMatchObject({ status: 404, code: "unknown_statement" })
  })

  it("is kept whole, and given back", async () => {
    const answer = await put(leaves)
    const progress = { statement, leaves: LEAVES, received: BYTES, complete: true }
    expect(await answer.json()).toEqual(progress)
    const { answer: kept, bytes } = await fetched()
    expect(kept.headers.get("content-length")).toBe(String(BYTES))
    expect(bytes).toEqual(leaves)
  })

  it("is given by spans of bytes, and whole where a span makes no sense", async () => {
    const { answer, bytes } = await fetched({ Range: "bytes=32-63" })
    expect([answer.status, answer.headers.get("content-range")]).toEqual([206, "bytes 32-63/3200"])
    expect(bytes).toEqual(leaves.slice(32, 64))
    expect((await fetched({ Range: "bytes=3168-" })).bytes).toEqual(leaves.slice(3_168))
    for (const Range of ["bytes=9-3", "bytes=9999-", "lines=1-2", "bytes=0-1,4-5"]) {
      const whole = await fetched({ Range })
      expect([whole.answer.status, whole.bytes.length]).toEqual([200, BYTES])
    }
  })

  it("comes in parts, one after the other", async () => {
    test.batches.kept.clear()
    const told: unknown[] = []
    for (const [start, end] of [
      [0, 1_600],
      [1_600, 1_632],
      [1_632, BYTES],
    ] as const) {
      told.push(await (await part(start, end)).json())
    }
    expect(told).toMatchObject([
      { received: 1_600, complete: false },
      { received: 1_632, complete: false },
      { received: BYTES, complete: true },
    ])
    expect((await fetched()).bytes).toEqual(leaves)
  })

  it("may begin anew at any time", async () => {
    test.batches.kept.clear()
    await part(0, 320)
    await part(0, 640)
    expect(await (await part(640, BYTES)).json()).toMatchObject({ complete: true })
    expect((await fetched()).bytes).toEqual(leaves)
  })
})

describe("nothing is kept", () => {
  const refused = async (answer: Response, code: string, more: object = {}) => {
    expect(await problemIn(answer)).toMatchObject({ code, ...more })
    expect(test.batches.kept.size).toBe(0)
  }

  it("of leaves that give another root", async () => {
    test.batches.kept.clear()
    const changed = leaves.slice()
    changed[5]! ^= 1
    await refused(await put(changed), "batch_root_mismatch", { status: 400 })
    const last = changed.slice(1_600)
    await put(changed.slice(0, 1_600), `bytes 0-1599/${BYTES}`)
    await refused(await put(last, `bytes 1600-3199/${BYTES}`), "batch_root_mismatch")
  })

  it("of three bytes more, and of another number of leaves", async () => {
    const more = new Uint8Array(BYTES + 3)
    await refused(await put(more), "trailing_bytes", { status: 400 })
    await refused(await put(leavesOf(LEAVES - 1)), "batch_root_mismatch", {
      ...{ expected: LEAVES, actual: LEAVES - 1 },
    })
  })

  it("of a part out of order; it is told what is due", async () => {
    await part(0, 320)
    await refused(await part(640, 960), "wrong_state", { status: 409, expected: "bytes 320-" })
    await refused(await part(320, 330), "length_mismatch")
    expect(await (await part(320, BYTES)).json()).toMatchObject({ complete: true })
    test.batches.kept.clear()
    await refused(await part(320, 640), "wrong_state", { expected: "bytes 0-" })
  })

  it("of a part that is not as long as it says, or says it in another way", async () => {
    await refused(await put(leaves.slice(0, 32), "bytes 0-63/3200"), "length_mismatch")
    await refused(await put(leaves.slice(0, 32), "bytes 0-31/*"), "request_malformed")
    await refused(await put(leaves.slice(0, 32), "bytes 31-0/3200"), "length_mismatch")
  })

  it("of a part while another one is taken in", async () => {
    const [first, second] = await Promise.all([part(0, 320), part(320, 640)])
    expect(first.status).toBe(200)
    const busy = await problemIn(second)
    expect(busy).toMatchObject({ code: "node_busy", status: 503 })
    expect(second.headers.get("retry-after")).toBe("1")
  })

  it("of a statement that is not registered, or not named", async () => {
    await refused(await put(leaves, null, OTHER), "unknown_statement", { status: 404 })
    await refused(await put(leaves, null, "zz"), "hex_malformed", { pointer: "/statement" })
  })
})
