/**
 * Postal addresses (ISO 20022, PostalAddress): structured, or hybrid with town and country in
 * elements of their own beside up to two free lines. Wholly free ones are refused in what is
 * submitted, as the payment schemes do since 14 November 2026.
 */
import { ADDRESS_LINE_CHARACTERS_MAX, ADDRESS_LINES_MAX } from "./limits.ts"
import { type Fault, faultAt } from "./reasons.ts"
import { childrenOf, textAt, type XmlElement } from "./xml/element.ts"

/** What is wrong with one address. */
function addressFault(address: XmlElement, path: string): Fault | null {
  const free = childrenOf(address, "AdrLine")
  if (free.length === 0) return null
  const long = free.some((line) => (textAt(line) ?? "").length > ADDRESS_LINE_CHARACTERS_MAX)
  const hybrid = Boolean(textAt(address, "TwnNm")) && Boolean(textAt(address, "Ctry"))
  if (hybrid && free.length <= ADDRESS_LINES_MAX && !long) return null
  const text = hybrid
    ? `An address has at most ${ADDRESS_LINES_MAX} free lines of ${ADDRESS_LINE_CHARACTERS_MAX}.`
    : "An address says town and country in elements of their own."
  return faultAt(`${path}/AdrLine`, "address_unstructured", text)
}

/** The first address below an element that is refused; `path` is the element's own. */
export function addressesFault(element: XmlElement, path: string): Fault | null {
  for (const child of childrenOf(element)) {
    const below = `${path}/${child.name}`
    const fault =
      child.name === "PstlAdr" ? addressFault(child, below) : addressesFault(child, below)
    if (fault !== null) return fault
  }
  return null
}
