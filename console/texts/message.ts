/**
 * Messages in the part of ICU MessageFormat that the console uses: `{name}`, and
 * `{name, plural, one {# block} other {# blocks}}`. Names in a message are checked by the compiler.
 */

/** Names that a message asks values for. */
export type Names<Message extends string> = Message extends `${string}{${infer Rest}`
  ? Rest extends `${infer Argument}}${infer After}`
    ? NameOf<Argument> | Names<After>
    : never
  : never

type NameOf<Argument extends string> = Argument extends `${infer Name}, plural${string}`
  ? Name
  : Argument extends `${string} ${string}` | `#${string}` | ""
    ? never
    : Argument

/** One piece of a message: text as it is, or the place of a value. */
export type Piece =
  | { readonly text: string }
  | { readonly name: string }
  | { readonly name: string; readonly forms: ReadonlyMap<string, readonly Piece[]> }

/** The value of a plural, in the branch that it chose. */
const COUNT = "#"

const parsed = new Map<string, readonly Piece[]>()

/** The pieces of a message. Throws `SyntaxError` for a brace that nothing closes. */
export function piecesOf(message: string): readonly Piece[] {
  const known = parsed.get(message)
  if (known !== undefined) return known
  const pieces = parse(message, false)
  parsed.set(message, pieces)
  return pieces
}

function parse(message: string, counting: boolean): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  while (at < message.length) {
    const next = nextMark(message, at, counting)
    if (next > at) pieces.push({ text: message.slice(at, next) })
    if (next === message.length) break
    if (message[next] === COUNT) {
      pieces.push({ name: COUNT })
      at = next + 1
      continue
    }
    const end = closing(message, next)
    pieces.push(argument(message.slice(next + 1, end)))
    at = end + 1
  }
  return pieces
}

function nextMark(message: string, from: number, counting: boolean): number {
  for (let at = from; at < message.length; at++) {
    if (message[at] === "{" || (counting && message[at] === COUNT)) return at
  }
  return message.length
}

function closing(message: string, open: number): number {
  let depth = 0
  for (let at = open; at < message.length; at++) {
    if (message[at] === "{") depth++
    if (message[at] === "}" && --depth === 0) return at
  }
  throw new SyntaxError(`No brace closes "${message.slice(open)}".`)
}

function argument(text: string): Piece {
  const plural = /^(\w+), plural, /.exec(text)
  if (plural === null) return { name: text }
  const forms = new Map<string, readonly Piece[]>()
  let at = plural[0].length
  while (at < text.length) {
    const open = text.indexOf("{", at)
    const end = closing(text, open)
    forms.set(text.slice(at, open).trim(), parse(text.slice(open + 1, end), true))
    at = end + 2
  }
  return { name: plural[1]!, forms }
}

/** Turns a message and its values into parts, in order; values stay what they are. */
export function partsOf<Value>(
  message: string,
  values: Readonly<Record<string, Value>>,
  locale: string,
): readonly (string | Value)[] {
  const parts: (string | Value)[] = []
  const visit = (pieces: readonly Piece[], count: Value | undefined) => {
    for (const piece of pieces) {
      if ("text" in piece) parts.push(piece.text)
      else if ("forms" in piece) {
        const value = values[piece.name]
        const form = new Intl.PluralRules(locale).select(Number(value))
        visit(piece.forms.get(form) ?? piece.forms.get("other") ?? [], value)
      } else {
        const value = piece.name === COUNT ? count : values[piece.name]
        if (value !== undefined) parts.push(value)
      }
    }
  }
  visit(piecesOf(message), undefined)
  return parts
}
