/** Names of the definitions in words: `statement_registered`, `setClass`, `holder.name`. */
import { wordOf } from "../texts/service-texts.ts"

/** `setClass` → `set class`. */
export function spaced(name: string): string {
  const word = wordOf(name)
  if (word !== undefined) return word
  return name
    .replaceAll(/[_.-]+/g, " ")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
}

/** `setClass` → `Set class`. */
export function titled(name: string): string {
  const words = spaced(name)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What a field is called: its label, else its name in words. */
export function labelOf(field: { readonly label?: string } | undefined, name: string): string {
  const { label } = field ?? {}
  return label === undefined ? titled(name) : (wordOf(label) ?? label)
}

/** Hex or another long text by its ends: 8 and 4 characters. */
export function shortened(text: string): string {
  const [head, tail] = [8, 4]
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`
}

/** Marks that turn the direction of what follows, and so can dress a name up as another. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A text of somebody else's with such marks made visible: `U+202E` in angle brackets. */
export function visible(text: string): string {
  const named = (mark: string) => `\u27e8U+${mark.charCodeAt(0).toString(16).toUpperCase()}\u27e9`
  return text.replaceAll(TURNS, named)
}

/** Hex in groups of four, to read aloud and compare. */
export function inFours(hex: string): string {
  return hex.replaceAll(/(.{4})(?=.)/g, "$1 ")
}
