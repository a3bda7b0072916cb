/** Blocks executed again: with the proofs of misbehaviour that headers name, or not at all. */
import type { ArchivedBlock } from "@concordat/engines/port"
import {
  evidenceHash,
  fromHex,
  hashOf,
  headerHash,
  precommitBytes,
  readGenesis,
} from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { PROOFS as proofs, TOLD } from "../../engines/cometbft/rpc/proofs.testing.ts"
import { openNode, send, testWorld, VALIDATOR, writeOf } from "../testing/node.testing.ts"
import { notesRuntime } from "../testing/notes.testing.ts"
import { replayBlocks } from "./replay.ts"

const runtime = notesRuntime()

/** A ledger's blocks; its last header names these proofs, and is signed so. */
async function blocksNaming(evidence: string) {
  const world = testWorld()
  const ledger = await openNode(world)
  await send(world, ledger, writeOf("second"))
  const { archive, chain } = ledger
  const blocks: ArchivedBlock[] = []
  for (let height = 1n; height <= archive.last; height++) {
    blocks.push((await archive.block(height))!)
  }
  await ledger.close()
  const tip = blocks.pop()!
  const header = { ...tip.header, evidence: hashOf(fromHex(evidence)) }
  const block = { ...tip.commit.block, hash: headerHash(header) }
  const [vote] = tip.commit.signatures
  const { time } = vote!
  const message = precommitBytes({ chain, height: tip.height, round: 0, block, time })
  const signature = await VALIDATOR.sign(message)
  const commit = { ...tip.commit, block, signatures: [{ ...vote!, signature }] }
  const replay = (found: readonly string[]) =>
    replayBlocks({
      ...{ runtime, genesis: readGenesis(runtime, world.genesis), last: tip.height },
      blocks: (async function* () {
        yield* blocks
        yield { ...tip, header, commit, proofs: found }
      })(),
    })
  return { height: tip.height, replay }
}

describe("a block with proofs of misbehaviour", () => {
  it("is executed again with those that its header names", async () => {
    const { height, replay } = await blocksNaming(TOLD.hash)
    expect(await replay(proofs)).toMatchObject({ blocks: height, commits: height })
  })

  it("proofs_missing: says what to do where an older version kept none", async () => {
    const { replay } = await blocksNaming(TOLD.hash)
    await expect(replay([])).rejects.toMatchObject({
      ...{ code: "proofs_missing", hint: expect.stringContaining("blocks/") },
    })
  })

  it("is refused with others", async () => {
    const { replay } = await blocksNaming(TOLD.hash)
    await expect(replay(proofs.slice(1))).rejects.toMatchObject({ code: "root_mismatch" })
    const none = await blocksNaming(Buffer.from(evidenceHash([])).toString("hex"))
    expect(await none.replay([])).toMatchObject({ blocks: none.height })
    await expect(none.replay(proofs)).rejects.toMatchObject({ code: "root_mismatch" })
  })
})
