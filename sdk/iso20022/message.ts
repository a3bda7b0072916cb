/**
 * Which ISO 20022 message a file holds: the namespace of its `Document` says so. A business
 * application header (head.001) and wrappers around both are looked through.
 */
import { Invalid } from "@concordat/kernel"
import { childrenOf, type XmlElement } from "./xml/element.ts"
import { readXml } from "./xml/read.ts"

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:(([a-z]{4}\.\d{3})\.(\d{3}\.\d{2}))$/
/** Elements around a message at most: an envelope, its payload. */
const WRAPPERS_MAX = 4

/** One message. */
export type Message = {
  /** `pain.001.001.09`. */
  readonly id: string
  /** `pain.001`: the business function, whatever the version. */
  readonly name: string
  readonly document: XmlElement
  /** What the `Document` holds. */
  readonly body: XmlElement
  /** The application header, where there is one. */
  readonly header: XmlElement | null
}

/** The nearest element of a name, not far from the outermost. */
function nearest(root: XmlElement, name: string): XmlElement | null {
  let level: readonly XmlElement[] = [root]
  for (let depth = 0; depth <= WRAPPERS_MAX; depth++) {
    const found = level.find((element) => element.name === name)
    if (found !== undefined) return found
    level = level.flatMap((element) => childrenOf(element))
  }
  return null
}

/** Why a namespace names no message that is read. */
function unsupported(what: string): Invalid {
  const reason = `${what} An ISO 20022 message names itself by the namespace of its Document.`
  return new Invalid("message_unsupported", "", reason, {
    expected: "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09 or another of the list",
  })
}

/** The message that an element holds. Throws `Invalid` `message_unsupported`. */
export function messageOf(root: XmlElement): Message {
  const document = nearest(root, "Document")
  if (document === null) throw unsupported("There is no Document.")
  const [, id, name] = NAMESPACE.exec(document.namespace) ?? []
  const [body] = childrenOf(document)
  if (id === undefined || name === undefined) {
    throw unsupported(document.namespace === "" ? "It has no namespace." : "It is another's.")
  }
  if (body === undefined) throw unsupported("The Document is empty.")
  return { id, name, document, body, header: nearest(root, "AppHdr") }
}

/** The message of a file. Throws what `readXml` and `messageOf` throw. */
export function readMessage(bytes: Uint8Array): Message {
  return messageOf(readXml(bytes))
}
