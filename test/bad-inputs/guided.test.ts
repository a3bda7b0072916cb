/**
 * Fuzzing under the guidance of coverage, a short run of every format; `npm run fuzz -- NAME --runs
 * N` runs longer, over the readers of `fuzz.test.ts` too.
 */
import { utf8 } from "@concordat/kernel"
import { afterAll, beforeAll, expect, it } from "vitest"
import { runs } from "../runs.ts"
import { command } from "./fuzz/command.ts"
import type { Decoder } from "./fuzz/decoders.ts"
import { formats } from "./fuzz/formats.ts"
import { fuzz } from "./fuzz/guided.ts"
import { spoil } from "./fuzz/spoil.ts"
import { Live } from "./live.ts"

const RUNS = 320
const LONG_MS = 7_200_000

const live = new Live()
let all: readonly Decoder[]
beforeAll(async () => {
  await live.open()
  await live.send(live.good())
  all = await formats(live)
})
afterAll(() => live.close())

it(
  "no spoilt file, frame or record crashes its reader, and each is answered by a code",
  async () => {
    expect(all.length).toBeGreaterThan(9)
    for (const decoder of all) {
      const { codes, blocks } = await fuzz(decoder, 20_261_128, runs(RUNS) / (decoder.slower ?? 1))
      expect(blocks, decoder.name).toBeGreaterThan(0)
      expect(
        [...codes.keys()].some((code) => code !== null),
        decoder.name,
      ).toBe(true)
    }
  },
  LONG_MS,
)

it("a defect is found, and told with the input that shows it", async () => {
  const planted: Decoder = {
    ...{ name: "planted", seeds: [utf8("abcdef")] },
    judge: (bytes) => {
      if (bytes.length > 8) throw new RangeError("out of bounds")
      return null
    },
  }
  await expect(fuzz(planted, 1, 1_000)).rejects.toThrow(/planted, seed 1: [0-9a-f]{18}/)
  const { stackTraceLimit } = Error
  const spoilt = spoil(planted, 1, 1_000)
  await expect(spoilt).rejects.toThrow(/planted, seed 1, \d+ left: [0-9a-f]{18}/)
  await expect(spoilt).rejects.toMatchObject({ cause: { stack: expect.stringContaining(" at ") } })
  expect(Error.stackTraceLimit).toBe(stackTraceLimit)
})

it("a command runs one reader", async () => {
  const lines: string[] = []
  expect(await command(["COSE_Sign1", "--runs", "64"], (text) => void lines.push(text))).toBe(0)
  expect(lines.join("")).toMatch(/^COSE_Sign1, seed \d+: 64 inputs, \d+ blocks reached/)
  await expect(command(["no such"], () => {})).rejects.toThrow("No reader is named")
})
