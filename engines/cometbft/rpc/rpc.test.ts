/**
 * The engine's RPC: answers as CometBFT 0.40.0 gave them, calls over a socket, and their failures.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { headerHash, STAMP_ABSENT, toHex } from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { peersOf, signedHeaderOf, standingOf, transactionsOf } from "./answers.ts"
import { RpcClient } from "./client.ts"
import { stampOfText } from "./json.ts"

const EMPTY_HASH = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
const VALIDATORS = "DD9A8CA8BDB54317832E12FB993BA7B340A166547D4F5CF1412B3FA082E63666"
const BLOCK = "048B31540B3C0DD6FBCC19C91DD800A8032F70AB818E3AF50AE47EA27B5B955D"

/** What a node with the engine's example application answered to `commit` at height 1. */
const COMMIT = {
  signed_header: {
    header: {
      version: { block: "11", app: "1" },
      chain_id: "test-chain-3JcnEV",
      height: "1",
      time: "2026-11-28T09:11:29.602434156Z",
      last_block_id: { hash: "", parts: { total: 0, hash: "" } },
      last_commit_hash: EMPTY_HASH,
      data_hash: EMPTY_HASH,
      validators_hash: VALIDATORS,
      next_validators_hash: VALIDATORS,
      consensus_hash: "27521960C9E6E396E9B8E9C2AB1B23A87D0788CDF5886BF11E359AD5C4A2D27B",
      app_hash: "0000000000000000",
      last_results_hash: EMPTY_HASH,
      evidence_hash: EMPTY_HASH,
      proposer_address: "30FC19E4BC48C1B124ECC51388D6C4129E5E7F19",
    },
    commit: {
      height: "1",
      round: 0,
      block_id: {
        hash: BLOCK,
        parts: {
          total: 1,
          hash: "98B20D8F619A397C263170D9F2D0D60AE2F5D30FEC2EBBC0ECE7A02F1A3DBF8F",
        },
      },
      signatures: [
        {
          block_id_flag: 2,
          validator_address: "30FC19E4BC48C1B124ECC51388D6C4129E5E7F19",
          timestamp: "2026-11-28T09:11:29.953074447Z",
          signature: `${"A".repeat(86)}==`,
        },
        {
          block_id_flag: 1,
          validator_address: "",
          timestamp: "0001-01-01T00:00:00Z",
          signature: null,
        },
      ],
    },
  },
  canonical: false,
}

describe("answers", () => {
  it("a header hashes to the block's name, a commit keeps its nanoseconds", () => {
    const { header, commit } = signedHeaderOf(COMMIT)
    expect(toHex(headerHash(header)).toUpperCase()).toBe(BLOCK)
    const [cast, absent] = commit.signatures
    expect(cast).toMatchObject({ flag: 2, time: { nanos: 953_074_447 } })
    expect(cast?.signature).toHaveLength(64)
    expect(absent).toEqual({
      ...{ flag: 1, address: new Uint8Array(), time: STAMP_ABSENT },
      signature: new Uint8Array(),
    })
  })

  it("times have up to nine digits", () => {
    expect(stampOfText("1970-01-01T00:00:01.5Z")).toEqual({ seconds: 1n, nanos: 500_000_000 })
    expect(stampOfText("2026-01-01T00:00:00Z").nanos).toBe(0)
  })

  it("standing, transactions and peers", () => {
    const sync_info = {
      ...{ latest_block_height: "7", earliest_block_height: "2", catching_up: true },
    }
    expect(standingOf({ node_info: { id: "ab" }, sync_info })).toEqual({
      ...{ id: "ab", height: 7n, first: 2n, catchingUp: true },
    })
    const block = (txs: unknown) => ({ block: { data: { txs } } })
    expect(transactionsOf(block(["YT1i"])).map((tx) => Buffer.from(tx).toString())).toEqual(["a=b"])
    expect(transactionsOf(block(null))).toEqual([])
    expect(peersOf({ peers: [{ node_info: { id: "x" } }] })).toEqual(["x"])
    expect(peersOf({})).toEqual([])
  })

  it.each([
    null,
    {},
    { signed_header: { header: {}, commit: {} } },
    {
      signed_header: {
        ...COMMIT.signed_header,
        commit: { ...COMMIT.signed_header.commit, signatures: null },
      },
    },
    {
      signed_header: {
        ...COMMIT.signed_header,
        header: { ...COMMIT.signed_header.header, time: "yesterday" },
      },
    },
    {
      signed_header: {
        ...COMMIT.signed_header,
        header: { ...COMMIT.signed_header.header, height: "-1" },
      },
    },
  ])("of another form are engine_unsupported (%#)", (answer) => {
    expect(() => signedHeaderOf(answer)).toThrow(
      expect.objectContaining({ code: "engine_unsupported" }),
    )
  })
})

describe("calls", () => {
  let folder: string
  let path: string
  let server: Server
  let bodies: unknown[]
  let answer: (body: never) => string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "concordat-rpc-"))
    path = join(folder, "r.sock")
    bodies = []
    server = createServer(async (request, response) => {
      let text = ""
      for await (const piece of request) text += piece
      bodies.push(JSON.parse(text))
      response.end(answer(bodies.at(-1) as never))
    }).listen(path)
    await new Promise((resolve) => server.once("listening", resolve))
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it("carry parameters by name and give the result", async () => {
    answer = () => '{"jsonrpc":"2.0","id":0,"result":{"x":1}}'
    const client = new RpcClient(path)
    expect(await client.call("commit", { height: "3" })).toEqual({ x: 1 })
    expect(bodies).toEqual([{ jsonrpc: "2.0", id: 0, method: "commit", params: { height: "3" } }])
    client.close()
  })

  it("of a batch are answered in their order, whatever the order of the answers", async () => {
    answer = () =>
      '[{"id":2,"error":{"message":"Internal error","data":"tx already exists in cache"}},' +
      '{"id":0,"result":"first"}]'
    const client = new RpcClient(path)
    const calls = ["a", "b", "c"].map((method) => ({ method }))
    expect(await client.batch(calls)).toEqual([
      { result: "first" },
      { error: "no answer" },
      { error: "tx already exists in cache" },
    ])
    client.close()
  })

  it("node_unreachable: an error, rubbish, and nobody there", async () => {
    const client = new RpcClient(path)
    answer = () => '{"id":0,"error":{"message":"Internal error","data":"height 9 must be less"}}'
    await expect(client.call("commit")).rejects.toMatchObject({
      code: "node_unreachable",
      cause: { message: "commit: height 9 must be less" },
    })
    answer = () => "<html>"
    await expect(client.call("status")).rejects.toMatchObject({ code: "node_unreachable" })
    client.close()
    const nobody = new RpcClient(join(folder, "none.sock"))
    await expect(nobody.batch([{ method: "status" }])).rejects.toMatchObject({
      code: "node_unreachable",
      details: { path: join(folder, "none.sock") },
    })
  })
})
