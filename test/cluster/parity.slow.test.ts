/**
 * Ten thousand blocks of the embedded engine are blocks of CometBFT: every header re-hashes and
 * follows the one below, every commit verifies, every field counts.
 */
import {
  commitHash,
  dataHash,
  type Header,
  hashOf,
  headerHash,
  signedHeaderFault,
  toHex,
  verifyBackwards,
  verifyCommit,
} from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { useOpenssl } from "../../engines/testing/fast-crypto.ts"
import type { Ledger } from "../../node/ledger.ts"
import { openNode, send, testWorld, writeOf } from "../../node/testing/node.testing.ts"

const BLOCKS = 10_000n

let ledger: Ledger
let slow: () => void
beforeAll(async () => {
  slow = useOpenssl()
  const world = testWorld()
  ledger = await openNode(world)
  while (ledger.status().height < BLOCKS) await send(world, ledger, writeOf("parity"))
})
afterAll(async () => {
  slow()
  await ledger.close()
})

describe("ten thousand blocks", () => {
  it("re-hash, follow each other, and are signed by their sets", async () => {
    const { archive, chain } = ledger
    let below: Header | null = null
    for (let height = 1n; height <= BLOCKS; height++) {
      const { header, commit, transactions } = (await archive.block(height))!
      const validators = archive.validators(height)
      const fault =
        signedHeaderFault({ header, commit, validators }, chain) ??
        verifyCommit(chain, commit, validators) ??
        (below === null ? null : verifyBackwards(header, below))
      expect(fault, String(height)).toBeNull()
      expect(hashOf(dataHash(transactions))).toBe(header.data)
      const next = await archive.block(height + 1n)
      if (next !== null) expect(toHex(commitHash(commit))).toBe(next.header.lastCommit)
      below = header
    }
  })

  it("have no field that does not count", async () => {
    const { header } = (await ledger.archive.block(BLOCKS / 2n))!
    const whole = toHex(headerHash(header))
    const other = "ab".repeat(32)
    const altered: Partial<Record<keyof Header, unknown>> = {
      ...{ chain: "other-dev-1", height: header.height + 1n, app: other, data: other },
      ...{ time: { ...header.time, nanos: header.time.nanos + 1 }, evidence: other },
      ...{ version: { ...header.version, app: 9n }, proposer: "ab".repeat(20) },
      ...{ lastBlock: { ...header.lastBlock, hash: new Uint8Array(32) }, lastCommit: other },
      ...{ validators: other, nextValidators: other, consensus: other, lastResults: other },
    }
    expect(Object.keys(altered).sort()).toEqual(Object.keys(header).sort())
    for (const [field, value] of Object.entries(altered)) {
      expect(toHex(headerHash({ ...header, [field]: value })), field).not.toBe(whole)
    }
  })
})
