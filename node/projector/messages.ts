/** What the node and its projector thread tell each other. */
import type { Misbehaviour } from "@concordat/kernel"
import type { Choice } from "../accelerators/index.ts"
import type { DatabaseChoice } from "./database.ts"
import type { FedHeader } from "./fed-block.ts"
import type { Marker } from "./projection.ts"

/** What the thread begins with. */
export type ProjectorData = {
  readonly accelerators: Choice
  /** Address of a module that exports `services`. */
  readonly services: string
  readonly chain: string
  /** Text of the genesis file, from which blocks are executed again. */
  readonly genesis: string
  readonly database: DatabaseChoice
  /** Begin with an empty read model, whatever is there. */
  readonly fresh: boolean
}

/** Arrays of bytes in one buffer, which changes threads without a copy. */
export type Packed = { readonly sizes: readonly number[]; readonly bytes: Uint8Array }

/** A block with all that the store and the block log hold of it. */
export type FedMessage = {
  readonly height: bigint
  readonly header: FedHeader | null
  readonly appHash: Uint8Array
  readonly transactions: Packed
  readonly facts: Uint8Array
  readonly record: Uint8Array
}

/** A block to be executed again: what the journal no longer tells of. */
export type ArchivedMessage = {
  readonly height: bigint
  readonly header: FedHeader
  readonly time: number
  /** Before the block, as its header says, and after it. */
  readonly appHashBefore: Uint8Array
  readonly appHash: Uint8Array
  readonly transactions: Packed
  readonly misbehaviour: readonly Misbehaviour[]
}

/** One page of a state, whose history begins here. */
export type StatePage = {
  readonly height: bigint
  readonly time: number
  readonly appHash: Uint8Array
  /** Keys and values by turns. */
  readonly rows: Packed
  readonly isLast: boolean
}

/** What brings the read model on. */
export type Step =
  | { readonly kind: "blocks"; readonly blocks: readonly FedMessage[] }
  | { readonly kind: "archived"; readonly blocks: readonly ArchivedMessage[] }
  | { readonly kind: "state"; readonly page: StatePage }

/** What to do next: the lowest height that is lacking, and what was executed again so far. */
export type Want = {
  /** Null: everything from the genesis on. */
  readonly marker: Marker | null
  /** Last height executed again; null: none. */
  readonly executed: bigint | null
  /** Whether executing the blocks again came to another state than their headers say. */
  readonly differs: boolean
  /** Whether a page of a state was taken, and more are due. */
  readonly loading: boolean
}

export type ToProjector =
  | { readonly kind: "step"; readonly step: Step }
  | {
      readonly kind: "query"
      readonly id: number
      readonly text: string
      readonly parameters: readonly unknown[]
    }
  | { readonly kind: "end" }

/** What a question was answered with, and where the rows stand. */
export type QueryAnswer = { readonly marker: Marker; readonly rows: readonly unknown[] }

export type FromProjector =
  | { readonly kind: "want"; readonly want: Want; readonly rows: number }
  | { readonly kind: "answer"; readonly id: number; readonly answer: QueryAnswer }
  | { readonly kind: "refused"; readonly id: number; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string; readonly code: string | null }
  | { readonly kind: "ended" }

/** Puts arrays of bytes into one. */
export function pack(arrays: readonly Uint8Array[]): Packed {
  const sizes = arrays.map(({ length }) => length)
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0))
  let at = 0
  for (const array of arrays) {
    bytes.set(array, at)
    at += array.length
  }
  return { sizes, bytes }
}

/** The arrays that were packed. */
export function unpack({ sizes, bytes }: Packed): Uint8Array[] {
  let at = 0
  return sizes.map((size) => {
    at += size
    return bytes.subarray(at - size, at)
  })
}
