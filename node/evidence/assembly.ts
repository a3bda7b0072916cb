/**
 * Evidence put together: claims after a height, the header above it with its commit, and the way
 * from the verifier's anchor. A bundle is handed out only when that header is durable.
 */
import type { BlockArchive, ProvenRow } from "@concordat/engines/port"
import {
  type Anchor,
  addressText,
  anchorAt,
  type Bundle,
  encodeBundle,
  type Hex,
  hashOf,
  Invalid,
  type LedgerState,
  type MerkleLog,
  memberKey,
  type Party,
  stateRootProof,
} from "@concordat/kernel"
import type { Blocks } from "../ledger/blocks.ts"
import { beforeSnapshot, heightRefusal, nodeRefusal } from "../ledger/refusal.ts"
import type { EvidenceRequest, Profile } from "../ledger.ts"
import type { Rows } from "../store/rows.ts"
import { absenceClaim, type ClaimSource, claimOf, valueClaim } from "./claims.ts"
import { type TrustPath, trustPath } from "./path.ts"

const CLAIMS_MAX = 16

export type EvidenceOptions = {
  readonly chain: string
  readonly profile: Profile
  /** Whose validator has an address, as the ledger says now. */
  readonly organisationOf: (address: Hex) => Party | null
  readonly archive: BlockArchive
  readonly blocks: Blocks
  readonly rows: Rows
  readonly log: MerkleLog
  readonly state: () => LedgerState
  /** Lowest height whose values are kept. */
  readonly provableFrom: () => bigint
  /** Returns once the block of this height is durable; throws when it will not come. */
  readonly reached: (height: bigint) => Promise<void>
}

/** Puts bundles and anchors together. */
export class Evidence {
  private readonly options: EvidenceOptions

  constructor(options: EvidenceOptions) {
    this.options = options
  }

  /** The newest height that a header above it certifies, or is about to. */
  private async newest(): Promise<bigint> {
    const { archive } = this.options
    const state = this.options.state()
    await archive.arrived(state.height)
    const tip = await archive.block(state.height)
    return tip?.header.app === state.appHash ? state.height - 1n : state.height
  }

  private heightOf({ claims, at }: EvidenceRequest): bigint | undefined {
    const ids = claims.flatMap((claim) => ("transaction" in claim ? [claim.transaction] : []))
    if (ids.length > 1) {
      throw new Invalid("too_long", "/claims", "At most one claim is about a transaction.")
    }
    const [id] = ids
    if (id === undefined) return at
    const place = this.options.blocks.placeOf(id)
    this.options.blocks.ensureKnown(place)
    if (place === null) throw nodeRefusal("unknown_record", "No block has this transaction.")
    return place.height
  }

  /** See `Ledger.evidence`. */
  async bundle(request: EvidenceRequest): Promise<Uint8Array> {
    const { claims } = request
    if (claims.length === 0 || claims.length > CLAIMS_MAX) {
      const details = { limit: CLAIMS_MAX, actual: claims.length }
      throw new Invalid("too_long", "/claims", "A bundle has 1 to 16 claims.", details)
    }
    const { archive, chain, blocks } = this.options
    for (const claim of claims) if ("event" in claim) blocks.ensureEventHeld(claim.event)
    const newest = await this.newest()
    const height = this.heightOf(request) ?? newest
    this.ensureProvable(height, newest, request)
    await this.options.reached(height + 1n)
    const source = await this.source(height)
    const { header, commit } = (await archive.block(height + 1n))!
    const { stateRoot } = source.block.facts
    const root = hashOf(source.log.root(source.logSize))
    return encodeBundle({
      ...{ v: 1, chain, height, header, commit },
      claims: claims.map((claim) => claimOf(source, claim)),
      roots: { state: hashOf(stateRoot), log: { size: source.logSize, root } },
      validators: archive.validators(height + 1n),
      ...(await this.pathFrom(request.anchor ?? height + 1n, height + 1n)),
      members: this.members(source, request.anchor ?? height + 1n),
      receipts: [],
    })
  }

  /**
   * Rows are proved at the latest heights only, events and transactions at any. Nothing is proved
   * after an idle tip: its header above comes with the next transaction, which may be never.
   */
  private ensureProvable(height: bigint, newest: bigint, { claims }: EvidenceRequest): void {
    const rows = claims.some((claim) => "value" in claim || "absence" in claim)
    const { blocks, archive } = this.options
    const first = blocks.first > archive.first ? blocks.first : archive.first
    const lowest = rows ? this.options.provableFrom() : first
    const refusal = heightRefusal(height, lowest, newest)
    if (refusal !== null) throw refusal
  }

  private pathFrom(anchor: bigint, target: bigint): Promise<TrustPath> {
    const { archive } = this.options
    if (anchor + 1n >= archive.first || anchor >= target) return trustPath(archive, anchor, target)
    throw beforeSnapshot(`Headers from block ${anchor} on are not all here`, archive.first)
  }

  private async source(height: bigint): Promise<ClaimSource> {
    const { archive, blocks, rows, log, state } = this.options
    const facts = blocks.facts(height)
    const { header, transactions } = (await archive.block(height))!
    return {
      ...{ height, rows, log },
      trie: state().trie,
      logSize: facts.first + BigInt(facts.events),
      leafAt: (position) => {
        const record = blocks.event(position)
        return record?.leaf ?? new Uint8Array()
      },
      block: { header, transactions, facts },
    }
  }

  /** A row after `at` (0: the last block), or its absence, for whoever asks the engine. */
  async prove(key: Uint8Array, at: bigint): Promise<ProvenRow> {
    const { provableFrom, state, blocks, rows, log } = this.options
    const height = at === 0n ? state().height : at
    const refusal = heightRefusal(height, provableFrom(), state().height)
    if (refusal !== null) throw refusal
    const { stateRoot, first, events } = blocks.facts(height)
    const logSize = first + BigInt(events)
    const top = stateRootProof({ stateRoot, logSize, logRoot: log.root(logSize) })
    const place = { rows, height, trie: state().trie }
    const value = rows.at(key, height) ?? new Uint8Array()
    const { proof } =
      value.length === 0 ? absenceClaim(place, key).absence : valueClaim(place, key).value
    return { key, height, value, proofs: [proof, top] }
  }

  /**
   * Rows that name signers whom an anchor at height `anchor` could not name: they came in after it.
   * Where the state of `source` is no longer kept, their organisations stay unknown.
   */
  private members(source: ClaimSource, anchor: bigint): Bundle["members"] {
    const { archive, organisationOf, provableFrom } = this.options
    const { height } = source
    if (height < provableFrom()) return []
    const of = (at: bigint) => archive.validators(at).map((one) => addressText(one) as Hex)
    const known = new Set(anchor > height ? [] : of(anchor + 1n))
    const since = anchor > height ? [] : of(height + 1n).filter((address) => !known.has(address))
    return since.flatMap((address) => {
      if (organisationOf(address) === null) return []
      const { value, proof } = valueClaim(source, memberKey({ address })).value
      return [{ address, value, proof }]
    })
  }

  /** See `Ledger.anchor`. */
  async anchor(height?: bigint): Promise<Anchor> {
    const { archive, profile } = this.options
    const { first, last } = archive
    const refusal = heightRefusal(height ?? last, first, last)
    if (refusal !== null) throw refusal
    const block = await archive.block(height ?? last)
    if (block === null) throw nodeRefusal("unknown_record", "There is no block yet.")
    return anchorAt(block.header, { organisations: this.named(block.height), profile })
  }

  /** Whose the validators are that sign from this height on, as far as it is decided. */
  private named(height: bigint): Anchor["organisations"] {
    const { archive, organisationOf } = this.options
    const sets = [height, height + 1n, archive.last + 2n].map((at) => archive.validators(at))
    const addresses = new Set(sets.flat().map((validator) => addressText(validator) as Hex))
    return [...addresses].flatMap((address) => {
      const organisation = organisationOf(address)
      return organisation === null ? [] : [{ address, organisation }]
    })
  }
}
