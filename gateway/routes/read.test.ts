/** What is and what happened, as the routes tell it: against what the ledger itself says. */
import {
  anchorKind,
  fromBase64url,
  fromHex,
  type Json,
  type JsonObject,
  leafHashOf,
  logRoot,
  MerkleLog,
  verifyBundle,
  verifyConsistency,
} from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openGateway, problemIn, send, type TestGateway } from "../gateway.testing.ts"
import { type Story, tellDocuments } from "../provenance/story.testing.ts"

let test: TestGateway
let story: Story
beforeAll(async () => {
  test = await openGateway()
  story = await tellDocuments(test)
})
afterAll(() => test.close())

async function json(path: string): Promise<JsonObject> {
  const answer = await send(test.gateway, path)
  const body = (await answer.json()) as JsonObject
  expect(answer.status, JSON.stringify(body)).toBe(200)
  return body
}

const refusal = async (path: string) => problemIn(await send(test.gateway, path))

describe("the ledger", () => {
  it("tells what it is at", async () => {
    const { chain, height, log, waiting } = test.ledger.status()
    expect(await json("/v1/status")).toMatchObject({
      ...{ chain, height: height.toString(), profile: "development", grade: "C", waiting },
      ...{ log: { size: log.size.toString(), root: log.root }, halted: null, version: "0.1.0" },
    })
  })

  it("gives an anchor, by which its evidence is verified", async () => {
    const anchor = anchorKind.fromJson(await json("/v1/anchor?at=1"))
    const path = `/v1/evidence/transactions/${story.transaction}?from=1`
    const answer = await send(test.gateway, path)
    const bundle = new Uint8Array(await answer.arrayBuffer())
    const { now } = test.ledger.status()
    expect(verifyBundle(bundle, anchor, { now })).toMatchObject({ valid: true, grade: "C" })
  })

  it("has no anchor above its tip", async () => {
    expect(await refusal("/v1/anchor?at=999")).toMatchObject({
      ...{ code: "height_not_reached", status: 404, height: "999" },
    })
  })
})

describe("blocks", () => {
  it("come newest first, page by page, without a gap", async () => {
    const heights: string[] = []
    let before = ""
    for (;;) {
      const page = await json(`/v1/blocks?limit=3${before}`)
      heights.push(...(page["blocks"] as { height: string }[]).map(({ height }) => height))
      if (page["next"] === null) break
      before = `&before=${page["next"]}`
    }
    const tip = Number(test.ledger.status().height)
    expect(heights).toEqual(Array.from({ length: tip }, (_, i) => String(tip - i)))
  })

  it("name their transactions and signers", async () => {
    const record = await json(`/v1/transactions/${story.transaction}`)
    const block = await json(`/v1/blocks/${record["height"]}`)
    expect(block["items"]).toContainEqual({ transaction: story.transaction, status: "accepted" })
    expect(block["signers"]).toHaveLength(1)
  })

  it("that do not exist are refused, with the tip", async () => {
    const tip = test.ledger.status().height.toString()
    expect(await refusal("/v1/blocks/999")).toMatchObject({ actual: tip, status: 404 })
    expect(await refusal("/v1/blocks/0")).toMatchObject({ code: "unknown_record" })
    expect(await refusal("/v1/blocks/one")).toMatchObject({ code: "integer_malformed" })
  })
})

describe("a transaction", () => {
  it("is told with its content, events and the very bytes", async () => {
    const told = await json(`/v1/transactions/${story.transaction}`)
    const record = await test.ledger.transaction(story.transaction as never)
    expect(fromBase64url(told["bytes"] as string)).toEqual(record!.bytes)
    expect(told).toMatchObject({
      ...{ status: "accepted", operations: [{ command: "provenance.register" }] },
      emitted: [{ event: "statement_registered", fields: { statement: story.document } }],
    })
  })

  it("that no block holds is not there", async () => {
    expect(await refusal(`/v1/transactions/${"ab".repeat(32)}`)).toMatchObject({
      ...{ code: "unknown_record", status: 404 },
    })
  })
})

describe("events", () => {
  it("come in log order and backwards, and one by one", async () => {
    const forwards = (await json("/v1/events"))["events"] as { position: string }[]
    const backwards = (await json("/v1/events?before=999"))["events"] as { position: string }[]
    expect(forwards.length).toBeGreaterThan(2)
    expect(backwards).toEqual(forwards.toReversed())
    for (const event of forwards) expect(await json(`/v1/events/${event.position}`)).toEqual(event)
  })

  it("are found by service and name, and followed by cursor", async () => {
    const seen: Json[] = []
    let after = ""
    for (let pages = 0; pages < 9; pages++) {
      const page = await json(`/v1/events?event=statement_registered&limit=1${after}`)
      seen.push(...(page["events"] as Json[]))
      if (page["next"] === null) break
      after = `&after=${page["next"]}`
    }
    const names = seen.map((event) => (event as JsonObject)["event"])
    expect(names).toEqual(["statement_registered", "statement_registered"])
    expect((await json("/v1/events?service=organisations"))["events"]).toEqual([])
  })

  it("beyond the log are not there", async () => {
    expect(await refusal("/v1/events/999")).toMatchObject({ code: "unknown_record" })
  })
})

describe("the event log", () => {
  it("of every size begins the present one", async () => {
    const { size } = test.ledger.status().log
    const log = new MerkleLog()
    for (let at = 0n; at < size; at++) {
      log.append([leafHashOf((await test.ledger.event(at))!.leaf)])
    }
    for (let first = 0n; first <= size; first++) {
      const proof = await json(`/v1/consistency?first=${first}`)
      expect(proof["second"]).toBe(size.toString())
      expect(
        verifyConsistency({
          ...{ first, second: size, firstRoot: log.root(first) },
          secondRoot: fromHex(proof["root"] as string),
          path: (proof["path"] as string[]).map((hash) => fromHex(hash)),
        }),
      ).toBe(true)
    }
    expect(logRoot(log.head())).toEqual(fromHex(test.ledger.status().log.root))
  })

  it("has no size that it has not reached, and none before another", async () => {
    const unreached = { code: "height_not_reached", status: 404 }
    expect(await refusal("/v1/consistency?second=999")).toMatchObject(unreached)
    expect(await refusal("/v1/consistency?first=2&second=1")).toMatchObject(unreached)
  })
})
