/** A file against what was registered: every byte counts. */
import { PDFDocument } from "@cantoo/pdf-lib"
import { concat, utf8 } from "@concordat/kernel"
import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { runs } from "../../test/runs.ts"
import { fileDigest } from "./draft.ts"
import { attachEvidence, WRITER } from "./pdf/attach.ts"
import { BESIDE, checkRevision } from "./revision.ts"

const EVIDENCE = Uint8Array.from({ length: 2_000 }, (_, i) => (i * 31) & 0xff)
let pdf = new Uint8Array(0)
let attached = new Uint8Array(0)

beforeAll(async () => {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.addPage([100, 100]).drawText("Diploma")
  pdf = await document.save({ useObjectStreams: false })
  attached = Uint8Array.from(await attachEvidence(pdf, EVIDENCE))
})

const registered = (writer = WRITER) => ({ digest: fileDigest(pdf), length: pdf.length, writer })
const stateOf = async (file: Uint8Array, writer = WRITER, evidence = EVIDENCE) =>
  (await checkRevision(file, evidence, registered(writer))).state

describe("a file against what was registered", () => {
  test("is as registered: alone, or with exactly its attachment", async () => {
    expect(await stateOf(pdf, BESIDE)).toBe("as_registered")
    expect(await stateOf(pdf)).toBe("as_registered")
    expect(await stateOf(attached)).toBe("as_registered")
  })

  test("with any one byte changed it is not", async () => {
    const place = fc.nat(attached.length - 1)
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const changed = attached.slice()
        changed[at]! ^= mask
        const expected = at < pdf.length ? ["changed"] : ["added_later"]
        expect(expected).toContain(await stateOf(changed))
      }),
      { numRuns: runs(200) },
    )
  })

  test("cut or longer by one byte it is not", async () => {
    expect(await stateOf(attached.slice(0, -1))).toBe("added_later")
    expect(await stateOf(concat(attached, utf8("\n")))).toBe("added_later")
    expect(await stateOf(pdf.slice(0, -1))).toBe("another_document")
    expect(await checkRevision(concat(attached, utf8("x")), EVIDENCE, registered())).toEqual({
      state: "added_later",
      at: attached.length,
    })
  })

  test("a later update, such as a note or a new page, was added later", async () => {
    const note = await PDFDocument.load(attached, { forIncrementalUpdate: true })
    note.getPage(0).drawText("and honours", { y: 50 })
    const noted = await note.commit()
    expect(noted.subarray(0, attached.length)).toEqual(attached)
    expect(await stateOf(noted)).toBe("added_later")
  })

  test("something attached where evidence travels beside was added later", async () => {
    expect(await stateOf(attached, BESIDE)).toBe("added_later")
  })

  test("evidence of another document is told from a changed one", async () => {
    const other = await PDFDocument.create({ updateMetadata: false })
    other.addPage([300, 100])
    const otherPdf = await other.save({ useObjectStreams: false })
    expect(await stateOf(await attachEvidence(otherPdf, EVIDENCE))).toBe("another_document")
    expect(await stateOf(utf8("hello"))).toBe("another_document")
    const sameLength = Uint8Array.from(pdf, () => 0x20)
    expect(await stateOf(sameLength)).toBe("changed")
  })

  test("a writer that this program lacks", async () => {
    expect(await stateOf(attached, "concordat-2/pdf-lib-3")).toBe("writer_unknown")
    expect(await stateOf(attached, "constructor")).toBe("writer_unknown")
  })
})
