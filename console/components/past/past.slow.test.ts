/**
 * A row as of any time, against what was written when: by the state alone, which ends after 100
 * blocks, and by a read model, which goes on. The clients ask a real node in this process.
 */
import { type Client, SdkError } from "@concordat/sdk"
import { provenanceService } from "@concordat/services/provenance"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { clientOf } from "../../../gateway/access/access.testing.ts"
import {
  CLASS_TERMS,
  openGateway,
  post,
  type TestGateway,
} from "../../../gateway/gateway.testing.ts"
import { Projected } from "../../../gateway/queries/projected.testing.ts"
import { rowsAsOf } from "./past.ts"

const VERSIONS = 110
const MINUTE_MS = 60_000
const PLACE = { service: "provenance", table: "classes" }
const SHAPE = provenanceService.tables["classes"]!

/** A version of the class, and the block that wrote it. */
type Written = { readonly version: number; readonly height: bigint; readonly time: number }

/** A class that gets a version a block, a minute apart, after a block without it. */
async function written(test: TestGateway): Promise<readonly Written[]> {
  await post(test, "/v1/provenance/setClass", { ...CLASS_TERMS, class: "other" })
  const all: Written[] = []
  for (let version = 1; version <= VERSIONS; version++) {
    test.world.clock.advance(MINUTE_MS)
    const answer = await post(test, "/v1/provenance/setClass", { ...CLASS_TERMS, version })
    expect(answer.status).toBe(200)
    const height = BigInt(((await answer.json()) as { readonly height: string }).height)
    all.push({ version, height, time: (await test.ledger.block(height))!.time })
  }
  return all
}

const text = (ms: number) => new Date(ms).toISOString()

async function versionAt(client: Client, at: string | null) {
  const rows = await rowsAsOf(client, at)
  if ("began" in rows) return rows
  const { row, ...found } = await rows.row(PLACE, SHAPE, ["diploma"])
  return { ...found, version: row?.value["version"] ?? null }
}

const refused = (client: Client, at: string) =>
  versionAt(client, at).then(
    () => null,
    (failure: unknown) => (failure instanceof SdkError ? failure.code : failure),
  )

/** What every node tells of times that it knows. */
async function expectTold(client: Client, all: readonly Written[]): Promise<void> {
  for (const [index, { version, time }] of all.entries()) {
    const later = all[index + 1]?.time ?? time + MINUTE_MS
    for (const asked of [time, time + 1_000, later - 1]) {
      const found = await versionAt(client, text(asked))
      expect(found, `at ${text(asked)}`).toMatchObject({ version })
      const { time: told } = found as { readonly time: string }
      expect(Date.parse(told)).toBeLessThanOrEqual(asked)
    }
  }
}

describe("without a read model", () => {
  let test: TestGateway
  let all: readonly Written[]
  let client: Client
  beforeAll(async () => {
    test = await openGateway()
    all = await written(test)
    client = clientOf(test)
  })
  afterAll(() => test.close())

  it("tells a row as of every time of which the state is kept", async () => {
    const { provableFrom } = test.ledger.status()
    const kept = all.filter(({ height }) => height >= provableFrom)
    expect(kept.length).toBeGreaterThan(10)
    await expectTold(client, kept.slice(-10))
    const [{ version, height, time }] = kept as [Written, ...Written[]]
    const at = { height: String(height), time: text(time), version, provable: true }
    expect(await versionAt(client, String(height))).toEqual(at)
    expect(await versionAt(client, null)).toMatchObject({ version: VERSIONS })
  })

  it("is refused what was let go, and says when the ledger began", async () => {
    const [first] = all as [Written, ...Written[]]
    expect(await refused(client, text(first.time))).toBe("height_pruned")
    expect(await refused(client, String(first.height))).toBe("height_pruned")
    const block = (await test.ledger.block(1n))!
    expect(await versionAt(client, text(block.time - 1))).toEqual({ began: text(block.time) })
  })

  it("leaves to the node what is no moment of it", async () => {
    expect(await refused(client, "1000000")).toBe("height_not_reached")
    for (const at of ["yesterday", "-1", "01"]) {
      expect(await refused(client, at)).toBe("integer_malformed")
    }
  })
})

describe("with a read model", () => {
  let projected: Projected
  let all: readonly Written[]
  let client: Client
  beforeAll(async () => {
    projected = await Projected.open("pglite")
    all = await written(projected.test)
    await projected.reached()
    client = clientOf(projected.test)
  })
  afterAll(() => projected.close())

  it("tells what the state no longer does, without evidence", async () => {
    const { provableFrom } = projected.test.ledger.status()
    const old = all.filter(({ height }) => height < provableFrom)
    expect(old.length).toBeGreaterThan(3)
    await expectTold(client, old.slice(0, 3))
    await expectTold(client, all.slice(-2))
    const [{ version, height, time }] = old as [Written, ...Written[]]
    const at = { height: String(height), time: text(time), version, provable: false }
    expect(await versionAt(client, text(time))).toEqual(at)
  })

  it("tells that there was no such row, and as of which block", async () => {
    const [first] = all as [Written, ...Written[]]
    const before = await versionAt(client, text(first.time - 1))
    expect(before).toMatchObject({ version: null, provable: false })
    expect(BigInt((before as { readonly height: string }).height)).toBeLessThan(first.height)
    const { time } = (await projected.test.ledger.block(1n))!
    expect(await versionAt(client, text(time - 1))).toEqual({ began: text(time) })
  })
})
