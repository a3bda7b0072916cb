/** The committed state of one ledger in memory: what a block is executed above. */
import type { Validators } from "../block/validator-set.ts"
import { toHex } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { assert } from "../failures.ts"
import { type LogHead, logRoot } from "../log/log-head.ts"
import type { Hash } from "../schema/fixed.ts"
import type { TrieChange } from "../trie/batch.ts"
import { appHash } from "../trie/hashes.ts"
import { StateTrie } from "../trie/state-trie.ts"
import type { EngineParameters } from "./engine-parameters.ts"
import { type BlockIds, IdWindow } from "./id-window.ts"
import type { Runtime } from "./runtime.ts"
import { DecodedRows, type StateReader, type StateRows } from "./state-reader.ts"

/** What moves on with each block. */
export type Head = {
  readonly height: bigint
  readonly time: number
  /** State after `height`; header `height` + 1 carries it. */
  readonly appHash: Hash
  readonly stateRoot: Hash
  readonly log: LogHead
  /** The newest set, in set order: header `height` + 1 names it as the next one. */
  readonly validators: Validators
  /** In force from the next block on. */
  readonly parameters: EngineParameters
}

/** A state to go on from. */
export type StateParts = {
  readonly chain: string
  readonly height: bigint
  readonly time: number
  readonly rows: StateRows
  readonly log: LogHead
  /** Id lists of the blocks in `kernel/blocks`, by ascending height. */
  readonly ids: readonly BlockIds[]
  readonly validators: Validators
  readonly parameters: EngineParameters
  /** The trie over `rows`, if there is one already; else it is built. */
  readonly trie?: StateTrie
}

/** A committed state. It moves on by the `commit` of an outcome, and by nothing else. */
export class LedgerState {
  readonly chain: string
  readonly rows: StateRows
  readonly trie: StateTrie
  readonly ids: IdWindow
  /** Decoded rows of this state. */
  readonly decoded: DecodedRows
  private head: Head

  constructor(
    parts: Pick<LedgerState, "chain" | "rows" | "trie" | "ids">,
    head: Head,
    freeze: boolean,
  ) {
    this.chain = parts.chain
    this.rows = parts.rows
    this.trie = parts.trie
    this.ids = parts.ids
    this.decoded = new DecodedRows(parts.rows, freeze)
    this.head = head
  }

  get height(): bigint {
    return this.head.height
  }

  /** Time of the last block, milliseconds of 1970. */
  get time(): number {
    return this.head.time
  }

  get appHash(): Hash {
    return this.head.appHash
  }

  get stateRoot(): Hash {
    return this.head.stateRoot
  }

  get log(): LogHead {
    return this.head.log
  }

  get validators(): Validators {
    return this.head.validators
  }

  get parameters(): EngineParameters {
    return this.head.parameters
  }

  /** For outcomes alone. */
  advance(head: Head): void {
    assert(head.height > this.head.height, "a state moves on by one block")
    this.head = head
  }
}

/** A state from its parts, after a restart or a snapshot. The caller compares `appHash`. */
export function openState(runtime: Runtime, parts: StateParts): LedgerState {
  const { chain, height, time, rows, log, validators, parameters } = parts
  const trie = parts.trie ?? trieOf(rows, height)
  const ids = new IdWindow(parts.ids)
  const head = { height, time, log, validators, parameters, ...rootsOf(trie.root, log) }
  return new LedgerState({ chain, rows, trie, ids }, head, runtime.freeze)
}

/** Both roots in hex. */
export function rootsOf(root: Uint8Array, log: LogHead): Pick<Head, "appHash" | "stateRoot"> {
  const whole = appHash(root, log.size, logRoot(log))
  return { appHash: toHex(whole) as Hash, stateRoot: toHex(root) as Hash }
}

/** Rows read at once while a trie is built. */
const PAGE = 10_000

/** The trie over all rows, as of `height`. */
export function trieOf(rows: StateReader, height: bigint): StateTrie {
  const trie = new StateTrie()
  const changes: TrieChange[] = []
  for (const [key, value] of everyRow(rows)) {
    changes.push({ path: sha256(key), value: sha256(value) })
  }
  trie.prepare(changes).commit(height)
  return trie
}

/** All rows in key order, whatever their number. */
export function* everyRow(
  rows: StateReader,
  prefix: Uint8Array = new Uint8Array(),
): Generator<readonly [key: Uint8Array, value: Uint8Array]> {
  let after: Uint8Array | undefined
  for (;;) {
    const page = rows.scan(prefix, { limit: PAGE, ...(after && { after }) })
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1)![0]
  }
}
