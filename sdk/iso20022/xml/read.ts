/**
 * Reads XML 1.0 with namespaces by libxml2, which has neither network nor files here: it runs in
 * WebAssembly and is given bytes alone. What could grow is bounded before and while it is read.
 */
import { Invalid } from "@concordat/kernel"
import {
  XmlElement as LibElement,
  ParseOption,
  XmlCData,
  XmlDocument,
  XmlParseError,
  XmlText,
} from "libxml2-wasm"
import { DEPTH_MAX, ELEMENTS_MAX, MESSAGE_BYTES_MAX } from "../limits.ts"
import type { XmlAttribute, XmlElement } from "./element.ts"
import { xmlText } from "./prolog.ts"

const { XML_PARSE_NONET, XML_PARSE_NO_XXE } = ParseOption
const { XML_PARSE_BIG_LINES, XML_PARSE_NO_SYS_CATALOG } = ParseOption
const SAFE = XML_PARSE_NONET | XML_PARSE_NO_XXE | XML_PARSE_NO_SYS_CATALOG | XML_PARSE_BIG_LINES

/** What libxml2 speaks of when elements are nested beyond its own bound. */
const LIBRARY_DEPTH = /depth/i

function tooDeep(): Invalid {
  const reason = `Elements are nested more than ${DEPTH_MAX} deep.`
  return new Invalid("too_deep", "", reason, { limit: DEPTH_MAX })
}

/** What libxml2 found wrong, in our words: its own may repeat the input. */
function malformed(failure: XmlParseError): Invalid {
  const [{ message = "", line = 0, col = 0 } = {}] = failure.details
  if (LIBRARY_DEPTH.test(message)) return tooDeep()
  // Of an empty text libxml2 names no place.
  const place = { line: Math.max(line, 1), column: Math.max(col, 1) }
  const reason = `The text is not well-formed XML in line ${place.line}, column ${place.column}.`
  return new Invalid("xml_malformed", "", reason, place)
}

/** Copies elements out of the library's memory. */
class Copy {
  private elements = 0

  of(element: LibElement, depth: number): XmlElement {
    if (depth > DEPTH_MAX) throw tooDeep()
    if (++this.elements > ELEMENTS_MAX) {
      const reason = `The message has more than ${ELEMENTS_MAX} elements.`
      throw new Invalid("too_many_items", "", reason, { limit: ELEMENTS_MAX })
    }
    const content: (XmlElement | string)[] = []
    for (let child = element.firstChild; child !== null; child = child.next) {
      if (child instanceof LibElement) content.push(this.of(child, depth + 1))
      else if (child instanceof XmlText || child instanceof XmlCData) content.push(child.content)
    }
    const attributes = element.attrs.map(
      ({ name, namespaceUri, value }): XmlAttribute => ({ name, namespace: namespaceUri, value }),
    )
    const { name, namespaceUri: namespace } = element
    return { name, namespace, attributes, content: meaning(content) }
  }
}

/** Texts beside each other become one; space between elements says nothing. */
function meaning(content: readonly (XmlElement | string)[]): (XmlElement | string)[] {
  const elements = content.some((part) => typeof part !== "string")
  const kept: (XmlElement | string)[] = []
  for (const part of content) {
    const last = kept.at(-1)
    if (typeof part === "string" && typeof last === "string") kept[kept.length - 1] = last + part
    else kept.push(part)
  }
  return kept.filter((part) => typeof part !== "string" || !elements || part.trim() !== "")
}

/** Runs `work` with the library's document of the bytes, and frees it whatever happens. */
export function withDocument<T>(
  bytes: Uint8Array,
  work: (document: XmlDocument) => T,
  limit: number = MESSAGE_BYTES_MAX,
): T {
  if (bytes.length > limit) {
    const reason = `The message has more than ${limit} bytes.`
    throw new Invalid("body_too_large", "", reason, { limit })
  }
  const text = xmlText(bytes)
  let document: XmlDocument
  try {
    document = XmlDocument.fromString(text, { option: SAFE })
  } catch (failure) {
    throw failure instanceof XmlParseError ? malformed(failure) : failure
  }
  try {
    return work(document)
  } finally {
    document.dispose()
  }
}

/**
 * The outermost element of a document. Throws `Invalid`: `body_too_large`, `charset_unsupported`,
 * `doctype_refused`, `xml_malformed` with line and column, `too_deep`, `too_many_items`.
 */
export function readXml(bytes: Uint8Array): XmlElement {
  return withDocument(bytes, ({ root }) => new Copy().of(root, 1))
}
