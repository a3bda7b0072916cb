/**
 * Whether a file is, byte by byte, what was registered. The first `length` bytes are the
 * registered document; after them stands nothing (evidence beside the file), or exactly the update
 * that the named writer makes of this evidence. Anything else was added later. Never trusts what a
 * PDF says of itself: the update is rebuilt and compared.
 */
import { equalBytes, sha256, toHex } from "@concordat/kernel"
import { attachEvidence, WRITER } from "./pdf/attach.ts"

/** The writer named where evidence travels beside its file. */
export const BESIDE = "beside"

/** Every writer whose attachments can be rebuilt. A writer is only ever added. */
const WRITERS: Readonly<Record<string, typeof attachEvidence>> = { [WRITER]: attachEvidence }

/** How a file compares with what was registered. */
export type Revision =
  | { readonly state: "as_registered" }
  /** The registered part differs. */
  | { readonly state: "changed" }
  /** The registered part is not here at all: evidence of another document. */
  | { readonly state: "another_document" }
  /** The registered part is whole; `at` is the first byte that does not belong. */
  | { readonly state: "added_later"; readonly at: number }
  /** The registered part is whole; the attachment is of a writer that this program lacks. */
  | { readonly state: "writer_unknown"; readonly writer: string }

/** What the evidence says of the registered bytes. */
export type Registered = {
  /** SHA-256 of the registered bytes, hex: the field `file` of the commitment. */
  readonly digest: string
  /** How many bytes were registered. */
  readonly length: number
  /** Who wrote the attachment, or `beside`. */
  readonly writer: string
}

const latin1 = new TextDecoder("latin1")

/** Whether an update begins at `at`: so our writer separates it from the registered bytes. */
function updateBegins(file: Uint8Array, at: number): boolean {
  return (
    at < file.length && /^\n[0-9]+ [0-9]+ obj\n/.test(latin1.decode(file.subarray(at, at + 24)))
  )
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return i
  return shared
}

/**
 * Compares a file with what its evidence says was registered. Rebuilding an attachment loads the
 * PDF library; a file with its evidence beside it needs none.
 */
export async function checkRevision(
  file: Uint8Array,
  evidence: Uint8Array,
  registered: Registered,
): Promise<Revision> {
  const { digest, length, writer } = registered
  const base = file.subarray(0, length)
  if (base.length < length || toHex(sha256(base)) !== digest) {
    const same = file.length === length || updateBegins(file, length)
    return { state: same ? "changed" : "another_document" }
  }
  const write = Object.hasOwn(WRITERS, writer) ? WRITERS[writer]! : null
  if (write === null && writer !== BESIDE) return { state: "writer_unknown", writer }
  if (file.length === length) return { state: "as_registered" }
  if (write === null) return { state: "added_later", at: length }
  const rebuilt = await write(base, evidence).catch(() => base)
  if (equalBytes(rebuilt, file)) return { state: "as_registered" }
  return { state: "added_later", at: Math.max(length, firstDifference(rebuilt, file)) }
}
