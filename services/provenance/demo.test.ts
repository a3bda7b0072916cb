/** The seeded story: every command is accepted, and its four diplomas stand as it says. */
import { type Hash, sha256, sha256Hex, utf8 } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { DEMO_CLASS, DEMO_DIPLOMAS, type DemoFile, type DemoName, demoStory } from "./demo.ts"
import { BEGAN, CHAIN, EDUCATION, openOffices, REGISTRAR, sealOf } from "./office.testing.ts"
import { items } from "./tables.ts"

function fileOf(name: DemoName): DemoFile {
  const digest: Hash = sha256Hex(utf8(DEMO_DIPLOMAS[name].name))
  return { digest, secret: sha256(utf8(`secret of ${name}`)).slice(0, 16) }
}

describe("the seeded story", () => {
  test("runs on a fresh ledger, and leaves the standings that it tells of", () => {
    const ledger = openOffices()
    const office = { chain: CHAIN, organisation: EDUCATION, seal: sealOf(EDUCATION), now: BEGAN }
    const { operations, documents } = demoStory(office, {
      valid: fileOf("valid"),
      revoked: fileOf("revoked"),
      superseded: fileOf("superseded"),
      corrected: fileOf("corrected"),
    })
    for (const { command, input } of operations) {
      const [result] = ledger.block([ledger.sign(REGISTRAR, [{ command, input }])]).results
      expect([command, result?.refusals]).toEqual([command, []])
    }
    const standing = (name: DemoName) =>
      items.get(ledger.view(), { issuer: EDUCATION, handle: documents[name].handle })
    expect(standing("valid")?.status.state).toBe("valid")
    expect(standing("revoked")?.status).toMatchObject({
      state: "revoked",
      reason: "issued_in_error",
    })
    expect(standing("superseded")).toMatchObject({
      status: { state: "superseded" },
      replacedBy: documents.corrected.handle,
    })
    expect(standing("corrected")?.status.state).toBe("valid")
    expect(operations.map(({ role }) => role)).toContain("provenance.issue")
    expect(DEMO_CLASS).toBe("diploma")
  })
})
