/** For tests: CometBFT's JSON, of RPC answers and light-client cases, as our blocks and sets. */
import { fromHex } from "../bytes.ts"
import type { Hash, Hex } from "../schema/fixed.ts"
import { type Commit, VOTE } from "./commit.ts"
import type { Header } from "./header.ts"
import { inSetOrder, type Validators } from "./validator-set.ts"
import { type BlockId, STAMP_ABSENT, type Stamp } from "./wire.ts"

type Parts = { total: number; hash: string }
type BlockIdJson = { hash: string; parts?: Parts; part_set_header?: Parts } | null
export type HeaderJson = {
  version: { block?: string; app?: string }
  last_block_id?: BlockIdJson
} & Record<
  | "chain_id"
  | "height"
  | "time"
  | "last_commit_hash"
  | "data_hash"
  | "validators_hash"
  | "next_validators_hash"
  | "consensus_hash"
  | "app_hash"
  | "last_results_hash"
  | "evidence_hash"
  | "proposer_address",
  string
>
export type CommitJson = {
  height: string
  round: number
  block_id: BlockIdJson
  signatures:
    | {
        block_id_flag: number
        validator_address: string | null
        timestamp: string | null
        signature: string | null
      }[]
    | null
}
export type SetJson = {
  validators: { pub_key: { value: string }; voting_power?: string; power?: string }[] | null
}

const bytesOf = (hex: string | null) => fromHex((hex ?? "").toLowerCase())
const hashOf = (hex: string | null) => (hex ?? "").toLowerCase() as Hash
const base64 = (text: string | null) => new Uint8Array(Buffer.from(text ?? "", "base64"))

/** RFC 3339 with up to nine decimals. */
function stampOf(text: string | null): Stamp {
  const [, whole, decimals = ""] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(text ?? "0001-01-01T00:00:00Z")!
  return {
    seconds: BigInt(Date.parse(`${whole}Z`)) / 1000n,
    nanos: Number(decimals.padEnd(9, "0")),
  }
}

export const msOf = (text: string): number => {
  const { seconds, nanos } = stampOf(text)
  return Number(seconds) * 1000 + Math.floor(nanos / 1_000_000)
}

export function blockIdOf(json: BlockIdJson | undefined): BlockId {
  const parts = json?.parts ?? json?.part_set_header ?? { total: 0, hash: "" }
  return {
    hash: bytesOf(json?.hash ?? ""),
    parts: { total: parts.total, hash: bytesOf(parts.hash) },
  }
}

export function headerOf(json: HeaderJson): Header {
  return {
    version: { block: BigInt(json.version.block ?? 0), app: BigInt(json.version.app ?? 0) },
    chain: json.chain_id,
    height: BigInt(json.height),
    time: stampOf(json.time),
    lastBlock: blockIdOf(json.last_block_id),
    lastCommit: hashOf(json.last_commit_hash),
    data: hashOf(json.data_hash),
    validators: hashOf(json.validators_hash),
    nextValidators: hashOf(json.next_validators_hash),
    consensus: hashOf(json.consensus_hash),
    app: hashOf(json.app_hash),
    lastResults: hashOf(json.last_results_hash),
    evidence: hashOf(json.evidence_hash),
    proposer: hashOf(json.proposer_address) as string as Hex,
  }
}

/** An absent vote gets the instant of year 1: the light-client cases write 1970, hashed nowhere. */
export function commitOf(json: CommitJson): Commit {
  const signatures = (json.signatures ?? []).map((entry) => ({
    flag: entry.block_id_flag,
    address: bytesOf(entry.validator_address),
    time: entry.block_id_flag === VOTE.absent ? STAMP_ABSENT : stampOf(entry.timestamp),
    signature: base64(entry.signature),
  }))
  const { height, round } = json
  return { height: BigInt(height), round, block: blockIdOf(json.block_id), signatures }
}

/** The light-client cases list sets in any order; their hashes are of the set order. */
export function setOf(json: SetJson): Validators {
  const set = (json.validators ?? []).map(({ pub_key, voting_power, power }) => ({
    key: { ed25519: Buffer.from(pub_key.value, "base64").toString("hex") as Hash },
    power: BigInt(voting_power ?? power ?? 0),
  }))
  return inSetOrder(set)
}
