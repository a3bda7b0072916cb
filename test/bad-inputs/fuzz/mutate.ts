/** Valid inputs spoilt at random: bits, bytes, lengths, cuts, insertions, one put on another. */
import { concat } from "@concordat/kernel"
import type { Chance } from "./chance.ts"

type Mutation = (random: Chance, bytes: Uint8Array, other: Uint8Array) => Uint8Array

/** Heads of CBOR that claim much, floats, simple values, indefinite lengths; signs of JSON. */
const TELLING = [
  ...[0x00, 0x17, 0x18, 0x1b, 0x1f, 0x3b, 0x40, 0x58, 0x5b, 0x5f, 0x60, 0x7b, 0x7f, 0x80, 0x9b],
  ...[0x9f, 0xa0, 0xbb, 0xbf, 0xc2, 0xd8, 0xf4, 0xf6, 0xf7, 0xf9, 0xfb, 0xff],
  ...Buffer.from('{}[]",:\\u0-.eE+'),
]
const INSERTED_MAX = 24
const ROUNDS_MAX = 4

const place = (random: Chance, bytes: Uint8Array) => random.below(bytes.length + 1)

function withByte(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  const copy = bytes.slice()
  if (at < copy.length) copy[at] = byte
  return copy
}

/** A part of the bytes: where it begins and ends. */
function part(random: Chance, bytes: Uint8Array): readonly [number, number] {
  const [a, b] = [place(random, bytes), place(random, bytes)]
  return a < b ? [a, b] : [b, a]
}

const MUTATIONS: readonly Mutation[] = [
  function flipBit(random, bytes) {
    const at = place(random, bytes)
    return withByte(bytes, at, (bytes[at] ?? 0) ^ (1 << random.below(8)))
  },
  function setByte(random, bytes) {
    return withByte(bytes, place(random, bytes), TELLING[random.below(TELLING.length)]!)
  },
  function editLength(random, bytes) {
    const at = place(random, bytes)
    return withByte(bytes, at, ((bytes[at] ?? 0) + (random.below(2) === 0 ? 1 : 255)) & 255)
  },
  function longLength(random, bytes) {
    const at = place(random, bytes)
    const head = ((bytes[at] ?? 0) & 0xe0) | 0x1a
    const claimed = random.bytes(4)
    return concat(bytes.subarray(0, at), Uint8Array.of(head), claimed, bytes.subarray(at + 1))
  },
  function cut(random, bytes) {
    return bytes.slice(0, place(random, bytes))
  },
  function insert(random, bytes) {
    const at = place(random, bytes)
    const more = random.bytes(1 + random.below(INSERTED_MAX))
    return concat(bytes.subarray(0, at), more, bytes.subarray(at))
  },
  function remove(random, bytes) {
    const [from, to] = part(random, bytes)
    return concat(bytes.subarray(0, from), bytes.subarray(to))
  },
  function repeat(random, bytes) {
    const [from, to] = part(random, bytes)
    return concat(bytes.subarray(0, to), bytes.subarray(from))
  },
  function splice(random, bytes, other) {
    return concat(bytes.subarray(0, place(random, bytes)), other.subarray(place(random, other)))
  },
]

/** One of the seeds, spoilt one to four times. */
export function mutated(random: Chance, seeds: readonly Uint8Array[]): Uint8Array {
  let bytes = seeds[random.below(seeds.length)]!
  for (let left = 1 + random.below(ROUNDS_MAX); left > 0; left--) {
    const mutation = MUTATIONS[random.below(MUTATIONS.length)]!
    bytes = mutation(random, bytes, seeds[random.below(seeds.length)]!)
  }
  return bytes
}
