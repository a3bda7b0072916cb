/**
 * What stands before the first element (XML 1.0, section 2.8). A document type is refused before
 * any parser sees it: without one there are no entities but the five of XML itself, nothing that
 * names a file or an address, and nothing that grows.
 */
import { Invalid } from "@concordat/kernel"

const ENCODING = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/
const UTF8 = /^(utf-?8|us-ascii)$/i

/** Line and column of a place, both from 1. */
function placeOf(text: string, offset: number) {
  const lines = text.slice(0, offset).split("\n")
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** Where the next thing begins that is neither space, comment nor processing instruction. */
function behind(text: string): number {
  let offset = 0
  for (;;) {
    while (/\s/.test(text.charAt(offset))) offset++
    const [open, close] = text.startsWith("<?", offset) ? ["<?", "?>"] : ["<!--", "-->"]
    if (!text.startsWith(open, offset)) return offset
    const end = text.indexOf(close, offset + open.length)
    if (end === -1) return text.length
    offset = end + close.length
  }
}

/**
 * The text of an XML file, its byte order mark dropped. Throws `Invalid`: `charset_unsupported` for
 * anything but UTF-8, `doctype_refused` for a document type.
 */
export function xmlText(bytes: Uint8Array): string {
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    throw new Invalid("charset_unsupported", "", "The text is not UTF-8.")
  }
  const encoding = ENCODING.exec(text)?.[1]
  if (encoding !== undefined && !UTF8.test(encoding)) {
    const details = { expected: "UTF-8", actual: encoding }
    throw new Invalid("charset_unsupported", "", "The text says that it is not UTF-8.", details)
  }
  const first = behind(text)
  if (!text.startsWith("<!", first)) return text
  const { line, column } = placeOf(text, first)
  const reason = `A document type in line ${line}, column ${column}: entities are not read.`
  throw new Invalid("doctype_refused", "", reason, { line, column })
}
