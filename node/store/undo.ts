/**
 * What a block replaced: the old value of every row it wrote, null where there was none. The last
 * 100 of them give values and absences at older heights, and bring an older trie image up to date.
 * Bytes: per row, key length u16 ‖ key ‖ old length u32 (2^32 - 1: none) ‖ old.
 */
import { keyBytes, keyText } from "./key-index.ts"

/** Old values by key text. */
export type Undo = ReadonlyMap<string, Uint8Array | null>

const NONE = 0xffff_ffff

/** The bytes of an undo record. */
export function encodeUndo(undo: Undo): Uint8Array {
  let size = 0
  for (const [key, old] of undo) size += 6 + key.length + (old?.length ?? 0)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [key, old] of undo) {
    view.setUint16(at, key.length)
    bytes.set(keyBytes(key), at + 2)
    view.setUint32(at + 2 + key.length, old === null ? NONE : old.length)
    at += 6 + key.length
    if (old === null) continue
    bytes.set(old, at)
    at += old.length
  }
  return bytes
}

/** What `encodeUndo` wrote; the store has checked that the bytes are whole. */
export function decodeUndo(bytes: Uint8Array): Undo {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const undo = new Map<string, Uint8Array | null>()
  for (let at = 0; at < bytes.length; ) {
    const keyEnd = at + 2 + view.getUint16(at)
    const key = keyText(bytes.subarray(at + 2, keyEnd))
    const length = view.getUint32(keyEnd)
    at = keyEnd + 4
    undo.set(key, length === NONE ? null : bytes.slice(at, at + length))
    if (length !== NONE) at += length
  }
  return undo
}
