/**
 * What a file is, told by its first bytes and held against its name. The extension is a claim of
 * whoever named the file; the bytes decide. Signatures: ISO 32000-2 section 7.5.2 (PDF), APPNOTE
 * 4.3.7 (ZIP), RFC 2083 (PNG), ISO/IEC 10918-1 (JPEG), GIF89a.
 */
import { Invalid, utf8 } from "@concordat/kernel"
import { DOCUMENT_BYTES_MAX } from "./limits.ts"

/** Types that are told apart. */
export type FileType = "pdf" | "zip" | "png" | "jpeg" | "gif" | "unknown"

const SIGNATURES: readonly (readonly [FileType, Uint8Array])[] = [
  ["pdf", utf8("%PDF-")],
  ["zip", Uint8Array.of(0x50, 0x4b, 0x03, 0x04)],
  ["png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ["jpeg", Uint8Array.of(0xff, 0xd8, 0xff)],
  ["gif", utf8("GIF8")],
]

/** Extensions that promise one of the types above; office files are ZIP containers. */
const PROMISED: Readonly<Record<string, FileType>> = {
  pdf: "pdf",
  zip: "zip",
  docx: "zip",
  xlsx: "zip",
  pptx: "zip",
  odt: "zip",
  ods: "zip",
  odp: "zip",
  png: "png",
  jpg: "jpeg",
  jpeg: "jpeg",
  gif: "gif",
}

/** The type that the first bytes show. */
export function fileTypeOf(bytes: Uint8Array): FileType {
  for (const [type, signature] of SIGNATURES) {
    if (signature.every((byte, i) => bytes[i] === byte)) return type
  }
  return "unknown"
}

/**
 * The type of a file that is about to be registered. Throws `Invalid` `file_empty`,
 * `file_too_large` (over 100 MiB) or `file_type_mismatch` (the name promises another type).
 */
export function checkFile(bytes: Uint8Array, name = ""): FileType {
  if (bytes.length === 0) throw new Invalid("file_empty", "", "The file has no bytes.")
  if (bytes.length > DOCUMENT_BYTES_MAX) {
    throw new Invalid("file_too_large", "", "A document has at most 100 MiB.", {
      limit: DOCUMENT_BYTES_MAX,
      actual: bytes.length,
    })
  }
  const found = fileTypeOf(bytes)
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase()
  const promised = Object.hasOwn(PROMISED, extension) ? PROMISED[extension]! : found
  if (promised !== found) {
    const is = found === "unknown" ? "something else" : `a ${found.toUpperCase()} file`
    throw new Invalid("file_type_mismatch", "", `The name promises ${promised}; this is ${is}.`, {
      expected: promised,
      found,
    })
  }
  return found
}
