/** The replay window: what is remembered, for how long, and after a restart. */
import { describe, expect, it } from "vitest"
import { executeBlock } from "./execute-block.ts"
import { idsDigest } from "./id-window.ts"
import { blockRows } from "./kernel-tables.ts"
import { openState } from "./ledger-state.ts"

import { ADA, does, open, put, send } from "./story.testing.ts"

describe("the replay window", () => {
  const MINUTE = 60_000

  it("is pruned by up to eight rows in a block that remembers an id", () => {
    const ledger = open()
    for (let n = 0; n < 12; n++) send(ledger, [does(put(n))])
    const rows = () => blockRows.scan(ledger.view(), {}, { limit: 100 })
    expect(rows()).toHaveLength(12)
    expect(ledger.state.ids.size).toBe(12)
    ledger.time += 2 * MINUTE
    ledger.block([Uint8Array.of(1)])
    expect(rows()).toHaveLength(12)
    send(ledger, [does(put(1))])
    expect(rows().map(({ key }) => key.height)).toEqual([9n, 10n, 11n, 12n, 14n])
    send(ledger, [does(put(1))])
    expect(rows().map(({ key }) => key.height)).toEqual([14n, 15n])
    expect(ledger.state.ids.blocks.map(({ height }) => height)).toEqual([14n, 15n])
  })

  it("holds the digest of the ids, in block order, and the latest expiry", () => {
    const ledger = open()
    const sent = [1, 2, 3].map((n) =>
      ledger.sign(ADA, [does(put(n))], { expires: ledger.time + n * MINUTE }),
    )
    const block = ledger.block(sent)
    expect(blockRows.get(ledger.view(), { height: 1n })).toEqual({
      count: 3,
      ids: idsDigest(block.ids),
      until: block.time + 3 * MINUTE,
    })
  })

  it("is the same after a restart", () => {
    const ledger = open()
    const bytes = ledger.sign(ADA, [does(put(1))])
    ledger.block([bytes])
    const { chain, height, time, rows, log, validators, parameters, appHash } = ledger.state
    const lists = ledger.state.ids.blocks
    const parts = { chain, height, time, rows, log, validators, parameters, ids: [...lists] }
    const reopened = openState(ledger.runtime, parts)
    expect(reopened.appHash).toBe(appHash)
    const block = { height: 2n, time: ledger.time, misbehaviour: [], proposer: null }
    const again = executeBlock(ledger.runtime, reopened, { ...block, transactions: [bytes] })
    expect(again.results[0]!.refusals[0]!.code).toBe("already_accepted")
  })
})
