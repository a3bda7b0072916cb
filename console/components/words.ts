/** Names of the definitions in words: `statement_registered`, `setClass`, `holder.name`. */

/** `setClass` → `set class`. */
export function spaced(name: string): string {
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

/** Hex or another long text by its ends: 8 and 4 characters. */
export function shortened(text: string): string {
  const [head, tail] = [8, 4]
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`
}

/** Hex in groups of four, to read aloud and compare. */
export function inFours(hex: string): string {
  return hex.replaceAll(/(.{4})(?=.)/g, "$1 ")
}
