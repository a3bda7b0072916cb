/**
 * Which evidence counts: that beside the file, or what is attached to it. Where several are
 * attached (a renewed one, or that of another document), the one that fits the file counts.
 */
import { Invalid } from "@concordat/kernel"
import { type ConsistentDocument, consistentDocument } from "./consistency.ts"
import { type DocumentEvidence, decodeEvidence, kindOfEvidence } from "./evidence.ts"
import { fileTypeOf } from "./file-type.ts"
import { findEvidence } from "./pdf/find.ts"
import { recoverEvidence } from "./pdf/recover.ts"
import { checkRevision, type Revision } from "./revision.ts"

/** Pieces of evidence that are looked at in one file; the newest stand last. */
const CANDIDATES_MAX = 8

/** Evidence that can be read and is of one piece, compared with the file. */
export type Candidate = {
  readonly evidence: DocumentEvidence
  readonly document: ConsistentDocument
  readonly revision: Revision
}

/** The evidence to judge, or the sentence that says why there is none. */
export type Choice = { readonly found: number; readonly best: Candidate | string }

async function evidenceOf(file: Uint8Array, beside: Uint8Array | undefined) {
  if (beside !== undefined) return [beside]
  const attached = findEvidence(file).map(({ evidence }) => evidence)
  if (attached.length > 0 || fileTypeOf(file) !== "pdf") return attached
  return recoverEvidence(file)
}

async function examine(file: Uint8Array, bytes: Uint8Array): Promise<Candidate | string> {
  let evidence: DocumentEvidence
  try {
    evidence = decodeEvidence(bytes)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    if (kindOfEvidence(bytes) === "bundle")
      return "This is evidence of the ledger, not of a document."
    return `The evidence cannot be read. ${error.message}`
  }
  const document = consistentDocument(evidence)
  if (typeof document === "string") return document
  const { length, writer } = evidence.document
  const registered = { digest: document.file, length, writer }
  return { evidence, document, revision: await checkRevision(file, bytes, registered) }
}

/** Finds the evidence of a file and compares both. */
export async function chooseEvidence(
  file: Uint8Array,
  beside: Uint8Array | undefined,
): Promise<Choice> {
  const all = await evidenceOf(file, beside)
  let best: Candidate | string = "This file carries no evidence."
  for (const bytes of all.slice(-CANDIDATES_MAX).reverse()) {
    const next = await examine(file, bytes)
    if (typeof best === "string" || isBetter(next, best)) best = next
  }
  return { found: all.length, best }
}

function isBetter(next: Candidate | string, best: Candidate): boolean {
  const fits = (one: Candidate) => one.revision.state === "as_registered"
  return typeof next !== "string" && fits(next) && !fits(best)
}
