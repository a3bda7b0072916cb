/** Block hashes and commits against blocks and headers of real CometBFT ledgers. */
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { vectorFiles, vectorJson, vectors } from "../../test/vectors.ts"
import { toHex } from "../bytes.ts"
import { dataHash, encodeBlock, partSet } from "./block.ts"
import { blockIdOf, commitOf, headerOf, setOf } from "./comet.testing.ts"
import { commitHash } from "./commit.ts"
import { headerHash } from "./header.ts"
import { headerFault } from "./light-client.ts"
import { validatorsHash } from "./validator-set.ts"
import { verifyCommit } from "./verify-commit.ts"

// biome-ignore lint/suspicious/noExplicitAny: foreign data of many shapes.
type Foreign = any

const here = vectors("cometbft") !== null
const title = here ? "CometBFT's own data" : "no CometBFT data here (../shared/vectors/cometbft)"

/** Everything in an RPC answer that carries a header: blocks, block summaries, signed headers. */
function headersIn(found: Foreign): Foreign[] {
  if (found === null || typeof found !== "object") return []
  const below = Object.values(found).flatMap(headersIn)
  return "header" in found ? [found, ...below] : below
}

const answers = (here ? vectorFiles("cometbft/rpc", (path) => path.endsWith(".json")) : [])
  .map((path) => ({ path, result: JSON.parse(readFileSync(path, "utf8")).result }))
  .filter(({ result }) => headersIn(result).length > 0)

describe.skipIf(!here)(title, () => {
  it("hashes every header of known hash", () => {
    const expected = Object.entries<Foreign>(vectorJson("cometbft/header/expected.json"))
    expect(expected.length).toBeGreaterThan(0)
    for (const [file, { hash }] of expected) {
      const value = headerOf(vectorJson(`cometbft/header/${file}`))
      expect(toHex(headerHash(value))).toBe(hash.toLowerCase())
    }
  })

  it("refuses block protocol 10 by its version", () => {
    const old = headerOf(vectorJson("cometbft/header/header.json"))
    const details = { found: "10", expected: "11" }
    expect(headerFault(old, old.chain)).toMatchObject({ code: "bundle_unsupported", details })
  })

  it("verifies the commit of height 10 by the key of genesis, on its own chain only", () => {
    const answer = vectorJson("cometbft/rpc/v0_38/incoming/commit_at_height_10.json")
    const genesis = vectorJson("cometbft/rpc/v0_38/incoming/genesis.json").result.genesis
    const value = headerOf(answer.result.signed_header.header)
    const commit = commitOf(answer.result.signed_header.commit)
    const set = setOf(genesis)
    expect(toHex(validatorsHash(set))).toBe(value.validators)
    expect(headerHash(value)).toEqual(commit.block.hash)
    expect(verifyCommit(value.chain, commit, set)).toBeNull()
    expect(verifyCommit("otherchain", commit, set)).toMatchObject({ code: "commit_insufficient" })
  })

  it.each(answers)("hashes every header, block and commit of $path", ({ result }) => {
    for (const found of headersIn(result)) {
      const header = headerOf(found.header)
      if (found.commit) expect(headerHash(header)).toEqual(commitOf(found.commit).block.hash)
      if (found.block_id) expect(headerHash(header)).toEqual(blockIdOf(found.block_id).hash)
      if (!found.data) continue
      const transactions = (found.data.txs ?? []).map(
        (text: string) => new Uint8Array(Buffer.from(text, "base64")),
      )
      const lastCommit = commitOf(found.last_commit)
      expect(toHex(dataHash(transactions))).toBe(header.data)
      expect(toHex(commitHash(lastCommit))).toBe(header.lastCommit)
    }
  })

  it.each(answers)("cuts every block of $path into the parts it travelled in", ({ result }) => {
    const whole = [result, ...(result.blocks ?? [])].filter((one) => one.block_id && one.block)
    for (const { block, block_id } of whole) {
      if (block.evidence.evidence.length > 0) continue
      const bytes = encodeBlock({
        header: headerOf(block.header),
        transactions: (block.data.txs ?? []).map(
          (text: string) => new Uint8Array(Buffer.from(text, "base64")),
        ),
        evidence: [],
        lastCommit: commitOf(block.last_commit),
      })
      expect(partSet(bytes)).toEqual(blockIdOf(block_id).parts)
    }
  })
})
