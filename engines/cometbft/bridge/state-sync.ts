/**
 * State sync as the engine drives it: the snapshots of this node for others, and one of theirs for
 * this node. The engine proves the app hash by its own light client; what else the kernel must know
 * is certified by ours, from the same trusted header.
 * Source of truth: CometBFT v0.40.0, `statesync/syncer.go`, and `spec/abci/abci++_methods.md`.
 */
import { ConcordatError, equalBytes, fromHex } from "@concordat/kernel"
import type { ChunkAnswer, OfferAnswer, Snapshots } from "../../port.ts"
import type { Handlers, RequestOf } from "../abci/index.ts"
import type { Certified } from "../join/headers.ts"

/** Enumerations of the protocol. */
const OFFER = { accept: 1, abort: 2, reject: 3, reject_format: 4, reject_sender: 5 } as const
const CHUNK = {
  ...{ accept: 1, abort: 2, retry: 3, retry_snapshot: 4, reject_snapshot: 5 },
} as const

/** Failures by which not this snapshot but the whole way of joining is wrong. */
const HOPELESS = new Set(["fork_found", "upstream_mismatch"])

export type StateSyncOptions = {
  readonly snapshots: Snapshots
  /** What the headers above a height prove; null where this node joins by blocks alone. */
  readonly certify: ((height: bigint) => Promise<Certified>) | null
  /** All chunks are taken, the state is in place. */
  readonly onRestored: (certified: Certified) => Promise<void>
  /** An offer could not be judged. */
  readonly onDoubt: (failure: ConcordatError) => void
}

type Calls = Pick<
  Handlers,
  "list_snapshots" | "load_snapshot_chunk" | "offer_snapshot" | "apply_snapshot_chunk"
>
type Taking = { readonly certified: Certified; readonly chunks: number }

/** The four calls of the snapshot connection. */
export class StateSync {
  private readonly options: StateSyncOptions
  private taking: Taking | null = null
  private offers = 0

  constructor(options: StateSyncOptions) {
    this.options = options
  }

  /** What the server calls. */
  get calls(): Calls {
    const { snapshots } = this.options
    return {
      list_snapshots: async () => ({ snapshots: await snapshots.list() }),
      load_snapshot_chunk: async ({ height, format, chunk }) => ({
        chunk: (await snapshots.load(height, format, chunk)) ?? new Uint8Array(),
      }),
      offer_snapshot: async (request) => ({ result: OFFER[await this.offer(request)] }),
      apply_snapshot_chunk: (request) => this.apply(request),
    }
  }

  private async offer(request: RequestOf<"offer_snapshot">): Promise<OfferAnswer> {
    const { snapshot, app_hash: appHash } = request
    const { snapshots, certify } = this.options
    this.taking = null
    const turn = ++this.offers
    if (snapshot === null) return "reject"
    if (certify === null) return "abort"
    let certified: Certified
    try {
      certified = await certify(snapshot.height)
    } catch (failure) {
      return this.doubtful(failure)
    }
    // The engine that offered it ended while this took so long, and another one joined: taking it
    // now would empty a state that is in use.
    if (turn !== this.offers) return "reject"
    if (!equalBytes(fromHex(certified.appHash), appHash)) return "abort"
    const { time, next: validators, params } = certified
    const { parameters } = params
    const answer = await snapshots.offer({ snapshot, appHash, time, validators, parameters })
    if (answer === "accept") this.taking = { certified, chunks: snapshot.chunks }
    return answer
  }

  private doubtful(failure: unknown): OfferAnswer {
    if (!(failure instanceof ConcordatError)) throw failure
    this.options.onDoubt(failure)
    return HOPELESS.has(failure.code) ? "abort" : "reject"
  }

  private async apply(request: RequestOf<"apply_snapshot_chunk">) {
    const { index, chunk, sender } = request
    const answer: ChunkAnswer = await this.options.snapshots.apply(index, chunk)
    const { taking } = this
    if (answer === "accept" && taking !== null && index === taking.chunks - 1) {
      this.taking = null
      await this.options.onRestored(taking.certified)
    }
    const again = answer === "retry"
    return {
      result: CHUNK[answer],
      refetch_chunks: again ? [index] : [],
      reject_senders: again && sender !== "" ? [sender] : [],
    }
  }
}
