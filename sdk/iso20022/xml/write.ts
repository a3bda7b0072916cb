/** Writes XML 1.0: UTF-8, two spaces a step, a namespace said where it changes. */
import type { XmlAttribute, XmlElement } from "./element.ts"

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" },
  ...{ "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" },
}

const escapedText = (text: string) => text.replace(/[&<>\r]/g, (one) => ESCAPES[one]!)
const escapedValue = (text: string) => text.replace(/[&<"\t\n\r]/g, (one) => ESCAPES[one]!)

function attributesText(attributes: readonly XmlAttribute[]): string {
  const written = attributes.map(({ name, namespace, value }, i) => {
    const said = `="${escapedValue(value)}"`
    return namespace === "" ? ` ${name}${said}` : ` xmlns:a${i}="${namespace}" a${i}:${name}${said}`
  })
  return written.join("")
}

/** An element whose content is made while it is written: a long document is never whole. */
export type XmlStream = Omit<XmlElement, "content"> & {
  readonly content: Iterable<XmlElement | XmlStream | string>
}

/** An element in pieces, so that a long document is never one text. */
function* pieces(element: XmlStream, around: string, indent: string): Generator<string> {
  const { name, namespace, attributes, content } = element
  const said = namespace === around ? "" : ` xmlns="${escapedValue(namespace)}"`
  const open = `${indent}<${name}${said}${attributesText(attributes)}`
  if (Array.isArray(content)) {
    if (content.length === 0) {
      yield `${open}/>\n`
      return
    }
    if (content.some((part) => typeof part === "string")) {
      yield `${open}>${mixed(content, namespace)}</${name}>\n`
      return
    }
  }
  yield `${open}>\n`
  for (const part of content) yield* pieces(part as XmlStream, namespace, `${indent}  `)
  yield `${indent}</${name}>\n`
}

/** Content with text in it: there space would say something. */
function mixed(content: readonly (XmlStream | string)[], namespace: string): string {
  const written = content.map((part) =>
    typeof part === "string" ? escapedText(part) : [...pieces(part, namespace, "")].join("").trim(),
  )
  return written.join("")
}

/** A document in pieces. */
export function* xmlPieces(root: XmlStream): Generator<string> {
  yield HEAD
  yield* pieces(root, "", "")
}

/** A document as text. */
export function writeXml(root: XmlElement): string {
  return [...xmlPieces(root)].join("")
}

/** What an element may be made of; what is null is left out. */
export type Part = XmlElement | string | null

/** Makes elements of one namespace: `make("Amt", "1.00")`, `make("Acct", make("Id", …))`. */
export function maker(namespace: string) {
  return (name: string, ...parts: readonly Part[]): XmlElement => ({
    ...{ name, namespace, attributes: [] },
    content: parts.filter((part) => part !== null),
  })
}

/** The same element with one attribute. */
export function withAttribute(element: XmlElement, name: string, value: string): XmlElement {
  return { ...element, attributes: [...element.attributes, { name, namespace: "", value }] }
}
