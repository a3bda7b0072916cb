/**
 * What the engine answers, in our terms. A form that is not the expected one is another version.
 * Source of truth: CometBFT v0.40.0, `rpc/core/types` and the JSON of its types.
 */
import {
  type BlockId,
  type Commit,
  consensusHash,
  type EngineParameters,
  fromHex,
  type Hash,
  type Header,
  hashOf,
  toHex,
  type Validators,
} from "@concordat/kernel"
import {
  base64,
  ED25519,
  hex,
  integer,
  type Json,
  object,
  signed,
  stampOfText,
  text,
  unexpected,
  whole,
} from "./json.ts"

const NANOS_PER_MS = 1_000_000n

/** A block id. */
export function blockIdOf(json: Json): BlockId {
  const parts = object(json, "parts")
  return {
    hash: fromHex(hex(json, "hash")),
    parts: { total: Number(whole(parts, "total")), hash: fromHex(hex(parts, "hash")) },
  }
}

/** A header. */
export function headerOf(json: Json): Header {
  const version = object(json, "version")
  const app = "app" in version ? whole(version, "app") : 0n
  return {
    version: { block: whole(version, "block"), app },
    chain: text(json, "chain_id"),
    height: whole(json, "height"),
    time: stampOfText(text(json, "time")),
    lastBlock: blockIdOf(object(json, "last_block_id")),
    lastCommit: hex(json, "last_commit_hash"),
    data: hex(json, "data_hash"),
    validators: hex(json, "validators_hash"),
    nextValidators: hex(json, "next_validators_hash"),
    consensus: hex(json, "consensus_hash"),
    app: hex(json, "app_hash"),
    lastResults: hex(json, "last_results_hash"),
    evidence: hex(json, "evidence_hash"),
    proposer: hex(json, "proposer_address"),
  }
}

/** A commit. */
export function commitOf(json: Json): Commit {
  const signatures = json["signatures"]
  if (!Array.isArray(signatures)) throw unexpected("with a commit without signatures")
  return {
    height: whole(json, "height"),
    round: Number(whole(json, "round")),
    block: blockIdOf(object(json, "block_id")),
    signatures: signatures.map((entry: Json) => ({
      flag: Number(entry["block_id_flag"]),
      address: fromHex(hex(entry, "validator_address")),
      time: stampOfText(text(entry, "timestamp")),
      signature: base64(entry, "signature"),
    })),
  }
}

/** The header and the commit in an answer to `commit`. Throws `engine_unsupported`. */
export function signedHeaderOf(result: unknown): {
  readonly header: Header
  readonly commit: Commit
} {
  const signed = object(result, "signed_header")
  return { header: headerOf(object(signed, "header")), commit: commitOf(object(signed, "commit")) }
}

/** Whether an answer to `commit` has the commit that the next block carries. */
export function isCanonical(result: unknown): boolean {
  return (result as Json)["canonical"] === true
}

/** The transactions in an answer to `block`. */
export function transactionsOf(result: unknown): readonly Uint8Array[] {
  const { txs } = object(object(result, "block"), "data")
  const list = Array.isArray(txs) ? txs : []
  return list.map((tx) => new Uint8Array(Buffer.from(String(tx), "base64")))
}

/** One page of a set, in set order, from an answer to `validators`; `total` counts all pages. */
export function validatorsOf(result: unknown): {
  readonly validators: Validators
  readonly total: number
} {
  const { validators: list } = (result ?? {}) as Json
  if (!Array.isArray(list)) throw unexpected("without validators")
  const validators = list.map((entry: Json) => {
    const key = object(entry, "pub_key")
    if (text(key, "type") !== ED25519) throw unexpected("with a key of another kind")
    const bytes = base64(key, "value")
    return { key: { ed25519: toHex(bytes) as Hash }, power: whole(entry, "voting_power") }
  })
  return { validators, total: Number(whole(result as Json, "total")) }
}

/** Proposer priorities in an answer to `validators`, by the key of who has them, in hex. */
export function prioritiesOf(result: unknown): ReadonlyMap<string, bigint> {
  const { validators: list } = (result ?? {}) as Json
  if (!Array.isArray(list)) throw unexpected("without validators")
  return new Map(
    list.map((entry: Json) => [
      toHex(base64(object(entry, "pub_key"), "value")),
      integer(entry, "proposer_priority"),
    ]),
  )
}

/** Parameters of consensus, with the application's version and the hash that headers carry. */
export type ConsensusParams = {
  readonly parameters: EngineParameters
  readonly appVersion: bigint
  readonly hash: Hash
}

/** The parameters in an answer to `consensus_params`. */
export function paramsOf(result: unknown): ConsensusParams {
  const all = object(result, "consensus_params")
  const [block, evidence] = [object(all, "block"), object(all, "evidence")]
  const { pub_key_types: keys } = object(all, "validator")
  const { app = "0" } = object(all, "version")
  if (!Array.isArray(keys) || keys.join() !== "ed25519") throw unexpected("with other keys")
  const size = { maxBytes: whole(block, "max_bytes"), maxGas: signed(block, "max_gas") }
  return {
    parameters: {
      block: size,
      evidence: {
        maxAgeBlocks: whole(evidence, "max_age_num_blocks"),
        maxAgeMs: whole(evidence, "max_age_duration") / NANOS_PER_MS,
        maxBytes: whole(evidence, "max_bytes"),
      },
      keys: ["ed25519"],
    },
    appVersion: BigInt(String(app)),
    hash: hashOf(consensusHash(size)),
  }
}

/** Where the engine stands, from an answer to `status`. */
export type EngineStanding = {
  readonly id: string
  /** Height of its newest block; 0 before the first. */
  readonly height: bigint
  /** Height of its oldest block: the first one, or the first above a snapshot; 0 before it. */
  readonly first: bigint
  readonly catchingUp: boolean
}

/** The standing in an answer to `status`. */
export function standingOf(result: unknown): EngineStanding {
  const sync = object(result, "sync_info")
  return {
    id: text(object(result, "node_info"), "id"),
    height: whole(sync, "latest_block_height"),
    first: whole(sync, "earliest_block_height"),
    catchingUp: sync["catching_up"] === true,
  }
}

/** The height that each peer is about to decide, from an answer to `dump_consensus_state`. */
export function peerHeightsOf(result: unknown): readonly bigint[] {
  const { peers } = result as { peers?: readonly Json[] | null }
  return (peers ?? []).map((peer) =>
    whole(object(object(peer, "peer_state"), "round_state"), "height"),
  )
}

/** Ids of connected peers, from an answer to `net_info`. */
export function peersOf(result: unknown): readonly string[] {
  const { peers } = result as { peers?: readonly Json[] }
  return (peers ?? []).map((peer) => text(object(peer, "node_info"), "id"))
}
