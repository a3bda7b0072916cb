/** Exports taken from a gateway: in which order it is asked, and what is refused before it is. */
import { encode, utf8, wholeBlockKind } from "@concordat/kernel"
import { expect, test } from "vitest"
import { createClient } from "../client.ts"
import { type AskedExport, exportAudit } from "./export.ts"
import type { Item } from "./items.ts"
import { BY, type KeyRow, OTHER, SEAL, SealedLedger, timeAt } from "./ledger.testing.ts"
import { verifyAudit } from "./verify.ts"

const CERTIFIED = 6
const HEX = "ab".repeat(32)
const row = { service: "oversight", table: "registers", key: ["education"] }

/** A gateway of the ledger; it proves `pruned` rows, and then no more. */
function gateway(ledger: SealedLedger, pruned: number) {
  let left = pruned
  const paths: string[] = []
  const bytes = (item: Item) => ("bundle" in item ? item.bundle : new Uint8Array())
  const answer = (path: string): Uint8Array => {
    const [, , , height] = path.split("/")
    if (path.includes("/evidence/organisations/keys/")) return bytes(ledger.sealing(CERTIFIED))
    if (path.includes("/evidence/oversight/")) return bytes(ledger.after(CERTIFIED, [OTHER]))
    if (path.includes("/evidence/transactions/")) return bytes(ledger.after(3, [OTHER]))
    if (!path.endsWith("/whole")) {
      const items = height === "1" ? [] : [{ transaction: HEX }]
      return utf8(JSON.stringify({ items, events: { first: "0", count: 0 } }))
    }
    const block = ledger.block(Number(height)) as Extract<Item, { block: unknown }>
    return encode(wholeBlockKind, block.block)
  }
  const fetch = async (url: string) => {
    const path = url.slice("http://ledger".length)
    paths.push(path)
    const late = path.includes("/evidence/oversight/") && --left < 0
    if (!late && !path.includes("/evidence/organisations/consortium")) {
      return new Response(answer(path) as BufferSource)
    }
    const problem = JSON.stringify({ code: "height_pruned", detail: "No longer kept." })
    const headers = { "Content-Type": "application/problem+json" }
    return new Response(problem, { status: 410, headers })
  }
  return { client: createClient({ url: "http://ledger", fetch }), paths }
}

const asked: AskedExport = {
  ...{ by: BY, seal: { kid: SEAL.kid, algorithm: "ed25519", sign: SEAL.sign }, now: timeAt(60) },
  ...{ range: { from: 2n, to: 3n }, openings: [], anchor: "1" },
  rows: () => [row, row],
}

/** All parts; what was thrown is a refusal, and has a code. */
async function taken(ledger: SealedLedger, change: Partial<AskedExport> = {}, pruned = 99) {
  const { client, paths } = gateway(ledger, pruned)
  const parts: Uint8Array[] = []
  try {
    for await (const part of exportAudit(client, { ...asked, ...change })) parts.push(part)
    return { parts, paths, refused: null }
  } catch (failure) {
    return { parts, paths, refused: failure as { readonly code: string; readonly message: string } }
  }
}

test("rows come first, after one height, and the whole verifies", async () => {
  const ledger = new SealedLedger()
  const { parts, paths, refused } = await taken(ledger)
  expect(refused).toBeNull()
  expect(paths).toEqual([
    `/v1/evidence/organisations/keys/${SEAL.kid}?from=1`,
    ...Array(2).fill(`/v1/evidence/oversight/registers/education?from=1&at=${CERTIFIED}`),
    ...["/v1/blocks/2/whole", "/v1/blocks/3/whole", "/v1/blocks/3"],
    `/v1/evidence/transactions/${HEX}?from=1`,
  ])
  const options = { anchors: [ledger.anchor], now: timeAt(120) }
  expect(await verifyAudit(parts, options)).toMatchObject({ valid: true, transactions: 2, rows: 3 })
})

test("a clock that is behind the ledger's seals at the ledger's time", async () => {
  const ledger = new SealedLedger()
  const { parts } = await taken(ledger, { now: timeAt(0) })
  const verdict = await verifyAudit(parts, { anchors: [ledger.anchor], now: timeAt(120) })
  expect([verdict.fault, verdict.manifest?.made]).toEqual([null, timeAt(CERTIFIED + 1)])
})

test.each<[string, Partial<KeyRow>]>([
  ["retired", { status: "retired" }],
  ["past its time", { until: timeAt(60) }],
  ["of another organisation", { holder: "education" as typeof BY }],
])("a key that is %s seals nothing, and nothing else is asked for", async (_, key) => {
  const { refused, parts, paths } = await taken(new SealedLedger({ key }))
  expect([refused?.code, parts.length, paths.length]).toEqual(["key_purpose_mismatch", 0, 1])
})

test("blocks that nothing certifies yet are refused before any is asked for", async () => {
  const { refused, paths } = await taken(new SealedLedger(), { range: { from: 2n, to: 7n } })
  expect([refused?.code, paths.length]).toEqual(["height_not_reached", 1])
})

test("blocks that nothing happened in, nor before, are proved by later ones alone", async () => {
  const { refused } = await taken(new SealedLedger(), { range: { from: 1n, to: 1n } })
  expect(refused?.code).toBe("height_pruned")
  expect(refused?.message).toContain("end the range later")
})

test("rows that the node proves no more say how many there were", async () => {
  const { refused } = await taken(new SealedLedger(), {}, 1)
  expect(refused?.code).toBe("height_pruned")
  expect(refused?.message).toContain("after block 6; 1 were taken")
})
