/**
 * The worker of the register page: reads a file, takes its fingerprint, puts evidence into it. Its
 * response's policy lets it connect to nobody, so nothing of the file can leave.
 */
import { type Hash, Invalid } from "@concordat/kernel"
import {
  type CommittedDocument,
  checkFile,
  DOCUMENT_BYTES_MAX,
  type FinishedDocument,
  fileDigest,
  findEvidence,
  finishDocument,
  inspectPdf,
  type RegisteredAnswer,
} from "@concordat/sdk/document"

/** What a file is, told before anything is sent. */
export type FileFacts = {
  readonly digest: Hash
  /** Whether its evidence will travel inside of it. */
  readonly inside: boolean
  /** How the evidence will travel, in a sentence; null for what is no PDF. */
  readonly travels: string | null
  /** Whether it carries evidence already: it was registered before. */
  readonly carries: boolean
}

/** What the page asks. */
export type Asked =
  | { readonly kind: "inspect"; readonly file: File }
  | {
      readonly kind: "finish"
      readonly file: File
      readonly document: CommittedDocument
      readonly answer: RegisteredAnswer
    }

/** A fault of the file, as `Invalid` tells it. */
export type Fault = {
  readonly code: string
  readonly reason: string
  readonly details: Invalid["details"]
}

/** What the worker answers. */
export type Answered =
  | { readonly id: number; readonly outcome: FileFacts | FinishedDocument }
  | { readonly id: number; readonly fault: Fault }
  | { readonly id: number; readonly failure: string }

async function read(file: File): Promise<Uint8Array> {
  if (file.size > DOCUMENT_BYTES_MAX) {
    const details = { limit: DOCUMENT_BYTES_MAX, actual: file.size }
    throw new Invalid("file_too_large", "", "A document has at most 100 MiB.", details)
  }
  return new Uint8Array(await file.arrayBuffer())
}

async function inspect(file: File): Promise<FileFacts> {
  const bytes = await read(file)
  const type = checkFile(bytes, file.name)
  const digest = fileDigest(bytes)
  if (type !== "pdf") return { digest, inside: false, travels: null, carries: false }
  const { because, sentence } = await inspectPdf(bytes)
  const carries = findEvidence(bytes).length > 0
  return { digest, inside: because === null, travels: sentence, carries }
}

async function answer(asked: Asked): Promise<FileFacts | FinishedDocument> {
  if (asked.kind === "inspect") return inspect(asked.file)
  return finishDocument(await read(asked.file), asked.document, asked.answer)
}

self.addEventListener("message", ({ data }: MessageEvent<Asked & { readonly id: number }>) => {
  const { id } = data
  const told = (message: Answered) => self.postMessage(message)
  answer(data).then(
    (outcome) => told({ id, outcome }),
    (failure: unknown) => {
      if (!(failure instanceof Invalid)) return told({ id, failure: String(failure) })
      const { code, message: reason, details } = failure
      told({ id, fault: { code, reason, details } })
    },
  )
})
