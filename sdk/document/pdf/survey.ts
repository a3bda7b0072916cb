/**
 * What stands in a PDF that decides how evidence travels (a signature) or that a reader should
 * know of (scripts and programs to launch): ISO 32000-2 sections 12.6.4 and 12.8. Listed, never
 * run.
 */
import type { PDFContext, PDFObject } from "@cantoo/pdf-lib"
import type { PdfLibrary } from "./open.ts"

/** Kinds of active content that are listed to the reader. */
export type Active = "script" | "launch"

/** Nesting of direct objects that is followed; deeper ones are not a page's content. */
const DEPTH_MAX = 64

/** Goes once through every object of the document. */
export function survey(library: PdfLibrary, context: PDFContext) {
  const { PDFArray, PDFDict, PDFName, PDFStream } = library
  const action = PDFName.of("S")
  const range = PDFName.of("ByteRange")
  const scripts = [PDFName.of("JS"), PDFName.of("JavaScript")]
  const launch = PDFName.of("Launch")
  const found = { signed: false, script: false, launch: false }

  const visit = (object: PDFObject, depth: number): void => {
    if (depth > DEPTH_MAX) return
    if (object instanceof PDFStream) visit(object.dict, depth)
    else if (object instanceof PDFArray) {
      for (let i = 0; i < object.size(); i++) visit(object.get(i), depth + 1)
    } else if (object instanceof PDFDict) {
      found.signed ||= object.has(range)
      found.script ||= scripts.some((name) => object.has(name))
      found.launch ||= object.get(action) === launch
      for (const value of object.values()) visit(value, depth + 1)
    }
  }
  for (const [, object] of context.enumerateIndirectObjects()) visit(object, 0)

  const active: Active[] = []
  if (found.script) active.push("script")
  if (found.launch) active.push("launch")
  return { signed: found.signed, active }
}
