/** For tests: leaf files in memory. */
import { concat, type Hash } from "@concordat/kernel"
import type { BatchFiles } from "../gateway.ts"

/** Leaf files in memory. */
export function memoryBatches(): BatchFiles & { readonly kept: Map<Hash, Uint8Array> } {
  const kept = new Map<Hash, Uint8Array>()
  const arriving = new Map<Hash, Uint8Array[]>()
  return {
    kept,
    size: async (statement) => kept.get(statement)?.length ?? null,
    read: async (statement, start, end) => kept.get(statement)!.slice(start, end),
    async write(statement, start, part) {
      arriving.set(statement, start === 0 ? [part] : [...arriving.get(statement)!, part])
    },
    async keep(statement) {
      kept.set(statement, concat(...arriving.get(statement)!))
      arriving.delete(statement)
    },
    async drop(statement) {
      arriving.delete(statement)
    },
  }
}
