/** Headers of other gateways: led from the trusted one, or named for what they are. */
import { type Hash, headerHash, type LightBlock, stampMs, toHex } from "@concordat/kernel"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { altering, Gateways, honest } from "./gateways.testing.ts"
import { Headers } from "./headers.ts"

const [MINT, HALL, PORT] = ["http://mint/engine", "http://hall/engine", "http://port/engine"]

let gateways: Gateways
let last: bigint
beforeAll(async () => {
  gateways = await Gateways.open(MINT, HALL, PORT)
  last = gateways.test.ledger.archive.last
})
afterAll(() => gateways.close())
beforeEach(() => {
  for (const url of [MINT, HALL, PORT]) gateways.manners.set(url, honest)
})

const hashOf = ({ header }: Pick<LightBlock, "header">) => toHex(headerHash(header)) as Hash

/** Headers from a trusted height on, asked of these gateways. */
async function headersFrom(height: bigint, servers: readonly string[], hash?: Hash) {
  const { ledger, world } = gateways.test
  const trusted = (await ledger.archive.block(height))!
  const trust = { height, hash: hash ?? hashOf(trusted) }
  return new Headers(ledger.chain, { servers, trust }, world.clock)
}

describe("headers", () => {
  it("are those of the ledger, above and below the trusted one", async () => {
    const { archive } = gateways.test.ledger
    const headers = await headersFrom(4n, [MINT, HALL])
    for (const height of [4n, last, 1n, 5n, 2n]) {
      expect(hashOf(await headers.at(height))).toBe(hashOf((await archive.block(height))!))
    }
  })

  it("certify what goes on above a height: time, sets, parameters, the app hash", async () => {
    const { archive } = gateways.test.ledger
    const headers = await headersFrom(1n, [MINT, HALL])
    const certified = await headers.certify(3n)
    const { parameters, appVersion } = archive.parameters(4n)
    const [own, above] = [(await archive.block(3n))!, (await archive.block(4n))!]
    expect(certified).toMatchObject({
      ...{ height: 3n, appHash: above.header.app, time: stampMs(own.header.time) },
      ...{ current: archive.validators(4n), next: archive.validators(5n) },
      params: { parameters, appVersion },
    })
  })

  it("come from the next gateway where one is away, but two must say the same", async () => {
    gateways.manners.set(MINT, () => null)
    expect((await (await headersFrom(1n, [MINT, HALL, PORT])).certify(3n)).height).toBe(3n)
    const few = await headersFrom(1n, [MINT, HALL])
    await expect(few.certify(3n)).rejects.toMatchObject({ code: "node_unreachable" })
    const none = await headersFrom(1n, [MINT])
    await expect(none.at(3n)).rejects.toMatchObject({ code: "node_unreachable" })
  })

  it("upstream_mismatch: another trusted hash, altered headers, votes or sets", async () => {
    const other = await headersFrom(1n, [MINT, HALL], "00".repeat(32) as Hash)
    await expect(other.at(3n)).rejects.toMatchObject({ code: "upstream_mismatch" })
    for (const [method, field] of [
      ["commit", "app_hash"],
      ["commit", "signature"],
      ["commit", "last_commit_hash"],
      ["validators", "value"],
    ] as const) {
      gateways.manners.set(MINT, altering(method, field))
      const headers = await headersFrom(1n, [MINT, HALL])
      await expect(headers.certify(3n), field).rejects.toMatchObject({ code: "upstream_mismatch" })
    }
    gateways.manners.set(MINT, (method, body) =>
      method === "consensus_params" ? body.replace('"max_bytes":"4', '"max_bytes":"3') : body,
    )
    const headers = await headersFrom(1n, [MINT, HALL])
    await expect(headers.certify(3n)).rejects.toMatchObject({ code: "upstream_mismatch" })
  })

  it("fork_found: a second gateway has another header, or other parameters", async () => {
    gateways.manners.set(HALL, altering("commit", "app_hash"))
    const headers = await headersFrom(1n, [MINT, HALL])
    await expect(headers.certify(3n)).rejects.toMatchObject({
      ...{ code: "fork_found", details: { url: HALL, height: "4" } },
    })
    gateways.manners.set(HALL, (method, body) =>
      method === "consensus_params" ? body.replace('"100000"', '"100001"') : body,
    )
    const again = await headersFrom(1n, [MINT, HALL])
    await expect(again.certify(3n)).rejects.toMatchObject({ code: "fork_found" })
  })
})
