/**
 * Evidence that our writer attached, found in the bytes of a PDF without parsing it: the embedded
 * file stands uncompressed, under a media type that nothing else uses (ISO 32000-2 section 7.11.4).
 * So a verifier needs no PDF library unless it rebuilds the attachment.
 */

/** Media type of a document's evidence. */
export const EVIDENCE_TYPE = "application/vnd.concordat.evidence+cbor"

/** One attachment found: its bytes, and where in the file they begin. */
export type Attached = { readonly evidence: Uint8Array; readonly at: number }

const MARK = new TextEncoder().encode("/Type /EmbeddedFile\n/Subtype /application#2Fvnd.concordat")
const DICTIONARY_BYTES_MAX = 512
const SUBTYPE = "application#2Fvnd\\.concordat\\.evidence\\+cbor"
/** The dictionary as the writer prints it: Params holds the size, Length says it again. */
const HEAD = new RegExp(
  `^/Type /EmbeddedFile\n/Subtype /${SUBTYPE}\n/Params <<\n/Size ([0-9]{1,8})\n>>\n` +
    "/Length ([0-9]{1,8})\n>>\nstream\n",
)

/** Every place of `mark`, in order (Horspool's search: most bytes are never looked at). */
function* placesOf(bytes: Uint8Array, mark: Uint8Array): Generator<number> {
  const last = mark.length - 1
  const shift = new Uint16Array(256).fill(mark.length)
  for (let i = 0; i < last; i++) shift[mark[i]!] = last - i
  let at = 0
  while (at + last < bytes.length) {
    let i = last
    while (i >= 0 && bytes[at + i] === mark[i]) i--
    if (i < 0) yield at
    at += shift[bytes[at + last]!]!
  }
}

const latin1 = new TextDecoder("latin1")

/** All evidence attached to a PDF, in the order of the file; empty where there is none. */
export function findEvidence(bytes: Uint8Array): readonly Attached[] {
  const found: Attached[] = []
  for (const place of placesOf(bytes, MARK)) {
    const head = HEAD.exec(latin1.decode(bytes.subarray(place, place + DICTIONARY_BYTES_MAX)))
    if (head === null || head[1] !== head[2]) continue
    const at = place + head[0].length
    const end = at + Number(head[2])
    if (end <= bytes.length) found.push({ evidence: bytes.slice(at, end), at })
  }
  return found
}
