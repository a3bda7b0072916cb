/**
 * Seeded fuzzing: valid inputs spoilt at random never crash a reader, never hang it, and are
 * answered by a code of the table. `CONCORDAT_SEED=<n>` repeats a run, `CONCORDAT_RUNS=100` is a
 * release's.
 */
import { toHex, utf8 } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { runs } from "../runs.ts"
import { CASES, READERS, REQUESTS } from "./fuzz/cases.ts"
import { Chance } from "./fuzz/chance.ts"
import type { Decoder } from "./fuzz/decoders.ts"
import { mutated } from "./fuzz/mutate.ts"
import { readers } from "./fuzz/readers.ts"
import { spoil } from "./fuzz/spoil.ts"
import { isKnown } from "./fuzz/wires.ts"
import { Live } from "./live.ts"

const SEED = Number(process.env["CONCORDAT_SEED"] ?? 20_261_128)
const SHOWN_BYTES = 2_000
/** Before a test is taken for one that hangs; a release's run has more cases. */
const PATIENCE_MS = Math.max(300_000, 12 * runs(CASES))
const countOf = ({ slower = 1 }: Decoder) => Math.floor(runs(CASES) / slower)

const PATHS = [
  ...["status", "blocks?limit=5&before=3", "blocks/1", `transactions/${"ab".repeat(32)}`],
  ...["organisations/principals/education/registrar?proof=1", "evidence/events/0?from=1"],
  ...["organisations/grants?holder=education&limit=3", "events?after=1.0&service=organisations"],
  ...[`provenance/check/education/${"ab".repeat(32)}`, `provenance/batches/${"ab".repeat(32)}`],
]
/** What a client cannot put into a request line, or takes out of it. */
const UNSENDABLE = /[^\x21-\xff]/g

describe("whatever is spoilt is answered by a code", { timeout: PATIENCE_MS }, () => {
  const live = new Live()
  const all = new Map<string, Decoder>()
  beforeAll(async () => {
    await live.open()
    for (const decoder of await readers(live)) all.set(decoder.name, decoder)
  })
  afterAll(() => live.close())

  it("every reader is spoilt, a million times all of them", () => {
    expect([...all.keys()].sort()).toEqual(READERS.toSorted())
    const total = [...all.values()].reduce((sum, decoder) => sum + countOf(decoder), 0)
    expect(total).toBeGreaterThanOrEqual(runs(1_000_000))
  })

  it.each(READERS)("%s", async (name) => {
    const decoder = all.get(name)!
    const met = await spoil(decoder, SEED, countOf(decoder))
    expect(met.size, "kinds of answers").toBeGreaterThan(name === "verdict on a document" ? 0 : 1)
  })

  it("requests: no status above the table's, no answer without a code", async () => {
    const random = new Chance(SEED)
    const routes = ["/v1/check", "/v1/provenance/setClass", "/v1/organisations/grant"]
    const seeds = all.get("input of provenance.setClass")!.seeds
    for (let left = runs(REQUESTS); left > 0; left--) {
      const body = mutated(random, seeds)
      const headers = { "Content-Type": "application/json" }
      const request = { method: "POST", headers, body: body as BodyInit }
      const answer = await live.request(routes[left % routes.length]!, request)
      await expectAnswer(answer, body)
    }
  })

  it("paths and queries: no status above the table's, no answer without a code", async () => {
    const random = new Chance(SEED)
    const seeds = PATHS.map((path) => utf8(path))
    for (let left = runs(REQUESTS); left > 0; left--) {
      const bytes = mutated(random, seeds)
      const path = `/v1/${Buffer.from(bytes).toString("latin1").replace(UNSENDABLE, "")}`
      await expectAnswer(await live.request(path), bytes)
    }
  })

  it("transactions sent: none that was spoilt is taken for a good one", async () => {
    const random = new Chance(SEED)
    const { seeds } = all.get("transaction")!
    const taken = live.accepted.length
    for (let left = runs(REQUESTS); left > 0; left--) {
      const body = mutated(random, seeds)
      if (seeds.some((seed) => toHex(seed) === toHex(body))) continue
      const answer = await live.post("/v1/check", body)
      await expectAnswer(answer, body)
      expect(answer.status).not.toBe(200)
    }
    expect(live.accepted.length).toBe(taken)
    expect((await live.send(live.good())).status).toBe(200)
  })
})

async function expectAnswer(answer: Response, body: Uint8Array): Promise<void> {
  if (answer.status === 200) return
  const { code, status } = (await answer.json()) as { code: string; status: number }
  const shown = toHex(body.subarray(0, SHOWN_BYTES))
  expect([status, isKnown(code)], `seed ${SEED}: ${shown}`).toEqual([answer.status, true])
  expect(answer.status, `seed ${SEED}: ${code} for ${shown}`).toBeLessThan(500)
}
