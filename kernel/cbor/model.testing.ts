/**
 * A second, naive reading of the CBOR rules for tests: it decodes whatever is well-formed, writes
 * the value again in canonical form with code of its own, and accepts bytes that come out the same.
 */
const DEPTH_MAX = 16
const ITEMS_MAX = 65_536

type Model =
  | { readonly int: bigint }
  | { readonly bytes: number[] }
  | { readonly text: string }
  | { readonly list: readonly Model[] }
  | { readonly map: readonly (readonly [Model, Model])[] }
  | { readonly simple: number }

class Outside extends Error {}

/** Whether these bytes are one canonical CBOR value, by the model. */
export function modelAccepts(bytes: Uint8Array): boolean {
  try {
    const input = { bytes: [...bytes], at: 0, items: 0 }
    const value = decode(input, 1)
    return input.at === bytes.length && String(write(value)) === String(input.bytes)
  } catch (failure) {
    if (failure instanceof Outside) return false
    throw failure
  }
}

type Input = { readonly bytes: readonly number[]; at: number; items: number }

function take(input: Input, count: number): number[] {
  if (input.at + count > input.bytes.length) throw new Outside("cut")
  input.at += count
  return input.bytes.slice(input.at - count, input.at)
}

function decode(input: Input, depth: number): Model {
  if (depth > DEPTH_MAX || ++input.items > ITEMS_MAX) throw new Outside("too much")
  const [first] = take(input, 1) as [number]
  const major = first >> 5
  const information = first & 31
  if (information > 27 || (major === 7 && information > 23)) throw new Outside("type")
  const width = information < 24 ? 0 : 2 ** (information - 24)
  const argument = width === 0 ? BigInt(information) : big(take(input, width))
  if (major === 0) return { int: argument }
  if (major === 1) return { int: -1n - argument }
  if (major === 7 && [20, 21, 22].includes(information)) return { simple: first }
  if (major === 7 || (major === 6 && argument !== 2n)) throw new Outside("type")
  if (major === 6) return bignum(input)
  if (argument > BigInt(input.bytes.length)) throw new Outside("length")
  const count = Number(argument)
  if (major === 2) return { bytes: take(input, count) }
  if (major === 3) return { text: textOf(take(input, count)) }
  if (major === 4) return { list: Array.from({ length: count }, () => decode(input, depth + 1)) }
  return { map: Array.from({ length: count }, () => entry(input, depth + 1)) }
}

function entry(input: Input, depth: number): readonly [Model, Model] {
  const key = decode(input, depth)
  if (!("text" in key)) throw new Outside("key")
  return [key, decode(input, depth)]
}

function bignum(input: Input): Model {
  const items = input.items
  const content = decode(input, 1)
  input.items = items
  if (!("bytes" in content) || content.bytes.length > 16) throw new Outside("bignum")
  return { int: big(content.bytes) }
}

function big(bytes: readonly number[]): bigint {
  return BigInt("0x0" + bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(""))
}

/** The frozen list, as the specification spells it. */
const REFUSED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffb]/u

function textOf(bytes: readonly number[]): string {
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes))
  } catch {
    throw new Outside("text")
  }
  const lastOfPlane = [...text].some((character) => (character.codePointAt(0)! & 0xffff) >= 0xfffe)
  if (REFUSED.test(text) || lastOfPlane) throw new Outside("text")
  return text
}

function head(major: number, value: bigint): number[] {
  const type = major * 32
  if (value < 24n) return [type + Number(value)]
  const width = value < 256n ? 1 : value < 65_536n ? 2 : value < 2n ** 32n ? 4 : 8
  const digits = value
    .toString(16)
    .padStart(2 * width, "0")
    .match(/../g)!
  return [type + 24 + Math.log2(width), ...digits.map((digit) => Number.parseInt(digit, 16))]
}

function write(value: Model): number[] {
  if ("simple" in value) return [value.simple]
  if ("int" in value) return integer(value.int)
  if ("bytes" in value) return [...head(2, BigInt(value.bytes.length)), ...value.bytes]
  if ("text" in value) {
    const bytes = [...new TextEncoder().encode(value.text)]
    return [...head(3, BigInt(bytes.length)), ...bytes]
  }
  if ("list" in value) return [...head(4, BigInt(value.list.length)), ...value.list.flatMap(write)]
  const entries = value.map.map(([key, item]) => [write(key), write(item)] as const)
  const keys = new Set(entries.map(([key]) => String(key)))
  if (keys.size !== entries.length) throw new Outside("duplicate")
  const sorted = entries.toSorted(([a], [b]) => {
    const at = a.findIndex((byte, i) => byte !== b[i])
    return a.length - b.length || a[at]! - b[at]!
  })
  return [...head(5, BigInt(entries.length)), ...sorted.flat(2)]
}

function integer(value: bigint): number[] {
  if (value < 0n) return head(1, -1n - value)
  if (value < 2n ** 64n) return head(0, value)
  const digits = value.toString(16)
  const even = digits.padStart(digits.length + (digits.length % 2), "0").match(/../g)!
  return [0xc2, ...head(2, BigInt(even.length)), ...even.map((digit) => Number.parseInt(digit, 16))]
}
