/**
 * What a block wrote, as the journal keeps it: who called each transaction, and of every row its
 * new value, the digest of the one before and which operation wrote it last. Bytes: number of
 * transactions u32, each caller by length u8 ‖ ASCII, none by 0; then per row key length u16 ‖ key
 * ‖ transaction u32 ‖ operation u32 ‖ 1 and SHA-256 of the value before, or 0 ‖ length u32 ‖ value,
 * where 2^32 - 1 stands for none.
 */
import { type Hash, hashOf, type Party, sha256, utf8, type Write } from "@concordat/kernel"
import type { RowChange } from "../ledger.ts"
import { keyText } from "../store/key-index.ts"
import type { Undo } from "../store/undo.ts"

const NONE = 0xffff_ffff
/** Of a row: everything but key, digest and value. */
const FIXED_BYTES = 2 + 4 + 4 + 1 + 4
const DIGEST_BYTES = 32

/** Who called a transaction, in block order; null for one that nobody known signed. */
export type Callers = readonly (Party | null)[]

function callerBytes(callers: Callers): Uint8Array {
  const lengths = callers.map((caller) => caller?.length ?? 0)
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length + 1, 4))
  new DataView(bytes.buffer).setUint32(0, callers.length)
  let at = 4
  for (const [index, caller] of callers.entries()) {
    bytes[at++] = lengths[index]!
    if (caller !== null) bytes.set(utf8(caller), at)
    at += lengths[index]!
  }
  return bytes
}

/** The bytes of a journal record. `undo` holds the values before. */
export function encodeChanges(callers: Callers, writes: readonly Write[], undo: Undo): Uint8Array {
  const olds = writes.map(({ key }) => undo.get(keyText(key)) ?? null)
  const heading = callerBytes(callers)
  let size = heading.length
  for (const [index, { key, value }] of writes.entries()) {
    const digest = olds[index] === null ? 0 : DIGEST_BYTES
    size += FIXED_BYTES + key.length + digest + (value?.length ?? 0)
  }
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  bytes.set(heading)
  let at = heading.length
  for (const [index, { key, value, transaction, operation }] of writes.entries()) {
    const old = olds[index] ?? null
    view.setUint16(at, key.length)
    bytes.set(key, at + 2)
    at += 2 + key.length
    view.setUint32(at, transaction ?? NONE)
    view.setUint32(at + 4, operation ?? NONE)
    bytes[at + 8] = old === null ? 0 : 1
    at += 9
    if (old !== null) {
      bytes.set(sha256(old), at)
      at += DIGEST_BYTES
    }
    view.setUint32(at, value?.length ?? NONE)
    at += 4
    if (value === null) continue
    bytes.set(value, at)
    at += value.length
  }
  return bytes
}

/** What a journal record says; no bytes say nothing. */
export type Recorded = { readonly callers: Callers; readonly changes: readonly RowChange[] }

/** What `encodeChanges` wrote; the store has checked that the bytes are whole. */
export function decodeChanges(bytes: Uint8Array): Recorded {
  if (bytes.length === 0) return { callers: [], changes: [] }
  const record = new RecordReader(bytes)
  const callers = Array.from({ length: record.count() }, () => record.caller())
  const changes: RowChange[] = []
  while (!record.ended) {
    changes.push({
      key: record.take(record.length()),
      transaction: record.number(),
      operation: record.number(),
      before: record.digest(),
      value: record.value(),
    })
  }
  return { callers, changes }
}

/** Reads the parts of a record one after the other. */
class RecordReader {
  private readonly bytes: Uint8Array
  private readonly view: DataView
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get ended(): boolean {
    return this.at === this.bytes.length
  }

  count(): number {
    this.at += 4
    return this.view.getUint32(this.at - 4)
  }

  caller(): Party | null {
    const [length = 0] = this.take(1)
    return length === 0 ? null : (keyText(this.take(length)) as Party)
  }

  length(): number {
    this.at += 2
    return this.view.getUint16(this.at - 2)
  }

  number(): number | null {
    const number = this.count()
    return number === NONE ? null : number
  }

  take(length: number): Uint8Array {
    this.at += length
    return this.bytes.slice(this.at - length, this.at)
  }

  digest(): Hash | null {
    const [known] = this.take(1)
    return known === 1 ? hashOf(this.take(DIGEST_BYTES)) : null
  }

  value(): Uint8Array | null {
    const length = this.number()
    return length === null ? null : this.take(length)
  }
}
