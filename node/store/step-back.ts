/**
 * A state store one block back: every row as it was before the last block, and nothing left of what
 * came of that block. What it is to say of itself follows from what it still holds, and is compared
 * before anything is written.
 */
import {
  appHash,
  type EngineParameters,
  equalBytes,
  fromHex,
  type Hash,
  hashOf,
  LOG_RUN_LEAVES,
  MerkleLog,
  resultsHash,
  sha256,
  toHex,
  type Validators,
} from "@concordat/kernel"
import { decodeBlockFacts } from "./block-facts.ts"
import { encodeHead, readHead, type StoreHead } from "./head.ts"
import { keyBytes } from "./key-index.ts"
import {
  blockKey,
  decodePlace,
  HEAD_KEY,
  JOURNALS,
  pathKey,
  recordOfKey,
  rowKey,
  transactionKey,
  undoKey,
} from "./layout.ts"
import { logHeadOf } from "./load.ts"
import { readOrigin } from "./origin.ts"
import { type Change, type StateStore, storeDamaged } from "./state-store.ts"
import { StoredHashes } from "./stored-hashes.ts"
import { decodeUndo, type Undo } from "./undo.ts"

/** What the engine knows of a height: the newest set then, and the parameters of the next block. */
export type EngineSide = {
  readonly validators: Validators
  readonly parameters: EngineParameters
}

/** The facts of a block. Throws `store_damaged` where they are not there. */
function factsOf(store: StateStore, height: bigint) {
  const bytes = store.get(blockKey(height))
  if (bytes === undefined) throw storeDamaged(store.location, `lacks block ${height}`)
  return decodeBlockFacts(bytes)
}

/** The event log when it had so many entries. */
function logAt(store: StateStore, size: bigint): MerkleLog {
  const origin = readOrigin(store)
  const before = logHeadOf(origin?.log ?? { size: 0n, peaks: [] })
  const known = Math.ceil(Number(before.size) / LOG_RUN_LEAVES)
  const runs = Math.max(0, Math.floor(Number(size) / LOG_RUN_LEAVES) - known)
  const hashes = (array: "leaves" | "runs", length: number) =>
    new StoredHashes(store, array, length)
  return new MerkleLog(hashes("leaves", Number(size)), hashes("runs", runs), before)
}

/** What the store said of itself before its last block. */
function headBefore(store: StateStore, head: StoreHead, side: EngineSide): StoreHead {
  const height = head.height - 1n
  const [facts, last] = [factsOf(store, height), factsOf(store, head.height)]
  const log = logAt(store, last.first)
  const { size, peaks } = log.head()
  const whole = appHash(facts.stateRoot, size, log.root())
  return {
    ...head,
    ...{ height, time: facts.time, appHash: hashOf(whole), stateRoot: hashOf(facts.stateRoot) },
    results: hashOf(resultsHash(facts.results)),
    log: { size, peaks: peaks.map((peak) => toHex(peak) as Hash) },
    ...side,
    transactions: head.transactions - BigInt(last.transactions),
    operations: head.operations - BigInt(last.operations),
  }
}

function rowsBefore(undo: Undo): Change[] {
  return [...undo].flatMap(([text, old]): Change[] => {
    const key = keyBytes(text)
    return [
      [rowKey(key), old],
      [pathKey(sha256(key)), old === null ? null : key],
    ]
  })
}

async function outcomeOf(store: StateStore, height: bigint): Promise<Change[]> {
  const gone: Change[] = [
    [undoKey(height), null],
    [blockKey(height), null],
  ]
  for (const { id } of factsOf(store, height).results) {
    const key = id === null ? null : transactionKey(fromHex(id))
    const place = key === null ? undefined : store.get(key)
    if (place !== undefined && decodePlace(place).height === height) gone.push([key!, null])
  }
  for await (const page of store.keys(...JOURNALS)) {
    for (const key of page) if (recordOfKey(key).height === height) gone.push([key, null])
  }
  return gone
}

/**
 * Steps back over the block that the store stands at; answers the height before. `named`: the app
 * hash that the header of that block carries, where it is at hand. Throws `store_damaged`.
 */
export async function stepBack(
  store: StateStore,
  side: EngineSide,
  named: string | null,
): Promise<bigint> {
  const head = readHead(store)
  if (head === null) throw storeDamaged(store.location, "is empty")
  const before = headBefore(store, head, side)
  if (named !== null && !equalBytes(fromHex(named), fromHex(before.appHash))) {
    throw storeDamaged(store.location, `was another one at height ${before.height} than its header`)
  }
  const undo = store.get(undoKey(head.height))
  await store.write(
    [
      ...rowsBefore(undo === undefined ? new Map() : decodeUndo(undo)),
      ...(await outcomeOf(store, head.height)),
      [HEAD_KEY, encodeHead(before)],
    ],
    true,
  )
  return before.height
}
