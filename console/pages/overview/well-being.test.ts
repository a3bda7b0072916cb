/** The first sentence of the overview, and the margin that it names. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mayFail, wellBeing } from "./well-being.ts"

const validator = (organisation: string | null, power: string, address = "ab") => {
  return { organisation, power, address, key: "00" }
}

describe("how many may fail", () => {
  it.each([
    [[1n], 0],
    [[1n, 1n, 1n], 0],
    [[1n, 1n, 1n, 1n], 1],
    [[1n, 1n, 1n, 1n, 1n, 1n, 1n], 2],
    [[4n, 1n, 1n, 1n, 1n, 1n, 1n], 0],
    [[], 0],
  ])("of %s: %i", (powers, expected) => {
    expect(mayFail(powers)).toBe(expected)
  })

  it("holds whichever organisations fail", () => {
    const powers = fc.array(fc.bigInt({ min: 1n, max: 50n }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(powers, fc.infiniteStream(fc.nat()), (all, picks) => {
        const total = all.reduce((sum, power) => sum + power, 0n)
        const left = [...all]
        for (let i = 0; i < mayFail(all); i++) {
          left.splice(picks.next().value! % left.length, 1)
        }
        const signing = left.reduce((sum, power) => sum + power, 0n)
        expect(signing * 3n > total * 2n).toBe(true)
      }),
    )
  })
})

describe("the sentence", () => {
  const four = ["a", "b", "c", "d"].map((name) => validator(name, "10"))

  it("says how many sign and how many may fail", () => {
    const { tone, sentence } = wellBeing({ halted: null, validators: four }, true)
    expect(tone).toBe("positive")
    expect(sentence).toBe("All well: 4 of 4 organisations sign, 1 may fail.")
  })

  it("counts an organisation once, whatever number of validators it runs", () => {
    const same = [...four, validator("a", "10", "cd")]
    expect(wellBeing({ halted: null, validators: same }, true).sentence).toContain("4 of 4")
  })

  it("is cautious where nobody may fail", () => {
    const three = four.slice(1)
    expect(wellBeing({ halted: null, validators: three }, true).tone).toBe("caution")
  })

  it("says that a single organisation orders everything", () => {
    const { sentence } = wellBeing({ halted: null, validators: four.slice(3) }, true)
    expect(sentence).toContain("one organisation")
  })

  it("never says well of a node that stopped or does not answer", () => {
    expect(wellBeing({ halted: "disk full", validators: four }, true).tone).toBe("negative")
    expect(wellBeing({ halted: null, validators: four }, false).tone).toBe("unknown")
  })
})
