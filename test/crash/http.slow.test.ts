/**
 * kill -9 under load over HTTP, round after round over one folder on a real disk: a server process,
 * several clients, a kill at a random moment or at a named point, and a restart. What was
 * acknowledged is there, once and at its height; what was sent and not answered may be sent again;
 * the log alone gives the same roots. A failure prints its seed: `CONCORDAT_SEED=<seed>` replays
 * it.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Point } from "@concordat/engines/perturb"
import { SeededRandom } from "@concordat/engines/testing"
import { type Hash, stateKey } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { notes } from "../../node/testing/notes.testing.ts"
import { type Posted, post, type Served, serveFolder } from "../load/served.ts"
import { openLoaded, writes } from "../load/world.ts"

/**
 * Points that a busy node passes at every block or flush; every other round dies at one of them.
 */
const POINTS: readonly Point[] = [
  "blocklog.append",
  "blocklog.partial",
  "blocklog.before-sync",
  "blocklog.after-sync",
  "finalize.before",
  "finalize.after",
  "commit.before",
  "commit.after",
  "outbox.append",
  "flush.begin",
  "flush.between-batches",
  "flush.end",
]
const ROUNDS = 2 * POINTS.length
const CLIENTS = 6
/** Receipts after which a round without a point ends, at most. */
const RECEIPTS_MAX = 200
const SENT_MAX = 4_000
/** No round waits for anything: whoever reaches this hangs. */
const HANG_MS = 600_000

const seed = Number(process.env["CONCORDAT_SEED"] ?? Date.now() % 2 ** 32)
const random = new SeededRandom(seed)
const below = (limit: number) => new DataView(random.bytes(4).buffer).getUint32(0) % limit

let data: string
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), "concordat-http-crash-"))
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

describe(`kill -9 under load over HTTP, seed ${seed}`, () => {
  const transactions = writes(SENT_MAX, 1)
  const acknowledged = new Map<number, Posted>()
  const unanswered = new Set<number>()
  let next = 0
  let receiptsLeft = 0

  /** Starts the server; null where it died on its way, at its point. */
  async function start(crash: string): Promise<Served | null> {
    try {
      return await serveFolder(data, { crash })
    } catch (failure) {
      if (crash !== "" && String(failure).includes("SIGKILL")) return null
      throw failure
    }
  }

  async function client({ url, process }: Served): Promise<void> {
    while (next < SENT_MAX) {
      const index = next++
      unanswered.add(index)
      const answer = await post(url, transactions[index]!)
      if (answer === null) return
      expect(answer.status).toBe(200)
      acknowledged.set(index, answer)
      unanswered.delete(index)
      if (--receiptsLeft === 0) process.kill("SIGKILL")
    }
  }

  /** What the round before left unanswered, once more: it is accepted now, or was before. */
  async function settle(url: string): Promise<void> {
    for (const index of unanswered) {
      const answer = await post(url, transactions[index]!)
      if (answer === null) return
      expect([200, 409]).toContain(answer.status)
      acknowledged.set(index, answer)
      unanswered.delete(index)
    }
    const [index, before] = [...acknowledged][below(acknowledged.size || 1)] ?? []
    if (index === undefined || before === undefined) return
    const again = await post(url, transactions[index]!)
    if (again !== null) expect(again).toMatchObject({ status: 409, height: before.height })
  }

  async function round(number: number): Promise<void> {
    const point = number % 2 === 0 ? null : POINTS[(number >> 1) % POINTS.length]!
    const served = await start(point === null ? "" : `${point}:${2 + below(6)}`)
    if (served === null) return
    await settle(served.url)
    receiptsLeft = point === null ? 1 + below(RECEIPTS_MAX) : Number.POSITIVE_INFINITY
    const clients = Array.from({ length: CLIENTS }, () => client(served))
    const [, signal] = await served.ended
    expect(signal).toBe("SIGKILL")
    await Promise.all(clients)
  }

  it(`${ROUNDS} rounds`, { timeout: HANG_MS }, async () => {
    for (let number = 0; number < ROUNDS; number++) {
      const before = acknowledged.size
      await round(number)
      if (number % 2 === 0) expect(acknowledged.size).toBeGreaterThan(before)
    }
  })

  it("what was acknowledged is there, once, at its height", { timeout: HANG_MS }, async () => {
    const ledger = await openLoaded(data)
    for (const [index, { height, transaction }] of acknowledged) {
      const known = await ledger.transaction(transaction as Hash)
      expect(known).toMatchObject({ height: BigInt(height!), code: 0 })
      const { value } = await ledger.row(stateKey(notes, { name: `n${index}-0` }))
      expect(notes.readRow(value!)).toMatchObject({ count: 1n })
    }
    const { height, transactions: all } = ledger.status()
    const ids = new Set<unknown>()
    for (let at = 1n; at <= height; at++) {
      for (const id of (await ledger.block(at))!.ids) ids.add(id)
    }
    expect(BigInt(ids.size)).toBe(all)
    expect(ids.size).toBeGreaterThanOrEqual(acknowledged.size)
    expect(ids.size).toBeLessThanOrEqual(acknowledged.size + unanswered.size)
    await ledger.close()
  })

  it("the block log alone gives the same state", { timeout: HANG_MS }, async () => {
    const kept = await openLoaded(data)
    const { appHash, height } = kept.status()
    await kept.close()
    for (const folder of ["state", "images"]) {
      rmSync(join(data, folder), { recursive: true, force: true })
    }
    rmSync(join(data, "engine"), { recursive: true, force: true })
    const rebuilt = await openLoaded(data)
    expect(rebuilt.status()).toMatchObject({ appHash, height })
    await rebuilt.close()
  })
})
