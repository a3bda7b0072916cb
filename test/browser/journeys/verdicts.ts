/** What the verify page says of every kind of drop, beside a file in good order. */
import { findEvidence } from "@concordat/sdk/document"
import { expect, it } from "vitest"
import { judge, openVerify, said } from "../verifying.ts"
import { storyFile, visit, type World } from "../world.ts"

const EVIDENCE = "diploma-ada.evidence"

function evidenceOf(file: Buffer): Uint8Array {
  return findEvidence(file).at(-1)!.evidence
}

/** The drops, each with its verdict. */
export function verdicts(world: () => World): void {
  it("asks for today's standing by the handle alone: revoked, replaced", async () => {
    for (const [name, overall, tone] of [
      ["diploma-ben", "revoked", "negative"],
      ["diploma-cleo-draft", "genuine_replaced", "caution"],
    ] as const) {
      await visit(world(), {}, async ({ page, sent }) => {
        await openVerify(page)
        const bytes = storyFile(world(), name)
        expect((await judge(page, [{ name: "a.pdf", bytes }])).overall).toBe("development_only")
        const before = sent.length
        await page.getByRole("button", { name: "Ask for today's standing" }).click()
        await page.waitForSelector(`[data-overall="${overall}"]`)
        expect((await said(page)).tone).toBe(tone)
        expect(sent.slice(before).map(({ method }) => method)).toEqual(["GET"])
      })
    }
  })

  it("tells evidence of another document, damaged evidence and no evidence apart", async () => {
    const file = storyFile(world(), "diploma-ada")
    const evidence = evidenceOf(file)
    const damaged = Buffer.from(evidence)
    damaged[1_000] = damaged[1_000]! ^ 1
    const letter = { name: "letter.txt", bytes: Buffer.from("Dear all") }
    await visit(world(), {}, async ({ page }) => {
      await openVerify(page)
      const another = await judge(page, [letter, { name: EVIDENCE, bytes: evidence }])
      expect([another.overall, another.tone]).toEqual(["changed", "negative"])
      expect(await page.textContent('[data-question="unchanged"]')).toContain(
        "Evidence of another document.",
      )
      const nothing = await judge(page, [letter])
      expect([nothing.overall, nothing.tone]).toEqual(["not_proven", "unknown"])
      const broken = await judge(page, [letter, { name: EVIDENCE, bytes: damaged }])
      expect(["changed", "not_proven"]).toContain(broken.overall)
      expect(broken.tone).not.toBe("positive")
    })
  })

  it("waits for the document where the evidence came first", async () => {
    const file = storyFile(world(), "diploma-ada")
    await visit(world(), {}, async ({ page }) => {
      await openVerify(page)
      const first = await judge(page, [{ name: EVIDENCE, bytes: evidenceOf(file) }])
      expect(first.overall).toBe(null)
      expect(first.banner).toContain("Now add the document itself.")
      expect((await judge(page, [{ name: "a.pdf", bytes: file }])).overall).toBe("development_only")
    })
  })

  it("proves nothing without an anchor, and says what to do", async () => {
    const bytes = storyFile(world(), "diploma-ada")
    const expected = /\/v1\/anchor|Failed to load resource/
    await visit(world(), { expected }, async ({ page, context }) => {
      await context.route("**/v1/anchor*", (route) => route.abort())
      await openVerify(page)
      const { overall, tone, answers } = await judge(page, [{ name: "a.pdf", bytes }])
      expect([overall, tone, answers["issuer"]]).toEqual(["not_proven", "unknown", "no"])
      expect(await page.textContent('[data-question="issuer"]')).toContain(
        "You have not chosen to trust this ledger.",
      )
    })
  })
}
