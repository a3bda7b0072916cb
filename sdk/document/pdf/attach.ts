/**
 * Evidence written into a PDF by an incremental update (ISO 32000-2 section 7.5.6): every byte of
 * the registered document stays as the prefix of the file, and the same input gives the same bytes
 * again. The verifier rebuilds the update and compares, so a writer is named and never changed:
 * another form is another name.
 */

import type { PDFArray, PDFDict, PDFObject, PDFRef } from "@cantoo/pdf-lib"
import { compareBytes, concat, Invalid } from "@concordat/kernel"
import { EVIDENCE_TYPE } from "./find.ts"
import { type OpenPdf, openPdf } from "./open.ts"

/** The file name under which a reader lists the evidence. */
export const EVIDENCE_NAME = "concordat.evidence"

/** The writer in use: our form, and the library that prints its objects. */
export const WRITER = "concordat-1/pdf-lib-2.11.1"

/** A copy of the catalog's names in which `file` stands among the embedded files, keys in order. */
function namesWith({ library, document }: OpenPdf, file: PDFRef): PDFDict {
  const { PDFArray, PDFDict, PDFHexString, PDFName, PDFString } = library
  const { catalog, context } = document
  const old = catalog.lookupMaybe(PDFName.of("Names"), PDFDict)
  const files = old?.lookupMaybe(PDFName.of("EmbeddedFiles"), PDFDict)
  const list = files?.lookupMaybe(PDFName.of("Names"), PDFArray)

  const ours = PDFString.of(EVIDENCE_NAME)
  const entries: (readonly [key: Uint8Array, name: PDFObject, value: PDFObject])[] = []
  for (let i = 0; list !== undefined && i < list.size(); i += 2) {
    const name = list.lookup(i, PDFString, PDFHexString)
    if (name.decodeText() === EVIDENCE_NAME) continue
    entries.push([name.asBytes(), list.get(i), list.get(i + 1)])
  }
  entries.push([ours.asBytes(), ours, file])
  entries.sort(([a], [b]) => compareBytes(a, b))

  const flat = context.obj([])
  for (const [, name, value] of entries) {
    flat.push(name)
    flat.push(value)
  }
  const names = old === undefined ? context.obj({}) : old.clone(context)
  names.set(PDFName.of("EmbeddedFiles"), context.obj({ Names: flat }))
  return names
}

/** A copy of the catalog's associated files with `file` as the last. */
function associatedWith({ library, document }: OpenPdf, file: PDFRef): PDFArray {
  const { PDFArray, PDFName } = library
  const old = document.catalog.lookupMaybe(PDFName.of("AF"), PDFArray)
  const files = document.context.obj([])
  for (let i = 0; old !== undefined && i < old.size(); i++) files.push(old.get(i))
  files.push(file)
  return files
}

/**
 * The PDF with the evidence attached: its own bytes, then one update. Throws `Invalid`
 * `document_encrypted`, or `attachment_refused` where evidence must travel beside the file.
 */
export async function attachEvidence(pdf: Uint8Array, evidence: Uint8Array): Promise<Uint8Array> {
  const opened = await openPdf(pdf)
  if (!opened.takes) {
    throw new Invalid("attachment_refused", "", "This PDF takes no attachment.", {
      because: opened.because,
    })
  }
  const { library, document, streamed } = opened.pdf
  const { PDFName, PDFNumber, PDFRef, PDFString } = library
  const { context, catalog } = document
  const size = context.trailerInfo.Size
  const numbered = size instanceof PDFNumber ? size.asNumber() - 1 : 0
  context.largestObjectNumber = Math.max(context.largestObjectNumber, numbered)

  const update = document.takeSnapshot()
  const stream = context.stream(evidence, {
    Type: "EmbeddedFile",
    Subtype: EVIDENCE_TYPE,
    Params: { Size: evidence.length },
  })
  const file = context.register(
    context.obj({
      Type: "Filespec",
      F: PDFString.of(EVIDENCE_NAME),
      UF: PDFString.of(EVIDENCE_NAME),
      EF: { F: context.register(stream) },
      AFRelationship: "Data",
    }),
  )
  catalog.set(PDFName.of("Names"), namesWith(opened.pdf, file))
  catalog.set(PDFName.of("AF"), associatedWith(opened.pdf, file))
  const root = context.trailerInfo.Root
  if (root instanceof PDFRef) update.markRefForSave(root)
  return concat(pdf, await document.saveIncremental(update, { useObjectStreams: streamed }))
}
