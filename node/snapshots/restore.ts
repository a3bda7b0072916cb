/**
 * The state of a snapshot taken into the store, chunk by chunk as it is proven. The entry that says
 * where the store stands is written last, with everything below it durable: what was begun and not
 * finished is never used, and every offer starts clean.
 */
import { perturb } from "@concordat/engines/perturb"
import type { ChunkAnswer, OfferAnswer, SnapshotOffer, Snapshots } from "@concordat/engines/port"
import type { Disk } from "@concordat/engines/seams"
import {
  ConcordatError,
  type Genesis,
  type Hash,
  hashOf,
  type RestoredParts,
  type Runtime,
  SnapshotReader,
  toHex,
} from "@concordat/kernel"
import type { Log } from "../log/log.ts"
import { encodeHead } from "../store/head.ts"
import { HEAD_KEY, ORIGIN_KEY, RESTORING_KEY } from "../store/layout.ts"
import { type Loaded, type LoadSource, loadState } from "../store/load.ts"
import { encodeOrigin } from "../store/origin.ts"
import type { Change, StateStore } from "../store/state-store.ts"
import { besidesOf, changesOf } from "./taken.ts"

/** The answer to an offer that does not even announce what it should, by its code. */
const OFFERS: Readonly<Record<string, OfferAnswer>> = {
  snapshot_unsupported: "reject_format",
  snapshot_too_large: "reject_sender",
  snapshot_malformed: "reject_sender",
}
/** The answer to a chunk, by the code of what is wrong. */
const CHUNKS: Readonly<Record<string, ChunkAnswer>> = {
  chunk_mismatch: "retry",
  snapshot_malformed: "reject_snapshot",
  root_mismatch: "reject_snapshot",
  runtime_mismatch: "abort",
}

/** The results of the block at the snapshot's height are not in it; nobody on a network asks. */
const NO_RESULTS = "00".repeat(32) as Hash
/** While it stands there, what is in the store is cleared at a start. */
const BEGUN: Change = [RESTORING_KEY, Uint8Array.of(1)]

export type RestoreOptions = {
  readonly store: StateStore
  readonly disk: Disk
  /** Folder of the trie images. */
  readonly images: string
  readonly runtime: Runtime
  readonly genesis: Genesis
  readonly log: Log
  /** The state is gone (null), or another one is in its place. */
  readonly adopt: (loaded: Loaded | null) => Promise<void>
}

type Running = { readonly offer: SnapshotOffer; readonly reader: SnapshotReader }

/** Takes one snapshot at a time. */
export class Restore implements Pick<Snapshots, "offer" | "apply"> {
  private readonly options: RestoreOptions
  private running: Running | null = null

  constructor(options: RestoreOptions) {
    this.options = options
  }

  async offer(offer: SnapshotOffer): Promise<OfferAnswer> {
    const { genesis, log } = this.options
    const { height } = offer.snapshot
    this.running = null
    const appHash = toHex(offer.appHash) as Hash
    let reader: SnapshotReader
    try {
      reader = new SnapshotReader(offer.snapshot, { chain: genesis.chain, appHash })
    } catch (failure) {
      return this.refused(failure, OFFERS)
    }
    await this.clear()
    this.running = { offer, reader }
    const { chunks } = offer.snapshot
    log.info("snapshot_offered", `A snapshot of height ${height} is taken.`, { height, chunks })
    return "accept"
  }

  /** The answer by the code of a failure that the snapshot is to blame for; throws any other. */
  private refused<Answer>(failure: unknown, answers: Readonly<Record<string, Answer>>): Answer {
    const answer = failure instanceof ConcordatError ? answers[failure.code] : undefined
    if (!(failure instanceof ConcordatError) || answer === undefined) throw failure
    const { code, message } = failure
    this.options.log.warn("snapshot_refused", message, { reason: code, ...failure.details })
    return answer
  }

  /** Makes away with what is there; a stop anywhere leaves a store that is seen to be so. */
  private async clear(): Promise<void> {
    const { store, disk, images, adopt } = this.options
    await adopt(null)
    await store.write([BEGUN, [HEAD_KEY, null]], true)
    await store.clear()
    await store.write([BEGUN], true)
    await disk.remove(images)
  }

  async apply(index: number, chunk: Uint8Array): Promise<ChunkAnswer> {
    const { running } = this
    if (running === null || index !== running.reader.next) return "retry_snapshot"
    const { reader } = running
    try {
      await this.options.store.write(changesOf(reader.take(chunk)))
      perturb("restore.chunk")
      if (reader.isWhole) await this.finish(running, reader.finish())
      return "accept"
    } catch (failure) {
      const answer = this.refused(failure, CHUNKS)
      if (answer !== "retry") this.running = null
      return answer
    }
  }

  private async finish({ offer }: Running, parts: RestoredParts): Promise<void> {
    const { store, adopt, log, ...source } = this.options
    const { height, trie } = parts
    await store.write(besidesOf(parts))
    perturb("restore.last")
    await store.write([...this.standing(offer, parts), [RESTORING_KEY, null]], true)
    this.running = null
    await adopt(await this.loaded({ ...source, store, trie }))
    const rows = trie.size
    log.info("snapshot_restored", `The state of height ${height} is proven.`, { height, rows })
  }

  /** What was restored; where this program cannot run it, the next start finds nothing of it. */
  private async loaded(source: LoadSource): Promise<Loaded | null> {
    try {
      return await loadState(source)
    } catch (failure) {
      await source.store.write([BEGUN, [HEAD_KEY, null]], true)
      throw failure
    }
  }

  private standing(offer: SnapshotOffer, { height, log, trie }: RestoredParts): Change[] {
    const { genesis } = this.options
    const { time, validators, parameters, appHash } = offer
    const logHead = { size: log.size, peaks: log.peaks.map((peak) => hashOf(peak)) }
    const head = encodeHead({
      ...{ chain: genesis.chain, genesis: genesis.digest, initialHeight: genesis.height },
      ...{ height, time, validators, parameters, log: logHead },
      ...{ appHash: hashOf(appHash), stateRoot: hashOf(trie.root), results: NO_RESULTS },
      // Blocks are counted from here on: the snapshot says nothing of those before.
      ...{ transactions: 0n, operations: 0n },
    })
    return [
      [ORIGIN_KEY, encodeOrigin({ height, log: logHead })],
      [HEAD_KEY, head],
    ]
  }
}
