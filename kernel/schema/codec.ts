/**
 * A value and its one byte form: `decode(kind, encode(kind, value))` is the value, and
 * `encode(kind, decode(kind, bytes))` the bytes, for everything that is accepted.
 */
import { CborReader } from "../cbor/reader.ts"
import { type ScanLimits, scan } from "../cbor/scan.ts"
import { CborWriter } from "../cbor/writer.ts"
import { Bug } from "../failures.ts"
import type { Kind } from "./kind.ts"
import type { Fields, RecordKind, RecordOf } from "./record.ts"

/** One buffer for all values: kinds write, they never encode. */
const shared = new CborWriter()

/** The canonical bytes of a value. Throws `Invalid` with a JSON pointer unless `kind` takes it. */
export function encode<T>(kind: Kind<T>, value: T): Uint8Array {
  return encodeChecked(kind, kind.check(value))
}

/** As `encode`, for a value that has passed `kind.check` or came out of `decode`. */
export function encodeChecked<T>(kind: Kind<T>, value: T): Uint8Array {
  kind.write(shared.reset(), value)
  return shared.finish()
}

/**
 * The value of canonical bytes. Throws `Invalid`: first what `scan` finds, then the first
 * difference from the schema, with its JSON pointer.
 */
export function decode<T>(kind: Kind<T>, bytes: Uint8Array, limits?: ScanLimits): T {
  scan(bytes, limits)
  return kind.read(new CborReader(bytes))
}

/** A stored row: as `decode`, but an option field that a later version added may be absent. */
export function decodeRow<F extends Fields>(kind: RecordKind<F>, bytes: Uint8Array): RecordOf<F> {
  scan(bytes)
  return kind.readRow(new CborReader(bytes))
}

/** The bytes of a value's key form. Throws `Bug` for a kind without one. */
export function encodeKey<T>(kind: Kind<T>, value: T): Uint8Array {
  if (kind.key === null) throw new Bug("This kind cannot stand in a key.")
  kind.key.write(shared.reset(), kind.check(value))
  return shared.finish()
}

/** The value of the bytes of its key form. */
export function decodeKey<T>(kind: Kind<T>, bytes: Uint8Array): T {
  if (kind.key === null) throw new Bug("This kind cannot stand in a key.")
  return kind.key.read(new CborReader(bytes))
}
