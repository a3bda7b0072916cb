/**
 * What the consensus of a world came to: blocks with their commits, sets and parameters by height,
 * and what the first application answered, with which every other answer is compared.
 * Source of truth: CometBFT v0.40, `state/execution.go`, `types/block.go`.
 */
import {
  addressOf,
  type Commit,
  type EngineParameters,
  encodeBlock,
  equalBytes,
  evidenceHash,
  fromHex,
  type Genesis,
  type Hash,
  type Header,
  hashOf,
  headerHash,
  inSetOrder,
  partSet,
  resultsHash,
  type Stamp,
  stampMs,
  stampOfMs,
  toHex,
  type Validators,
  VOTE,
} from "@concordat/kernel"
import type { RequestOf, ResponseOf } from "../../../engines/cometbft/abci/index.ts"
import { proofBytes } from "../../../engines/cometbft/rpc/proofs.ts"
import { makeHeader } from "../../../engines/solo/closing.ts"

type Misbehaviour = RequestOf<"finalize_block">["misbehavior"]

/** A block before it is decided. */
export type Proposed = {
  readonly height: bigint
  readonly header: Header
  readonly block: Commit["block"]
  readonly transactions: readonly Uint8Array[]
  readonly misbehaviour: Misbehaviour
  /** The same in the engine's own JSON, with votes that nobody looks into. */
  readonly proofs: readonly string[]
  /** The votes for the block below, as this one carries them; null at the first height. */
  readonly last: Commit | null
}

/** A block that is decided, with the votes that were seen then. */
export type Decided = Proposed & {
  readonly commit: Commit
  /** With late votes: what the next block carries. Null before there is one. */
  canonical: Commit | null
}

/** What an application said after a block. */
type Outcome = {
  readonly frame: Uint8Array
  readonly appHash: Uint8Array
  readonly results: Uint8Array
}

type Params = { readonly parameters: EngineParameters; readonly appVersion: bigint }

const UNITS = { msPerSecond: 1_000n, nanosPerMs: 1_000_000n } as const

/** Everything that is decided. */
export class Chain {
  readonly genesis: Genesis
  readonly blocks: Decided[] = []
  private readonly sets: { from: bigint; validators: Validators }[]
  private readonly params: { from: bigint; params: Params }[]
  private readonly outcomes = new Map<bigint, Outcome>()
  private begun: Uint8Array | null = null

  constructor(genesis: Genesis) {
    this.genesis = genesis
    const from = genesis.height
    this.sets = [{ from, validators: inSetOrder(genesis.validators) }]
    const { parameters } = genesis
    this.params = [{ from, params: { parameters, appVersion: 0n } }]
  }

  get tip(): bigint {
    return this.genesis.height - 1n + BigInt(this.blocks.length)
  }

  block(height: bigint): Decided {
    return this.blocks[Number(height - this.genesis.height)]!
  }

  has(height: bigint): boolean {
    return height >= this.genesis.height && height <= this.tip
  }

  validators(height: bigint): Validators {
    return this.sets.findLast(({ from }) => from <= height)!.validators
  }

  parameters(height: bigint): Params {
    return this.params.findLast(({ from }) => from <= height)!.params
  }

  /** After the block of a height; null where no application has said it yet. */
  appHash(height: bigint): Uint8Array | null {
    if (height === this.genesis.height - 1n) return this.begun
    return this.outcomes.get(height)?.appHash ?? null
  }

  /** The answer to `init_chain`; false where it is not what was answered before. */
  begin(answer: ResponseOf<"init_chain">): boolean {
    if (this.begun !== null) return equalBytes(this.begun, answer.app_hash)
    this.begun = answer.app_hash
    const { appVersion } = versionOf(answer.consensus_params, this.parameters(0n + this.first))
    this.params[0] = { from: this.first, params: { ...this.parameters(this.first), appVersion } }
    return true
  }

  private get first(): bigint {
    return this.genesis.height
  }

  /** The answer to `finalize_block`, the first or a later one; false where they differ. */
  learn(height: bigint, answer: ResponseOf<"finalize_block">, frame: Uint8Array): boolean {
    const before = this.outcomes.get(height)
    if (before !== undefined) return equalBytes(before.frame, frame)
    const results = answer.tx_results.map(({ code, data, gas_used }) => {
      return { code, data, cost: gas_used }
    })
    this.outcomes.set(height, { frame, appHash: answer.app_hash, results: resultsHash(results) })
    this.update(height, answer)
    return true
  }

  private update(height: bigint, answer: ResponseOf<"finalize_block">): void {
    if (answer.validator_updates.length > 0) {
      const powers = new Map(
        this.validators(height + 1n).map(({ key, power }) => [key.ed25519, power]),
      )
      for (const { pub_key, power } of answer.validator_updates) {
        const key = toHex(pub_key.ed25519) as Hash
        if (power === 0n) powers.delete(key)
        else powers.set(key, power)
      }
      const set = [...powers].map(([ed25519, power]) => ({ key: { ed25519 }, power }))
      this.sets.push({ from: height + 2n, validators: inSetOrder(set) })
    }
    const { consensus_param_updates: updates } = answer
    if (updates === null) return
    const params = versionOf(updates, this.parameters(height))
    this.params.push({ from: height + 1n, params })
  }

  /** The next block, proposed by an address. `last`: the votes for the one below. */
  propose(
    transactions: readonly Uint8Array[],
    proposer: Uint8Array,
    misbehaviour: Misbehaviour,
    last: Commit | null,
  ): Proposed {
    const height = this.tip + 1n
    const proofs = misbehaviour.map(duplicateVote)
    const pieces = proofs.map(proofBytes)
    const time =
      last === null ? stampOfMs(this.genesis.time) : medianOf(last, this.validatorsOf(last))
    const header: Header = {
      ...makeHeader(this.position(height, last, stampMs(time)), transactions, proposer),
      ...{ evidence: hashOf(evidenceHash(pieces)), time },
    }
    const lastCommit = last ?? NO_COMMIT
    const parts = partSet(encodeBlock({ header, transactions, evidence: pieces, lastCommit }))
    const block = { hash: headerHash(header), parts }
    return { height, header, block, transactions, misbehaviour, proofs, last }
  }

  private position(height: bigint, last: Commit | null, time: number) {
    const below = this.outcomes.get(height - 1n)
    return {
      ...{ chain: this.genesis.chain, height, time, last },
      appHash: this.appHash(height - 1n)!,
      resultsHash: below?.results ?? resultsHash([]),
      validators: this.validators(height),
      nextValidators: this.validators(height + 1n),
      ...this.parameters(height),
    }
  }

  private validatorsOf({ height }: Commit): Validators {
    return this.validators(height)
  }

  /** A block is decided. */
  decide(proposed: Proposed, commit: Commit): void {
    const { last } = proposed
    if (last !== null) this.block(proposed.height - 1n).canonical = last
    this.blocks.push({ ...proposed, commit, canonical: null })
  }

  /** What is said of the votes for the block below one. */
  lastCommitOf(height: bigint): RequestOf<"finalize_block">["decided_last_commit"] {
    if (height === this.first) return { round: 0, votes: [] }
    const { canonical } = this.block(height - 1n)
    return commitInfo(canonical!, this.validators(height - 1n))
  }
}

/** Votes as an application is told of them. */
export function commitInfo(commit: Commit, set: Validators) {
  const votes = set.map((validator, index) => ({
    validator: { address: addressOf(validator), power: validator.power },
    block_id_flag: commit.signatures[index]!.flag,
  }))
  return { round: commit.round, votes }
}

const NOTHING = new Uint8Array()
/** What stands at the first height. */
const NO_COMMIT: Commit = {
  ...{ height: 0n, round: 0, signatures: [] },
  block: { hash: NOTHING, parts: { total: 0, hash: NOTHING } },
}

function versionOf(given: ResponseOf<"init_chain">["consensus_params"], before: Params): Params {
  if (given === null) return before
  const { block, evidence, version } = given
  const age = evidence?.max_age_duration ?? { seconds: 0n, nanos: 0 }
  const ms = age.seconds * UNITS.msPerSecond + BigInt(age.nanos) / UNITS.nanosPerMs
  return {
    appVersion: version?.app ?? before.appVersion,
    parameters: {
      block: { maxBytes: block!.max_bytes, maxGas: block!.max_gas },
      evidence: {
        ...{ maxAgeBlocks: evidence!.max_age_num_blocks, maxAgeMs: ms },
        maxBytes: evidence!.max_bytes,
      },
      keys: before.parameters.keys,
    },
  }
}

/** One validator's two votes, as CometBFT tells them. */
function duplicateVote(fault: Misbehaviour[number]): string {
  const { validator, height, time, total_voting_power } = fault
  const hash = "AB".repeat(HASH_BYTES)
  const timestamp = new Date(stampMs(time)).toISOString()
  const vote = {
    ...{ type: 2, height: String(height), round: 0, validator_index: 0, signature: "" },
    ...{ block_id: { hash, parts: { total: 1, hash } }, timestamp },
    validator_address: toHex(validator.address).toUpperCase(),
  }
  const value = {
    ...{ vote_a: vote, vote_b: vote, TotalVotingPower: String(total_voting_power) },
    ...{ ValidatorPower: String(validator.power), Timestamp: timestamp },
  }
  // why: the engine's own form, which is no form of ours.
  return JSON.stringify({ type: "tendermint/DuplicateVoteEvidence", value })
}

const HASH_BYTES = 32

const isEarlier = (a: Stamp, b: Stamp) =>
  a.seconds < b.seconds || (a.seconds === b.seconds && a.nanos < b.nanos)

/** The time of the next block: the votes' median, weighted by power. */
function medianOf({ signatures }: Commit, set: Validators): Stamp {
  const votes = signatures.flatMap(({ flag, time }, index) => {
    return flag === VOTE.absent ? [] : [{ time, power: set[index]!.power }]
  })
  votes.sort((a, b) => (isEarlier(a.time, b.time) ? -1 : 1))
  let left = votes.reduce((sum, { power }) => sum + power, 0n) / 2n
  for (const { time, power } of votes) {
    if (left < power) return time
    left -= power
  }
  return votes.at(-1)!.time
}

/** The app hash that a header carries. */
export function appHashIn({ app }: Header): Uint8Array {
  return fromHex(app)
}
