/** Batches: paths to the root, a job killed at any byte, files given twice. */
import {
  concat,
  fromHex,
  Invalid,
  type Party,
  sha256,
  sha256Hex,
  toHex,
  utf8,
  verifyInclusion,
} from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { runs } from "../../test/runs.ts"
import { BatchBuilder, type BatchDocument, type BatchPlan } from "./batch.ts"
import { commitDocument } from "./draft.ts"

const PLAN: BatchPlan = {
  organisation: "ministry" as Party,
  class: "diploma",
  source: sha256Hex(utf8("diplomas.csv")),
}
const document = (i: number): BatchDocument => ({
  file: sha256Hex(utf8(`file ${i}`)),
  fields: { number: i, grade: "ABC"[i % 3]! },
  until: null,
})
const secret = (i: number) => sha256(utf8(`secret ${i}`)).slice(0, 16)

/** Builds documents `from` to `to`; answers the journal as it stands on disk. */
function build(batch: BatchBuilder, journal: Uint8Array, to: number): Uint8Array {
  let written = journal
  for (let i = batch.size; i < to; i++) {
    written = concat(written, batch.add(document(i), secret(i)))
  }
  return written
}

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof Invalid) return error.code
    throw error
  }
  return "done"
}

describe("a batch of documents", () => {
  test("every document has a path to the root", () => {
    for (const count of [1, 2, 3, 7, 64, 100]) {
      const { batch, journal } = BatchBuilder.start(PLAN)
      build(batch, journal, count)
      const tree = batch.tree()
      for (let i = 0; i < count; i++) {
        const { organisation, class: of } = PLAN
        const one = { organisation, class: of, secret: secret(i), ...document(i) }
        const leaf = fromHex(commitDocument(one).leafHash)
        const place = { leaf, index: BigInt(i), size: BigInt(count), path: tree.path(i) }
        expect(verifyInclusion({ ...place, root: tree.root })).toBe(true)
      }
    }
  })

  test("a job killed at any byte goes on to the same secrets and the same root", () => {
    const { batch, journal } = BatchBuilder.start(PLAN)
    const whole = build(batch, journal, 12)
    const root = toHex(batch.tree().root)
    const cut = fc.integer({ min: journal.length, max: whole.length })
    fc.assert(
      fc.property(cut, (length) => {
        const kept = whole.slice(0, length)
        const { batch: again, bytes } = BatchBuilder.resume(PLAN, kept)
        expect(build(again, kept.slice(0, bytes), 12)).toEqual(whole)
        expect(toHex(again.tree().root)).toBe(root)
      }),
      { numRuns: runs(60) },
    )
  })

  test("gives each document again for its evidence, and notices one that was changed", () => {
    const { batch, journal } = BatchBuilder.start(PLAN)
    build(batch, journal, 3)
    expect(batch.document(1, document(1)).secret).toEqual(secret(1))
    expect(codeOf(() => batch.document(1, document(2)))).toBe("digest_mismatch")
    const edited = { ...document(1), fields: { number: 1, grade: "A+" } }
    expect(codeOf(() => batch.document(1, edited))).toBe("digest_mismatch")
    expect(codeOf(() => batch.document(3, document(3)))).toBe("digest_mismatch")
  })

  test("the same file twice is refused with both places, also after a restart", () => {
    const { batch, journal } = BatchBuilder.start(PLAN)
    const written = build(batch, journal, 3)
    expect(() => batch.add(document(1), secret(9))).toThrow("Documents 2 and 4 are the same file.")
    const again = BatchBuilder.resume(PLAN, written).batch
    expect(codeOf(() => again.add(document(0), secret(9)))).toBe("batch_duplicate")
    expect(again.size).toBe(3)
  })

  test("another job's journal is refused", () => {
    const { batch, journal } = BatchBuilder.start(PLAN)
    const written = build(batch, journal, 1)
    const other = { ...PLAN, source: sha256Hex(utf8("other.csv")) }
    expect(codeOf(() => BatchBuilder.resume(other, written))).toBe("record_malformed")
    expect(codeOf(() => BatchBuilder.resume({ ...PLAN, class: "degree" }, written))).toBe(
      "record_malformed",
    )
  })
})
