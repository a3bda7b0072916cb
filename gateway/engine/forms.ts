/**
 * Certified blocks in the JSON of CometBFT's RPC, as its light client and its state sync read it:
 * 64-bit integers as texts, hashes as upper-case hex, keys and signatures as base64.
 * Source of truth: CometBFT v0.40.0, `rpc/core/types` and the JSON of its types.
 */
import {
  addressText,
  type BlockId,
  type Commit,
  commitHash,
  fromHex,
  type Header,
  type Json,
  parseJson,
  type Stamp,
  toHex,
  type Validators,
  VOTE,
} from "@concordat/kernel"
import type { Ledger } from "@concordat/node"

type Archived = NonNullable<Awaited<ReturnType<Ledger["archive"]["block"]>>>
type Parameters = ReturnType<Ledger["archive"]["parameters"]>

const MS_PER_SECOND = 1_000n
const NANOS_PER_MS = 1_000_000n
const SECOND_CHARACTERS = 19
const NANO_DIGITS = 9

const hex = (bytes: Uint8Array) => toHex(bytes).toUpperCase()
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64")

/** RFC 3339 to the nanosecond; an absent vote's is year 1. */
function instant({ seconds, nanos }: Stamp): string {
  const whole = new Date(Number(seconds * MS_PER_SECOND)).toISOString()
  const digits = String(nanos).padStart(NANO_DIGITS, "0").replace(/0+$/, "")
  return `${whole.slice(0, SECOND_CHARACTERS)}${digits === "" ? "" : `.${digits}`}Z`
}

function blockIdJson({ hash, parts }: BlockId): Json {
  return { hash: hex(hash), parts: { total: parts.total, hash: hex(parts.hash) } }
}

/** A header. */
export function headerJson(header: Header): Json {
  const upper = (digits: string) => digits.toUpperCase()
  const { version } = header
  return {
    version: { block: String(version.block), app: String(version.app) },
    ...{ chain_id: header.chain, height: String(header.height), time: instant(header.time) },
    last_block_id: blockIdJson(header.lastBlock),
    ...{ last_commit_hash: upper(header.lastCommit), data_hash: upper(header.data) },
    validators_hash: upper(header.validators),
    next_validators_hash: upper(header.nextValidators),
    ...{ consensus_hash: upper(header.consensus), app_hash: upper(header.app) },
    last_results_hash: upper(header.lastResults),
    ...{ evidence_hash: upper(header.evidence), proposer_address: upper(header.proposer) },
  }
}

function commitJson({ height, round, block, signatures }: Commit): Json {
  return {
    ...{ height: String(height), round, block_id: blockIdJson(block) },
    signatures: signatures.map(({ flag, address, time, signature }) => ({
      ...{ block_id_flag: flag, validator_address: hex(address), timestamp: instant(time) },
      signature: flag === VOTE.absent ? null : base64(signature),
    })),
  }
}

/** The answer to `commit`. `canonical`: it is the one that the next block carries. */
export function signedHeaderJson({ header, commit }: Archived, above: Archived | null): Json {
  const canonical = above !== null && toHex(commitHash(commit)) === above.header.lastCommit
  return {
    signed_header: { header: headerJson(header), commit: commitJson(commit) },
    canonical,
  }
}

/**
 * One page of the answer to `validators`. `turns`: priorities of the whole set, which state sync
 * goes on counting from; 0 where nobody knows them any more, which light clients do not mind.
 */
export function validatorsJson(
  height: bigint,
  set: Validators,
  turns: readonly bigint[] | null,
  page: { readonly from: number; readonly size: number },
): Json {
  const shown = set.slice(page.from, page.from + page.size)
  const validators = shown.map((validator, place) => ({
    address: addressText(validator).toUpperCase(),
    pub_key: {
      type: "tendermint/PubKeyEd25519",
      value: base64(fromHex(validator.key.ed25519)),
    },
    voting_power: String(validator.power),
    proposer_priority: String(turns?.[page.from + place] ?? 0),
  }))
  const counts = { count: String(shown.length), total: String(set.length) }
  return { block_height: String(height), validators, ...counts }
}

/** The answer to `consensus_params`. */
export function paramsJson(height: bigint, { parameters, appVersion }: Parameters): Json {
  const { block, evidence, keys } = parameters
  return {
    block_height: String(height),
    consensus_params: {
      block: { max_bytes: String(block.maxBytes), max_gas: String(block.maxGas) },
      evidence: {
        max_age_num_blocks: String(evidence.maxAgeBlocks),
        max_age_duration: String(evidence.maxAgeMs * NANOS_PER_MS),
        max_bytes: String(evidence.maxBytes),
      },
      validator: { pub_key_types: keys },
      version: { app: String(appVersion) },
      abci: { vote_extensions_enable_height: "0" },
      authority: { authority: "" },
    },
  }
}

/** The answer to `block`; `last` is the commit for the one below, null at the first height. */
export function blockJson(block: Archived, last: Commit | null): Json {
  const { header, commit, transactions, proofs } = block
  const none: Json = {
    ...{ height: "0", round: 0, signatures: [] },
    block_id: { hash: "", parts: { total: 0, hash: "" } },
  }
  return {
    block_id: blockIdJson(commit.block),
    block: {
      header: headerJson(header),
      data: { txs: transactions.map(base64) },
      evidence: { evidence: proofs.map((proof) => parseJson(proof)) },
      last_commit: last === null ? none : commitJson(last),
    },
  }
}

/** The answer to `status`, of a node that names no peer and no key of its own. */
export function statusJson(chain: string, version: string, first: Archived, last: Archived): Json {
  const of = ({ header, commit }: Archived) => ({
    hash: hex(commit.block.hash),
    app: header.app.toUpperCase(),
    ...{ height: String(header.height), time: instant(header.time) },
  })
  const [newest, oldest] = [of(last), of(first)]
  return {
    node_info: {
      protocol_version: { p2p: "8", block: "11", app: String(last.header.version.app) },
      ...{ id: "", listen_addr: "", network: chain, version, channels: "", moniker: "concordat" },
      other: { tx_index: "off", rpc_address: "" },
    },
    sync_info: {
      ...{ latest_block_hash: newest.hash, latest_app_hash: newest.app },
      ...{ latest_block_height: newest.height, latest_block_time: newest.time },
      ...{ earliest_block_hash: oldest.hash, earliest_app_hash: oldest.app },
      ...{ earliest_block_height: oldest.height, earliest_block_time: oldest.time },
      catching_up: false,
    },
    validator_info: { address: "", pub_key: null, voting_power: "0" },
  }
}
