/** The first sentence of the overview, and the margin that it names. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mayFail, type Voter, votersOf, wellBeing } from "./well-being.ts"

const validator = (organisation: string | null, power: string, more: object = {}) => {
  return { organisation, power, address: "ab", key: "00", signed: true, ...more }
}
const voters = (powers: readonly bigint[], missing = 0): readonly Voter[] =>
  powers.map((power, at) => ({ name: `o${at}`, power, signs: at >= missing }))

describe("how many may fail", () => {
  it.each([
    [[1n], 0, 0],
    [[1n, 1n, 1n], 0, 0],
    [[1n, 1n, 1n, 1n], 0, 1],
    [[1n, 1n, 1n, 1n], 1, 0],
    [[1n, 1n, 1n, 1n, 1n, 1n, 1n], 0, 2],
    [[1n, 1n, 1n, 1n, 1n, 1n, 1n], 1, 1],
    [[4n, 1n, 1n, 1n, 1n, 1n, 1n], 0, 0],
    [[], 0, 0],
  ])("of %s, %i of them missing: %i", (powers, missing, expected) => {
    expect(mayFail(voters(powers, missing))).toBe(expected)
  })

  it("holds whichever organisations fail", () => {
    const powers = fc.array(fc.bigInt({ min: 1n, max: 50n }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(powers, fc.nat(2), fc.infiniteStream(fc.nat()), (all, missing, picks) => {
        const total = all.reduce((sum, power) => sum + power, 0n)
        const left = all.slice(missing)
        const now = left.reduce((sum, power) => sum + power, 0n)
        fc.pre(now * 3n > total * 2n) // Otherwise nothing is decided, and there is no last block.
        const spare = mayFail(voters(all, missing))
        for (let i = 0; i < spare; i++) left.splice(picks.next().value! % left.length, 1)
        const signing = left.reduce((sum, power) => sum + power, 0n)
        expect(signing * 3n > total * 2n).toBe(true)
      }),
    )
  })
})

describe("the sentence", () => {
  const four = ["a", "b", "c", "d"].map((name) => validator(name, "10"))
  const at = "2026-11-23T10:00:00.000Z"
  const facts = { halted: null, engine: "cometbft", time: at, now: at, validators: four } as const
  const sentenceOf = (validators: typeof four) => wellBeing({ ...facts, validators }, true).sentence

  it("says how many sign and how many may fail", () => {
    const { tone, sentence } = wellBeing(facts, true)
    expect(tone).toBe("positive")
    expect(sentence).toBe("All well: 4 of 4 organisations sign, 1 may fail.")
  })

  it("counts an organisation once, whatever number of validators it runs", () => {
    const same = [...four, validator("a", "10", { address: "cd" })]
    expect(sentenceOf(same)).toContain("4 of 4")
    expect(votersOf(same)[0]).toEqual({ name: "a", power: 20n, signs: true })
  })

  it("is cautious where one is missing, and tells what that leaves", () => {
    const three = [validator("a", "10", { signed: false }), ...four.slice(1)]
    expect(wellBeing({ ...facts, validators: three }, true)).toEqual({
      tone: "caution",
      sentence: "3 of 4 organisations sign: no other may fail.",
    })
    const seven = [...three, ...["e", "f", "g"].map((name) => validator(name, "10"))]
    expect(sentenceOf(seven)).toBe("6 of 7 organisations sign: 1 more may fail.")
  })

  it("takes nobody for missing of whom nothing is told", () => {
    expect(sentenceOf(four.map((one) => ({ ...one, signed: null }) as never))).toContain("4 of 4")
  })

  it("is cautious where nobody may fail", () => {
    const { tone, sentence } = wellBeing({ ...facts, validators: four.slice(1) }, true)
    expect(tone).toBe("caution")
    expect(sentence).toBe("3 of 3 organisations sign: no other may fail.")
  })

  it("says that a single organisation orders everything", () => {
    expect(sentenceOf(four.slice(3))).toContain("one organisation")
  })

  it("never says well of a network that closes no block; the embedded engine may rest", () => {
    const now = "2026-11-23T10:00:31.000Z"
    expect(wellBeing({ ...facts, now }, true).tone).toBe("negative")
    expect(wellBeing({ ...facts, now, engine: "solo" }, true).tone).toBe("positive")
  })

  it("never says well of a node that stopped or does not answer", () => {
    expect(wellBeing({ ...facts, halted: "disk full" }, true).tone).toBe("negative")
    expect(wellBeing(facts, false).tone).toBe("unknown")
  })
})
