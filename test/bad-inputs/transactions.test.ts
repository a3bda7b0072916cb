/**
 * Tables T, G and C of the catalogue: wrong transactions, by the decoder alone, by a dry run and by
 * the way in of a live ledger; then forced into the blocks of four replicas.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Live } from "./live.ts"
import { heldBytes } from "./memory.ts"
import { close, fourReplicas } from "./replicas.ts"
import { requestRows, transactionRows } from "./runner.ts"
import { SENDING } from "./transactions/sending.ts"
import { TRANSACTIONS } from "./transactions/transactions.ts"

/** How much the catalogue may leave behind. */
const GROWTH_BYTES_MAX = 50_000_000
const BLOCK = 8

describe("bad transactions", () => {
  const live = new Live()
  let before = 0
  beforeAll(async () => {
    await live.open()
    before = await heldBytes()
  })
  afterAll(() => live.close())

  transactionRows(() => live, TRANSACTIONS)
  requestRows(() => live, SENDING)

  it("leave no memory behind", async () => {
    expect((await heldBytes()) - before).toBeLessThan(GROWTH_BYTES_MAX)
  })

  it("forced into blocks, one each, are answered as they were, with one root everywhere", () => {
    const replicas = fourReplicas(live)
    for (const one of live.sent) {
      const closed = replicas.map((replica) => close(replica, [one]))
      expect(closed[0]!.codes).toEqual([one.code])
      for (const other of closed) expect(other).toEqual(closed[0])
    }
    expect(live.sent.length).toBeGreaterThan(250)
  })

  it("many to a block give one root everywhere, and the good among them count", () => {
    const replicas = fourReplicas(live)
    for (let at = 0; at < live.sent.length; at += BLOCK) {
      const closed = replicas.map((replica) => close(replica, live.sent.slice(at, at + BLOCK)))
      for (const other of closed) expect(other).toEqual(closed[0])
    }
  })
})
