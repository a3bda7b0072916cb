/**
 * Evidence put together: the claims' proofs after one height, the header of the next one that
 * commits to them, its commit and its validators. A fact of block H waits for header H + 1.
 */
import type { BlockArchive } from "@concordat/engines/port"
import type { Scheduler } from "@concordat/engines/seams"
import {
  type Anchor,
  absenceProof,
  anchorAt,
  type Bundle,
  ConcordatError,
  encodeBundle,
  encodeResult,
  existenceProof,
  type Hash,
  hashOf,
  leafHashOf,
  MerkleTree,
  sha256,
  type TrieView,
} from "@concordat/kernel"
import type { Executor } from "../executor/executor.ts"
import type { ClaimRequest, EvidenceRequest } from "../ledger.ts"
import type { Blocks } from "./blocks.ts"
import { heightRefusal, nodeRefusal } from "./refusal.ts"

type Claim = Bundle["claims"][number]

/** How often, and how long apart, a header that is about to come is looked for. */
const HEADER_LOOKS = 400
const HEADER_LOOK_MS = 5

export type ProverOptions = {
  readonly executor: Executor
  readonly blocks: Blocks
  readonly archive: BlockArchive
  readonly scheduler: Scheduler
  readonly organisations: Anchor["organisations"]
  readonly profile: Anchor["profile"]
  readonly initialHeight: bigint
}

function unknown(what: string): ReturnType<typeof nodeRefusal> {
  return nodeRefusal("unknown_record", `There is no such ${what} on this ledger.`)
}

export class Prover {
  private readonly options: ProverOptions

  constructor(options: ProverOptions) {
    this.options = options
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      this.options.scheduler.after(HEADER_LOOK_MS, resolve)
    })
  }

  /** The certified block at a height that is there or about to come. */
  private async certified(height: bigint) {
    for (let look = 0; look < HEADER_LOOKS; look++) {
      const block =
        height <= this.options.archive.last ? await this.options.archive.block(height) : null
      if (block !== null) return block
      await this.pause()
    }
    throw new ConcordatError("node_busy", `Header ${height} has not come yet.`, {
      hint: "Ask again in a moment.",
    })
  }

  /** The newest height after which everything that is final now can be proved. */
  private async newest(): Promise<bigint> {
    const { archive, executor } = this.options
    for (let look = 0; look < HEADER_LOOKS; look++) {
      const tip = await archive.block(archive.last)
      if (tip !== null && tip.header.app === executor.state.appHash) return tip.height - 1n
      await this.pause()
    }
    return archive.last - 1n
  }

  /** The height that the claims are proved after: asked for, a transaction's, or the newest. */
  private async heightOf({ claims, at }: EvidenceRequest): Promise<bigint> {
    for (const claim of claims) {
      if (!("transaction" in claim)) continue
      const place = this.options.blocks.placeOf(claim.transaction)
      if (place === null) throw unknown("transaction")
      return place.height
    }
    return at ?? (await this.newest())
  }

  private sizeAfter(height: bigint): bigint {
    const { blocks, initialHeight, executor } = this.options
    if (height < initialHeight) return blocks.counts(initialHeight).first
    if (height > executor.state.height) throw unknown("height")
    const { first, events } = blocks.counts(height)
    return first + BigInt(events)
  }

  private viewAt(height: bigint): TrieView {
    const { state } = this.options.executor
    const view = state.trie.at(height)
    if (view !== null) return view
    const lowest = state.trie.views()[0]?.height ?? state.height
    throw heightRefusal(height, lowest, state.height) ?? unknown("height")
  }

  private valueClaim(key: Uint8Array, height: bigint): Claim {
    const value = this.options.executor.rows.at(key, height)
    const proof = value === null ? null : existenceProof(this.viewAt(height), key, value)
    if (value === null || proof === null) throw unknown("row")
    return { value: { key, value, proof } }
  }

  private absenceClaim(key: Uint8Array, height: bigint): Claim {
    const { rows } = this.options.executor
    const proof = absenceProof(this.viewAt(height), key, (path) => {
      const neighbour = rows.keyOfPath(path)
      const value = neighbour === null ? null : rows.at(neighbour, height)
      if (neighbour === null || value === null) throw unknown("neighbour")
      return { key: neighbour, value }
    })
    if (proof === null) throw unknown("absence: the row is there")
    return { absence: { key, proof } }
  }

  private eventClaim(position: bigint, size: bigint): Claim {
    const { blocks, executor } = this.options
    const event = position < size ? blocks.event(position) : null
    if (event === null) throw unknown("event")
    const path = executor.eventLog.inclusion(position, size).map((step) => hashOf(step))
    return { event: { leaf: event.leaf, index: position, path } }
  }

  private async transactionClaim(id: Hash): Promise<Claim> {
    const place = this.options.blocks.placeOf(id)
    const block = place === null ? null : await this.options.archive.block(place.height)
    if (place === null || block === null) throw unknown("transaction")
    const { height, index } = place
    const { transactions, header } = block
    const { results } = this.options.blocks.facts(height)
    const entries = transactions.map((bytes) => leafHashOf(sha256(bytes)))
    const outcomes = results.map((result) => leafHashOf(encodeResult(result)))
    const pathOf = (leaves: readonly Uint8Array[]) =>
      new MerkleTree(leaves).path(index).map((step) => hashOf(step))
    const { code, data, cost } = results[index]!
    return {
      transaction: {
        ...{ bytes: transactions[index]!, index, total: transactions.length },
        ...{ path: pathOf(entries), header, outcome: code, data, cost },
        resultPath: pathOf(outcomes),
      },
    }
  }

  private claim(asked: ClaimRequest, height: bigint, size: bigint): Claim | Promise<Claim> {
    if ("event" in asked) return this.eventClaim(asked.event, size)
    if ("value" in asked) return this.valueClaim(asked.value, height)
    if ("absence" in asked) return this.absenceClaim(asked.absence, height)
    return this.transactionClaim(asked.transaction)
  }

  /** See `Ledger.evidence`. */
  async evidence(request: EvidenceRequest): Promise<Uint8Array> {
    const { archive, blocks, executor } = this.options
    const height = await this.heightOf(request)
    const { header, commit } = await this.certified(height + 1n)
    const size = this.sizeAfter(height)
    const claims = await Promise.all(request.claims.map((asked) => this.claim(asked, height, size)))
    const state = hashOf(
      height < this.options.initialHeight
        ? this.viewAt(height).root
        : blocks.facts(height).stateRoot,
    )
    return encodeBundle({
      ...{ v: 1, chain: executor.state.chain, height, claims },
      roots: { state, log: { size, root: hashOf(executor.eventLog.root(size)) } },
      ...{ header, commit, validators: archive.validators(height + 1n) },
      ...{ base: null, path: [], members: [], receipts: [] },
    })
  }

  /** See `Ledger.anchor`. */
  async anchor(height?: bigint): Promise<Anchor> {
    const { archive, organisations, profile, executor } = this.options
    const at = height ?? archive.last
    const refusal = heightRefusal(at, this.options.initialHeight, executor.state.height)
    if (refusal !== null) throw refusal
    const { header } = await this.certified(at)
    return anchorAt(header, { organisations, profile })
  }
}
