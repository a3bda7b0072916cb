/** Issuer, seal and registration in words: the answers that no honest ledger gives, and grades. */
import { readStatement } from "@concordat/services/provenance"
import { describe, expect, test } from "vitest"
import {
  BEGAN,
  CHAIN,
  DAY,
  documentOf,
  EDUCATION,
  hashFrom,
  JUSTICE,
  sealOf,
  statementOf,
} from "../../services/provenance/office.testing.ts"
import type { ProvenRegister } from "./proven.ts"
import { issuerAnswer, registeredAnswer, sealedAnswer } from "./register-answers.ts"

const DOCUMENT = documentOf(EDUCATION, "diploma", "Ada")
const STATEMENT = readStatement(statementOf(EDUCATION, "diploma", DOCUMENT))
const SEAL = sealOf(EDUCATION)
const GOOD = { state: "valid", reason: null, order: null, since: BEGAN, until: null } as const

type Parts = { [Name in keyof ProvenRegister]?: Partial<ProvenRegister[Name]> }

function proven(parts: Parts = {}): ProvenRegister {
  const { root, key } = STATEMENT
  const whole = {
    statement: {
      ...{ issuer: EDUCATION, class: "diploma", kind: "document", root, count: 1, position: 0n },
      ...{ key, from: BEGAN, until: null, at: BEGAN, by: EDUCATION, grounds: null, status: GOOD },
      ...parts.statement,
    },
    class: { title: "Diplomas", ...parts.class },
    seal: {
      ...{ holder: EDUCATION, purpose: "seal", algorithm: "ed25519", public: SEAL.public },
      ...{ from: BEGAN, until: null, status: "active", since: null, ...parts.seal },
    },
    issuer: { name: "Ministry", ...parts.issuer },
    item:
      parts.item === undefined
        ? null
        : { statement: STATEMENT.statement, status: GOOD, ...parts.item },
    at: BEGAN + DAY,
  }
  return whole as unknown as ProvenRegister
}

describe("the issuer", () => {
  const answer = (parts: Parts, chain = CHAIN) => issuerAnswer(STATEMENT, chain, proven(parts))

  test("is the one whose statement the register holds", () => {
    expect(answer({})).toMatchObject({
      holds: true,
      sentence: "Issued by Ministry, entitled to “Diplomas” that day.",
    })
    expect(answer({ item: {} }).holds).toBe(true)
  })

  test("is not proven where ledger, office, class, root, count or seal differ", () => {
    expect(answer({}, "another-1").holds).toBe(false)
    const differing: NonNullable<Parts["statement"]>[] = [
      { issuer: JUSTICE },
      { class: "degree" },
      { root: hashFrom("other") },
      { count: 2 },
      { key: hashFrom("other") },
    ]
    for (const statement of differing) expect(answer({ statement }).code).toBe("issuer_differs")
    expect(answer({ item: { statement: hashFrom("other") } }).code).toBe("issuer_differs")
  })
})

describe("the seal", () => {
  const answer = (seal: NonNullable<Parts["seal"]>) => sealedAnswer(STATEMENT, proven({ seal }))

  test("is the issuer's own, for sealing, and signed the statement", () => {
    expect(answer({})).toMatchObject({
      holds: true,
      sentence: "Ministry's key, in force that day.",
    })
    const { public: stranger } = sealOf(JUSTICE)
    for (const seal of [{ holder: JUSTICE }, { purpose: "receipt" }, { public: stranger }]) {
      expect(answer(seal as NonNullable<Parts["seal"]>).code).toBe("seal_invalid")
    }
  })

  test("was in force that day: begun, not ended, not yet revoked or stolen", () => {
    expect(answer({ from: BEGAN + 2 * DAY }).sentence).toBe("The seal was not in force that day.")
    expect(answer({ until: BEGAN + DAY }).code).toBe("seal_not_in_force")
    expect(answer({ until: BEGAN + DAY + 1 }).holds).toBe(true)
    const revoked = answer({ status: "revoked", since: BEGAN + DAY })
    expect(revoked.sentence).toBe(
      "Key revoked since 24 November 2026; registered on 24 November 2026.",
    )
    expect(answer({ status: "revoked", since: BEGAN + DAY + 1 }).holds).toBe(true)
    expect(answer({ status: "retired", since: BEGAN }).holds).toBe(true)
  })
})

describe("the registration", () => {
  test("says how many stand behind it", () => {
    expect(registeredAnswer(BEGAN, "A", ["a", "b", "c"]).sentence).toBe(
      "23 November 2026, 10:00 UTC; 3 organisations (A).",
    )
    expect(registeredAnswer(BEGAN, "B", ["a"]).sentence).toBe(
      "23 November 2026, 10:00 UTC. One organisation only (B).",
    )
    expect(registeredAnswer(BEGAN, "C", ["a"]).sentence).toMatch(/Development ledger \(C\)/)
    expect(registeredAnswer(BEGAN, "C", ["a", "b"]).sentence).toMatch(
      /; 2 organisations\. Development ledger \(C\)/,
    )
  })
})
