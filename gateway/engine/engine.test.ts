/**
 * `/engine` answers in CometBFT's forms, which the engine's own reader takes back to the very
 * headers, commits, sets and parameters; what is not there is said in the words that its light
 * client knows. The real client is asked in `test/cluster`.
 */
import {
  consensusHash,
  hashOf,
  headerHash,
  type JsonObject,
  signedHeaderFault,
  toHex,
} from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  isCanonical,
  paramsOf,
  signedHeaderOf,
  standingOf,
  transactionsOf,
  validatorsOf,
} from "../../engines/cometbft/rpc/answers.ts"
import {
  CLASS_TERMS,
  openGateway,
  post,
  problemIn,
  signedBy,
  type TestGateway,
} from "../gateway.testing.ts"

let test: TestGateway
beforeAll(async () => {
  test = await openGateway()
  for (const name of ["diploma", "thesis", "licence"]) {
    const operation = { command: "provenance.setClass", input: { ...CLASS_TERMS, class: name } }
    await test.ledger.submit(signedBy(test, "education/registrar", [operation]))
  }
})
afterAll(() => test.close())

type Said = { readonly result?: unknown; readonly error?: { code: number; data: string } }

async function call(method: string, params: JsonObject = {}): Promise<Said> {
  const response = await post(test, "/engine", { jsonrpc: "2.0", id: 7, method, params })
  expect(response.status).toBe(200)
  const answer = (await response.json()) as Said & { id: unknown }
  expect(answer.id).toBe(7)
  return answer
}
const faultOf = async (method: string, params: JsonObject) =>
  (await call(method, params)).error?.data

describe("what is certified", () => {
  it("is read back to what the archive holds, hash by hash", async () => {
    const { archive, chain } = test.ledger
    for (let height = 1n; height <= archive.last; height++) {
      const at = { height: String(height) }
      const held = (await archive.block(height))!
      const { result } = await call("commit", at)
      const { header, commit } = signedHeaderOf(result)
      expect(headerHash(header)).toEqual(headerHash(held.header))
      expect(commit).toEqual(held.commit)
      const { validators, total } = validatorsOf((await call("validators", at)).result)
      expect(total).toBe(validators.length)
      expect(signedHeaderFault({ header, commit, validators }, chain)).toBeNull()
      const params = paramsOf((await call("consensus_params", at)).result)
      expect(params).toMatchObject({ hash: header.consensus, appVersion: header.version.app })
      expect(params.hash).toBe(hashOf(consensusHash(params.parameters.block)))
      expect(isCanonical(result)).toBe(height < archive.last)
      const block = (await call("block", at)).result
      expect(transactionsOf(block)).toEqual(held.transactions)
    }
  })

  it("is the newest where no height is named, with numbers in either form", async () => {
    const { archive } = test.ledger
    const newest = signedHeaderOf((await call("commit")).result)
    expect(newest.header.height).toBe(archive.last)
    expect((await call("header", { height: 1 })).result).toMatchObject({
      header: { height: "1", chain_id: test.ledger.chain },
    })
    expect(standingOf((await call("status")).result)).toMatchObject({
      ...{ height: archive.last, catchingUp: false },
    })
    expect(await call("health")).toMatchObject({ result: {} })
  })
})

describe("what is not there", () => {
  it("is said as the light client reads it", async () => {
    const { last } = test.ledger.archive
    expect(await faultOf("commit", { height: String(last + 1n) })).toBe(
      `height ${last + 1n} must be less than or equal to the current blockchain height ${last}`,
    )
    expect(await faultOf("block", { height: "0" })).toBe(
      "height 0 is not available, lowest height is 1",
    )
    expect(await faultOf("commit", { height: "seven" })).toBe("height is no whole number")
    expect(await faultOf("validators", { page: "2" })).toBe("page should be within [1, 1] range")
  })

  it("is no method: nothing is sent, dialled or changed through here", async () => {
    for (const method of [
      "broadcast_tx_sync",
      "dial_peers",
      "abci_query",
      "genesis",
      "__proto__",
    ]) {
      expect(await call(method)).toMatchObject({ error: { code: -32_601 } })
    }
  })

  it.each([
    ["field_missing", { jsonrpc: "2.0", id: 1 }],
    ["field_missing", { jsonrpc: "2.0", method: "status" }],
    ["type_mismatch", [{ jsonrpc: "2.0", id: 1, method: "status" }]],
  ])("%s: a body that is no call", async (code, body) => {
    const response = await post(test, "/engine", body)
    expect(response.status).toBe(400)
    expect(await problemIn(response)).toMatchObject({ code })
  })

  it("a call of more than four kibibytes is not read", async () => {
    const params = { height: "1".repeat(5_000) }
    const response = await post(test, "/engine", {
      jsonrpc: "2.0",
      id: 1,
      method: "commit",
      params,
    })
    expect(response.status).toBe(413)
  })
})

it("hashes are upper case, as everywhere in that form", async () => {
  const { result } = await call("commit", { height: "1" })
  const { header } = signedHeaderOf(result)
  const said = JSON.stringify(result)
  expect(said).toContain(toHex(headerHash(header)).toUpperCase())
})
