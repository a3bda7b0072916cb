/**
 * One of two states that are compared: of a node that runs, or of a folder that stands still. What
 * may be asked is little, so that it can be asked over HTTP too.
 */
import {
  type Hash,
  hashOf,
  type LedgerState,
  PROVABLE_HEIGHTS,
  type Subtree,
} from "@concordat/kernel"
import type { Journal } from "../journal/journal.ts"
import type { RowChange } from "../ledger.ts"
import type { BlockFacts } from "../store/block-facts.ts"
import type { Rows } from "../store/rows.ts"

/** Who this is, and which heights it can answer for. */
export type About = {
  readonly chain: string
  readonly version: string
  readonly node: string
  readonly height: bigint
  /** Lowest height whose root it knows; whose rows and branches; whose changes. */
  readonly rootsFrom: bigint
  readonly rowsFrom: bigint
  readonly changesFrom: bigint
}

/** The first `depth` bits of a path of the trie. */
export type Branch = { readonly path: Uint8Array; readonly depth: number }

/** What a comparison asks. Heights outside those of `about` are a `Bug` or a refusal. */
export interface Side {
  about(): Promise<About>
  stateRoot(height: bigint): Promise<Hash>
  subtrees(height: bigint, branches: readonly Branch[]): Promise<readonly (Subtree | null)[]>
  /** State keys by their paths; null for a row that is not there. */
  keys(paths: readonly Uint8Array[]): Promise<readonly (Uint8Array | null)[]>
  rows(height: bigint, keys: readonly Uint8Array[]): Promise<readonly (Uint8Array | null)[]>
  changes(height: bigint): Promise<readonly RowChange[]>
  transaction(height: bigint, index: number): Promise<Hash | null>
}

/** What a state on this machine is made of. */
export type LocalParts = {
  readonly version: string
  readonly state: () => LedgerState
  readonly rows: () => Rows
  readonly journal: () => Journal
  /** Lowest height that it has facts of. */
  readonly first: bigint
  readonly facts: (height: bigint) => BlockFacts
}

/** A side over the parts of a node, or of its store. */
export function localSide(parts: LocalParts): Side {
  const { version, state, rows, journal, first, facts } = parts
  const viewAt = (height: bigint) => state().trie.at(height)
  return {
    async about() {
      const { chain, height } = state()
      const kept = height - BigInt(PROVABLE_HEIGHTS) + 1n
      return {
        ...{ chain, version, node: process.versions.node, height, rootsFrom: first },
        rowsFrom: kept > first ? kept : first,
        changesFrom: journal().from ?? height + 1n,
      }
    },
    stateRoot: async (height) => hashOf(facts(height).stateRoot),
    async subtrees(height, branches) {
      const view = viewAt(height)
      return branches.map(({ path, depth }) => view?.subtree(path, depth) ?? null)
    },
    keys: async (paths) => paths.map((path) => rows().keyOfPath(path)),
    rows: async (height, keys) => {
      const now = height === state().height
      return keys.map((key) => (now ? (rows().get(key) ?? null) : rows().at(key, height)))
    },
    changes: async (height) => journal().changes(height) ?? [],
    transaction: async (height, index) => facts(height).results[index]?.id ?? null,
  }
}
