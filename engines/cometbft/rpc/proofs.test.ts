/**
 * Proofs of misbehaviour against CometBFT's own bytes: `evidence.json` is what v0.40.0 says.
 */
import { toHex } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { TOLD } from "./proofs.testing.ts"
import { areProofsOf, misbehaviourIn, namesProofs, proofsOf } from "./proofs.ts"

const proofs = proofsOf({ block: { evidence: TOLD } })
const [vote, attack] = proofs as [string, string]
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
const header = { evidence: TOLD.hash } as Parameters<typeof misbehaviourIn>[0]["header"]

describe("proofs of misbehaviour", () => {
  it("have the hash that the engine gives them, in this order, all of them", () => {
    expect(areProofsOf(TOLD.hash, proofs)).toBe(true)
    for (const other of [[], [vote], [attack], [attack, vote]]) {
      expect(areProofsOf(TOLD.hash, other)).toBe(false)
    }
    expect([areProofsOf(EMPTY, []), namesProofs(EMPTY)]).toEqual([true, false])
    expect(namesProofs(TOLD.hash)).toBe(true)
  })

  it("are others with any value altered", () => {
    let altered = 0
    for (const proof of proofs) {
      for (const { index, 0: value } of proof.matchAll(/"[^"{}[\]]*[1-9][^"{}[\]]*"(?=[,}])/g)) {
        const at = index + value.search(/[1-9]/)
        const digit = proof[at] === "1" ? "2" : "1"
        const other = proof.slice(0, at) + digit + proof.slice(at + 1)
        const all = proofs.map((each) => (each === proof ? other : each))
        if (!value.includes("tendermint/")) {
          expect(areProofsOf(TOLD.hash, all), value).toBe(false)
        }
        altered++
      }
    }
    expect(altered).toBeGreaterThan(40)
  })

  it("tell what the application is told: one fault a validator", () => {
    const faults = misbehaviourIn({ header, proofs })!
    const time = Date.UTC(2026, 0, 2, 3, 4, 5)
    expect(faults.map(({ validator, ...rest }) => ({ ...rest, at: toHex(validator) }))).toEqual([
      {
        ...{ kind: "duplicate_vote", at: "e3de5b0e722e746438764491c6bed192894b2fe1", time },
        ...{ power: 10n, height: 7n, totalPower: 21n },
      },
      {
        ...{ kind: "light_client_attack", at: "63d771218209d8bd03c482f69dfba57310f08609", time },
        ...{ power: 11n, height: 5n, totalPower: 21n },
      },
      {
        ...{ kind: "light_client_attack", at: "e3de5b0e722e746438764491c6bed192894b2fe1", time },
        ...{ power: 10n, height: 5n, totalPower: 21n },
      },
    ])
    expect(misbehaviourIn({ header, proofs: [] })).toBeNull()
  })

  it("of another kind, or of another form, are of another engine", () => {
    const other = JSON.stringify({ ...JSON.parse(vote), type: "tendermint/Other" })
    for (const proof of [other, "{}", vote.replace('"vote_b"', '"vote_c"')]) {
      expect(() => areProofsOf(TOLD.hash, [proof])).toThrow("The engine answered")
    }
    expect(proofsOf({ block: { evidence: { evidence: null } } })).toEqual([])
  })
})
