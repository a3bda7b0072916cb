/** The one way in: one transaction, many, too many; what waits, and what is refused. */
import { concat, type JsonObject } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  CLASS_TERMS,
  openGateway,
  post,
  problemIn,
  send,
  signedBy,
  type TestGateway,
} from "../gateway.testing.ts"

const WHO = "education/registrar"

let test: TestGateway
beforeAll(async () => {
  test = await openGateway()
})
afterAll(() => test.close())

let made = 0
/** A signed transaction that defines a class of its own. */
function good(on: TestGateway = test): Uint8Array {
  const input = { ...CLASS_TERMS, class: `made-${made++}` }
  return signedBy(on, WHO, [{ command: "provenance.setClass", input } as never])
}

function sent(bytes: Uint8Array, type = "application/cose", on = test, path = "/v1/transactions") {
  return send(on.gateway, path, {
    ...{ method: "POST", headers: { "Content-Type": type } },
    body: bytes as Uint8Array<ArrayBuffer>,
  })
}

describe("one transaction", () => {
  it("is answered with its receipt once it is final", async () => {
    const receipt = (await (await sent(good())).json()) as JsonObject
    expect(receipt).toMatchObject({ status: "accepted", index: 0, events: { count: 1 } })
    const path = receipt["evidence"] as string
    expect((await send(test.gateway, path)).status).toBe(200)
  })

  it("is taken once; then it is told where it stands", async () => {
    const bytes = good()
    const { transaction, height } = (await (await sent(bytes)).json()) as JsonObject
    expect(await problemIn(await sent(bytes))).toMatchObject({
      ...{ code: "already_accepted", status: 409, transaction, height },
    })
  })

  it("that the rules refuse is told by the service, with its operation", async () => {
    const input = { ...CLASS_TERMS, class: "late", version: 7 }
    const bytes = signedBy(test, WHO, [{ command: "provenance.setClass", input } as never])
    expect(await problemIn(await sent(bytes))).toMatchObject({
      ...{ code: "stale_version", status: 409, service: "provenance", operation: 0 },
    })
  })

  it("may be rehearsed: the same answer, and nothing is sent", async () => {
    const before = test.ledger.status().height
    const bytes = good()
    const told = (await (await sent(bytes, "application/cose", test, "/v1/check")).json()) as object
    expect(told).toMatchObject({ status: "accepted", operations: [{ outcome: "accepted" }] })
    expect(test.ledger.status().height).toBe(before)
    expect((await sent(bytes)).status).toBe(200)
  })
})

describe("a sequence", () => {
  it("is answered one by one: the bad hinder no others", async () => {
    const first = good()
    const items = [first, good(), Uint8Array.of(0x01), first, good()]
    const answer = await sent(concat(...items), "application/cbor-seq")
    const { results } = (await answer.json()) as { results: JsonObject[] }
    expect(answer.status).toBe(200)
    expect(results.map(({ status }) => status)).toEqual([
      ...["accepted", "accepted", 400, expect.anything(), "accepted"],
    ])
    expect(results[2]).toMatchObject({ code: "transaction_malformed" })
    const requestId = answer.headers.get("x-request-id")
    expect(results[2]!["requestId"]).toBe(requestId)
  })

  it("that ends inside a transaction is refused whole", async () => {
    const before = test.ledger.status().transactions
    const body = concat(good(), good().subarray(0, 40))
    expect(await problemIn(await sent(body, "application/cbor-seq"))).toMatchObject({
      ...{ code: "length_mismatch", status: 400 },
    })
    expect(test.ledger.status().transactions).toBe(before)
  })
})

it("when too much waits, is told to come again, and may", async () => {
  const narrow = await openGateway({ node: { waiting: { transactions: 2, bytes: 1_000_000 } } })
  const items = Array.from({ length: 6 }, () => good(narrow))
  const answers = await Promise.all(items.map((bytes) => sent(bytes, "application/cose", narrow)))
  const busy = answers.filter(({ status }) => status === 503)
  expect(busy.length).toBeGreaterThan(0)
  expect(busy.length).toBeLessThan(6)
  for (const answer of busy) {
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/)
    expect(await problemIn(answer)).toMatchObject({ code: "node_busy" })
  }
  const [again] = items.filter((_, i) => answers[i]!.status === 503)
  expect((await sent(again!, "application/cose", narrow)).status).toBe(200)
  await narrow.close()
})

it("in JSON names one operation, and all that is wrong with it", async () => {
  const check = async (json: object) => problemIn(await post(test, "/v1/check", json as never))
  expect(await check([])).toMatchObject({ code: "type_mismatch" })
  expect(await check({})).toMatchObject({ code: "field_missing", pointer: "/command" })
  expect(await check({ command: "x.y", input: {}, more: 1 })).toMatchObject({
    ...{ code: "unknown_field", pointer: "/more" },
  })
  expect(await check({ command: "provenance.setclass", input: {} })).toMatchObject({
    ...{ code: "unknown_command", pointer: "/command" },
  })
  expect(await check({ command: "provenance.setClass" })).toMatchObject({
    ...{ code: "field_missing", pointer: "/input" },
  })
  const input = { ...CLASS_TERMS, keep: "long" }
  expect(await check({ command: "provenance.setClass", input })).toMatchObject({
    ...{ pointer: "/input/keep", status: 400 },
  })
})
