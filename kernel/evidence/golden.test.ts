/** The golden evidence: every case both ways, every byte altered alone. */
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { vectorJson } from "../../test/vectors.ts"
import { concat, fromHex, toHex } from "../bytes.ts"
import { type Accelerators, accelerate, accelerators } from "../crypto/accelerators.ts"
import { parseTime } from "../schema/calendar.ts"
import { anchorKind, decodeAnchor, encodeAnchor } from "./anchor.ts"
import { bundleKind, decodeBundle, encodeBundle } from "./bundle.ts"
import { verifyBundle } from "./verify-bundle.ts"

// biome-ignore lint/suspicious/noExplicitAny: rows of foreign JSON.
type Row = any

const golden = vectorJson("kernel/evidence.json")
const title =
  golden === null ? "no golden evidence here (../shared/vectors/kernel)" : "golden bundle"
const rows = (name: string): Row[] => golden?.[name] ?? []

const judged = (row: Row) =>
  verifyBundle(
    fromHex(row.bundle ?? row.bytes ?? golden.bundle),
    anchorKind.fromJson(row.anchor ?? golden.anchorJson),
    { now: parseTime(row.now ?? golden.now) },
  )

/** The shape in which the vectors tell a verdict. */
const told = (verdict: ReturnType<typeof judged>) => ({
  valid: verdict.valid,
  grade: verdict.grade,
  height: String(verdict.height),
  claims: verdict.claims.map(({ kind }) => kind),
  organisations: verdict.organisations,
})

describe.skipIf(golden === null)(title, () => {
  it("is of these kinds", () => {
    expect(bundleKind.description).toEqual(golden.kinds.bundle)
    expect(anchorKind.description).toEqual(golden.kinds.anchor)
  })

  it("has these bytes and this JSON, and its anchor too", () => {
    const value = decodeBundle(fromHex(golden.bundle))
    expect(bundleKind.toJson(value)).toEqual(golden.bundleJson)
    expect(toHex(encodeBundle(bundleKind.fromJson(golden.bundleJson)))).toBe(golden.bundle)
    expect(anchorKind.toJson(decodeAnchor(fromHex(golden.anchor)))).toEqual(golden.anchorJson)
    expect(toHex(encodeAnchor(anchorKind.fromJson(golden.anchorJson)))).toBe(golden.anchor)
  })

  it("is valid, in words", () => {
    const verdict = judged({})
    expect(told(verdict)).toEqual(golden.verdict)
    expect(verdict.steps.map(({ step, sentence }) => `${step}: ${sentence}`)).toEqual([
      "form: Evidence of ledger harbour-1 about block 5.",
      "ledger: It is of the ledger that you chose to trust, harbour-1.",
      "path: 2 steps lead from your anchor, block 2 of 2026-11-23 10:05 UTC, to block 6.",
      "commit: 31 of 41 power signed: chamber, customs and north-bank. " +
        "Grade A: 3 of 4 organisations stand behind it.",
      "roots: Block 6 holds state and log as of block 5.",
      `claims: ${verdict.claims.map(({ sentence }) => sentence).join(" ")}`,
      "receipts: No receipts are enclosed.",
    ])
    expect(verdict.claims.map(({ sentence }) => sentence)).toEqual([
      "Event provenance.issued in block 5 of 2026-11-23 10:39 UTC: " +
        "digest caa0c419ed4b5d76…, issuer port-authority/registrar.",
      "Row provenance/documents caa0c419ed4b5d76… after block 5: title Certificate of origin, " +
        "issued 1795430370250, issuer port-authority/registrar, revoked none.",
      "There is no row provenance/documents ebbb26765e8c2254… after block 5.",
      "Transaction 94103be7edfb9b21… in block 5 was accepted.",
    ])
  })

  it.each(rows("verdicts"))("is valid with: $name", (row: Row) => {
    expect(told(judged(row))).toEqual(row.verdict)
  })

  it.each(rows("refused"))("is refused: $name", (row: Row) => {
    const verdict = judged(row)
    expect(verdict).toMatchObject({ valid: false, code: row.code, claims: [], headers: [] })
    expect(verdict.steps.at(-1)).toMatchObject({ ok: false, code: row.code })
    expect(verdict.steps.at(-1)?.sentence).toMatch(/^[A-Z].*[.)]$/)
  })

  it("is never valid with one byte altered", () => {
    const bytes = fromHex(golden.bundle)
    const trusted = anchorKind.fromJson(golden.anchorJson)
    const now = parseTime(golden.now)
    const stride = FAST ? 17 : 1
    const restore = accelerate({ ed25519: remembering(accelerators.ed25519) })
    const valid: number[] = []
    for (let at = 0; at < bytes.length; at += stride) {
      const altered = bytes.slice()
      altered[at]! ^= 1 << (at % 8)
      const verdict = verifyBundle(altered, trusted, { now })
      if (verdict.valid || verdict.code === null) valid.push(at)
    }
    restore()
    expect(valid).toEqual([])
  })
})

const FAST = runs(100) < 100

/** The same verdicts, each signature verified once: most of them are unaltered. */
function remembering(verify: Accelerators["ed25519"]): Accelerators["ed25519"] {
  const verdicts = new Map<string, boolean>()
  return (key, message, signature) => {
    const name = toHex(concat(key, signature, message))
    const verdict = verdicts.get(name) ?? verify(key, message, signature)
    verdicts.set(name, verdict)
    return verdict
  }
}
