/**
 * The name that a transaction's bytes go by: a hash of all of them. A transaction is asked about
 * some six times between its arrival and its receipt, in the array that it arrived in, which nobody
 * changes: so it is hashed once for each array.
 */
import { sha256Hex } from "../crypto/hash.ts"

const names = new WeakMap<Uint8Array, string>()

/** SHA-256 of the bytes in hex, remembered as long as the array lives. */
export function bytesName(bytes: Uint8Array): string {
  let name = names.get(bytes)
  if (name === undefined) {
    name = sha256Hex(bytes)
    names.set(bytes, name)
  }
  return name
}
