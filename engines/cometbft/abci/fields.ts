/**
 * Protobuf messages by description: a message is a table of named, numbered fields, from which its
 * TypeScript type, its writer and its reader follow. Zero scalars are left out, unknown fields are
 * passed over. Source of truth: protobuf.dev/programming-guides/encoding.
 */
import { ProtobufReader, ProtobufWriter, utf8 } from "@concordat/kernel"

/** One field of a message. `read` gets the value so far, which repeated fields add to. */
export type Field<T> = {
  readonly number: number
  /** What an absent field means. */
  readonly absent: () => T
  write(to: ProtobufWriter, value: T): void
  read(from: ProtobufReader, before: T): T
}

type Table<T> = { readonly [Name in keyof T]: Field<T[Name]> }

/** Writes and reads one kind of message. */
export type Message<T> = {
  /** What is left out is written as absent. */
  encode(value: Partial<T>): Uint8Array
  /** Throws `Invalid` `record_malformed`. */
  decode(bytes: Uint8Array): T
  /** A message with `says`, all else absent. */
  of(says?: Partial<T>): T
}

/** The value that a message's description gives. */
export type ValueOf<M> = M extends Message<infer T> ? T : never

/** A message of these fields, which are written by ascending number. */
export function message<T extends object>(table: Table<T>): Message<T> {
  const entries = Object.entries(table) as [keyof T, Field<T[keyof T]>][]
  entries.sort(([, a], [, b]) => a.number - b.number)
  const byNumber = new Map(entries.map(([name, field]) => [field.number, { name, field }]))
  const of = (says: Partial<T> = {}): T => {
    const value: Partial<T> = {}
    for (const [name, field] of entries) value[name] = says[name] ?? field.absent()
    return value as T
  }
  return {
    of,
    encode(value) {
      const to = new ProtobufWriter()
      for (const [name, field] of entries) field.write(to, value[name] ?? field.absent())
      return to.finish()
    },
    decode(bytes) {
      const value = of()
      const from = new ProtobufReader(bytes)
      while (from.next()) {
        const known = byNumber.get(from.field)
        if (known === undefined) from.skip()
        else value[known.name] = known.field.read(from, value[known.name])
      }
      return value
    },
  }
}

const TEXT = new TextDecoder()
const EMPTY = new Uint8Array()

/** `string`. */
export function text(number: number): Field<string> {
  return {
    number,
    absent: () => "",
    write: (to, value) => to.text(number, value),
    read: (from) => TEXT.decode(from.bytes()),
  }
}

/** `bytes`; what is read is a copy of its own, so that it holds no frame in memory. */
export function bytes(number: number): Field<Uint8Array> {
  return {
    number,
    absent: () => EMPTY,
    write: (to, value) => to.bytes(number, value),
    read: (from) => from.bytes().slice(),
  }
}

/** `int64`. */
export function i64(number: number): Field<bigint> {
  return {
    number,
    absent: () => 0n,
    write: (to, value) => to.int(number, value),
    read: (from) => from.int(),
  }
}

/** `uint64`. */
export function u64(number: number): Field<bigint> {
  return {
    number,
    absent: () => 0n,
    write: (to, value) => to.uint(number, value),
    read: (from) => from.uint(),
  }
}

/** `int32`. */
export function i32(number: number): Field<number> {
  return {
    number,
    absent: () => 0,
    write: (to, value) => to.int(number, value),
    read: (from) => Number(BigInt.asIntN(32, from.int())),
  }
}

/** `uint32`, and enumerations by their number. */
export function u32(number: number): Field<number> {
  return {
    number,
    absent: () => 0,
    write: (to, value) => to.uint(number, value),
    read: (from) => from.u32(),
  }
}

/** `bool`. */
export function bool(number: number): Field<boolean> {
  return {
    number,
    absent: () => false,
    write: (to, value) => to.uint(number, value ? 1 : 0),
    read: (from) => from.uint() !== 0n,
  }
}

/** A message that is always there: written even when it is empty, and hashed so. */
export function always<T extends object>(number: number, of: Message<T>): Field<T> {
  return {
    number,
    absent: () => of.of(),
    write: (to, value) => to.message(number, of.encode(value)),
    read: (from) => of.decode(from.bytes()),
  }
}

/** A message that may be absent. */
export function optional<T extends object>(number: number, of: Message<T>): Field<T | null> {
  return {
    number,
    absent: () => null,
    write: (to, value) => value === null || to.message(number, of.encode(value)),
    read: (from) => of.decode(from.bytes()),
  }
}

/** Adds to a list that this reader made, so that long lists are not copied again and again. */
function grown<T>(list: readonly T[], value: T): readonly T[] {
  ;(list as T[]).push(value)
  return list
}

function list<T>(
  number: number,
  write: (to: ProtobufWriter, value: T) => void,
  read: (from: ProtobufReader) => T,
): Field<readonly T[]> {
  return {
    number,
    absent: () => [],
    write(to, values) {
      for (const value of values) write(to, value)
    },
    read: (from, before) => grown(before, read(from)),
  }
}

/** Messages in order; each counts, also an empty one. */
export function repeated<T extends object>(number: number, of: Message<T>): Field<readonly T[]> {
  return list(
    number,
    (to, value) => to.message(number, of.encode(value)),
    (from) => of.decode(from.bytes()),
  )
}

/** Byte strings in order, such as transactions. */
export function repeatedBytes(number: number): Field<readonly Uint8Array[]> {
  return list(
    number,
    (to, value: Uint8Array) => to.message(number, value),
    (from) => from.bytes().slice(),
  )
}

/** Texts in order. */
export function repeatedText(number: number): Field<readonly string[]> {
  return list(
    number,
    (to, value: string) => to.message(number, utf8(value)),
    (from) => TEXT.decode(from.bytes()),
  )
}

/** `uint32` values in order, packed into one field, as proto3 writes them. */
export function repeatedU32(number: number): Field<readonly number[]> {
  return {
    number,
    absent: () => [],
    write(to, values) {
      const packed = new ProtobufWriter()
      for (const value of values) packed.varint(value)
      to.bytes(number, packed.finish())
    },
    read(from, before) {
      let values = before
      let value = 0
      let scale = 1
      for (const byte of from.bytes()) {
        value += (byte & 0x7f) * scale
        scale *= 128
        if (byte >= 0x80) continue
        values = grown(values, value)
        value = 0
        scale = 1
      }
      return values
    },
  }
}
