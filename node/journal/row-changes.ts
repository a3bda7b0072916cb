/**
 * What a block wrote, as the journal keeps it: of every row its new value, the digest of the one
 * before and which operation wrote it last. Bytes: per row, key length u16 ‖ key ‖ transaction u32
 * ‖ operation u32 ‖ 1 and SHA-256 of the value before, or 0 ‖ length u32 ‖ value, where 2^32 - 1
 * stands for none.
 */
import { type Hash, hashOf, sha256, type Write } from "@concordat/kernel"
import type { RowChange } from "../ledger.ts"
import { keyText } from "../store/key-index.ts"
import type { Undo } from "../store/undo.ts"

const NONE = 0xffff_ffff
/** Of a row: everything but key, digest and value. */
const FIXED_BYTES = 2 + 4 + 4 + 1 + 4
const DIGEST_BYTES = 32

/** The bytes of a journal record. `undo` holds the values before. */
export function encodeChanges(writes: readonly Write[], undo: Undo): Uint8Array {
  const olds = writes.map(({ key }) => undo.get(keyText(key)) ?? null)
  let size = 0
  for (const [index, { key, value }] of writes.entries()) {
    const digest = olds[index] === null ? 0 : DIGEST_BYTES
    size += FIXED_BYTES + key.length + digest + (value?.length ?? 0)
  }
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  let at = 0
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

/** What `encodeChanges` wrote; the store has checked that the bytes are whole. */
export function decodeChanges(bytes: Uint8Array): RowChange[] {
  const record = new RecordReader(bytes)
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
  return changes
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

  length(): number {
    this.at += 2
    return this.view.getUint16(this.at - 2)
  }

  number(): number | null {
    this.at += 4
    const number = this.view.getUint32(this.at - 4)
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
