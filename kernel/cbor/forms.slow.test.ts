/**
 * One byte form per value, over millions of inputs: every string of two bytes, then drawn ones that
 * begin like items. What is accepted is written again to the same bytes; a naive reading, which is
 * slow, accepts the same of a part of them.
 */
import { afterAll, beforeAll, expect, it } from "vitest"
import { SeededRandom } from "../../engines/testing/random.ts"
import { runs } from "../../test/runs.ts"
import { equalBytes, toHex } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import { modelAccepts } from "./model.testing.ts"
import { scan } from "./scan.ts"
import { decodeValue, encodeValue } from "./value.ts"

const DRAWN = 4_900_000
const LENGTH_MAX = 12
const LONG_MS = 7_200_000
/** One of so many is read by the naive reading too. */
const MODEL_EVERY = 16
/** Heads of short items, some of which demand more than follows. */
const HEADS = [0x00, 0x17, 0x18, 0x19, 0x20, 0x38, 0x40, 0x41, 0x42, 0x60, 0x61, 0x62, 0x80, 0x81]
const MORE = [0x82, 0xa0, 0xa1, 0xa2, 0xc2, 0xc3, 0x49, 0xf4, 0xf5, 0xf6, 0x1a, 0x1b, 0x83, 0x63]
const OFTEN = [...HEADS, ...MORE]

// Most are refused, and a stack for each takes longer than the reading.
const { stackTraceLimit } = Error
beforeAll(() => {
  Error.stackTraceLimit = 0
})
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit
})

function accepts(bytes: Uint8Array): boolean {
  try {
    scan(bytes)
    return true
  } catch (failure) {
    if (failure instanceof Invalid) return false
    throw failure
  }
}

/** Whether the input was accepted; throws where it stands for a value of another form. */
function judge(bytes: Uint8Array, besideModel: boolean): boolean {
  const accepted = accepts(bytes)
  if (besideModel && accepted !== modelAccepts(bytes)) {
    throw new Error(`${toHex(bytes)}: ${accepted ? "accepted" : "refused"}, by the naive one not`)
  }
  if (accepted && !equalBytes(encodeValue(decodeValue(bytes)), bytes)) {
    throw new Error(`${toHex(bytes)} is accepted, and has another form`)
  }
  return accepted
}

it("every string of up to two bytes", () => {
  let accepted = 0
  for (let first = 0; first < 256; first++) {
    if (judge(Uint8Array.of(first), true)) accepted++
    for (let second = 0; second < 256; second++) {
      if (judge(Uint8Array.of(first, second), true)) accepted++
    }
  }
  expect(accepted).toBeGreaterThan(500)
})

it(
  "drawn strings of up to twelve bytes",
  () => {
    const random = new SeededRandom(8_949)
    const count = runs(DRAWN)
    let [accepted, pool, left] = [0, 0n, 0]
    const byte = () => {
      if (left === 0) {
        pool = random.next()
        left = 4
      }
      const part = Number(pool & 0xffffn)
      pool >>= 16n
      left--
      return part & 0x100 ? OFTEN[(part >> 9) % OFTEN.length]! : part & 0xff
    }
    for (let n = 0; n < count; n++) {
      const bytes = new Uint8Array(1 + (byte() % LENGTH_MAX))
      for (let i = 0; i < bytes.length; i++) bytes[i] = byte()
      if (judge(bytes, n % MODEL_EVERY === 0)) accepted++
    }
    expect(accepted).toBeGreaterThan(count / 50)
  },
  LONG_MS,
)
