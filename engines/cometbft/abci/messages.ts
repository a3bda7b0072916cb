/**
 * The messages of ABCI 2.0, names as in the specification. Fields that CometBFT always writes are
 * `always`. Source of truth: CometBFT v0.40.0, `proto/tendermint/abci/types.proto`.
 */
import {
  always,
  bool,
  bytes,
  i32,
  i64,
  message,
  optional,
  repeated,
  repeatedBytes,
  repeatedText,
  repeatedU32,
  text,
  u32,
  u64,
} from "./fields.ts"

/** `google.protobuf.Timestamp` and `Duration`: seconds, and nanoseconds after them. */
export const timestamp = message({ seconds: i64(1), nanos: i32(2) })
const duration = timestamp

const validator = message({ address: bytes(1), power: i64(3) })
const publicKey = message({ ed25519: bytes(1), secp256k1: bytes(2) })
/** A validator's new power; 0 removes it. */
export const validatorUpdate = message({ pub_key: always(1, publicKey), power: i64(2) })

/** Whose votes are in the last commit. Flags: 1 absent, 2 for the block, 3 for none. */
export const commitInfo = message({
  round: i32(1),
  votes: repeated(2, message({ validator: always(1, validator), block_id_flag: u32(3) })),
})
const extendedCommitInfo = message({
  round: i32(1),
  votes: repeated(
    2,
    message({
      validator: always(1, validator),
      vote_extension: bytes(3),
      extension_signature: bytes(4),
      block_id_flag: u32(5),
    }),
  ),
})
/** Type 1: two votes of one height and round; 2: an attack on light clients. */
export const misbehavior = message({
  type: u32(1),
  validator: always(2, validator),
  height: i64(3),
  time: always(4, timestamp),
  total_voting_power: i64(5),
})

/** All six groups; a group that is sent replaces the whole group. */
export const consensusParams = message({
  block: optional(1, message({ max_bytes: i64(1), max_gas: i64(2) })),
  evidence: optional(
    2,
    message({
      max_age_num_blocks: i64(1),
      max_age_duration: always(2, duration),
      max_bytes: i64(3),
    }),
  ),
  validator: optional(3, message({ pub_key_types: repeatedText(1) })),
  version: optional(4, message({ app: u64(1) })),
  abci: optional(5, message({ vote_extensions_enable_height: i64(1) })),
  authority: optional(6, message({ authority: text(1) })),
})

const attribute = message({ key: text(1), value: text(2), index: bool(3) })
const event = message({ type: text(1), attributes: repeated(2, attribute) })
/** One transaction's result. Hashed: code, data, gas_wanted, gas_used. */
export const execTxResult = message({
  code: u32(1),
  data: bytes(2),
  log: text(3),
  info: text(4),
  gas_wanted: i64(5),
  gas_used: i64(6),
  events: repeated(7, event),
  codespace: text(8),
})

/** A state that others may start from. */
export const snapshot = message({
  height: u64(1),
  format: u32(2),
  chunks: u32(3),
  hash: bytes(4),
  metadata: bytes(5),
})
const proofOp = message({ type: text(1), key: bytes(2), data: bytes(3) })

/** A message without fields. */
export const nothing = message({})
export const echo = message({ message: text(1) })
export const exception = message({ error: text(1) })

/** At the handshake: who asks, and the last height that the application has for certain. */
export const infoRequest = message({
  version: text(1),
  block_version: u64(2),
  p2p_version: u64(3),
  abci_version: text(4),
})
export const infoResponse = message({
  data: text(1),
  version: text(2),
  app_version: u64(3),
  last_block_height: i64(4),
  last_block_app_hash: bytes(5),
})

/** Once, while the application has no height: genesis, and what the ledger begins with. */
export const initChainRequest = message({
  time: always(1, timestamp),
  chain_id: text(2),
  consensus_params: optional(3, consensusParams),
  validators: repeated(4, validatorUpdate),
  app_state_bytes: bytes(5),
  initial_height: i64(6),
})
export const initChainResponse = message({
  consensus_params: optional(1, consensusParams),
  validators: repeated(2, validatorUpdate),
  app_hash: bytes(3),
})

/** A question about the state; the engine itself asks whether a peer may connect. */
export const queryRequest = message({
  data: bytes(1),
  path: text(2),
  height: i64(3),
  prove: bool(4),
})
export const queryResponse = message({
  code: u32(1),
  log: text(3),
  info: text(4),
  index: i64(5),
  key: bytes(6),
  value: bytes(7),
  proof_ops: optional(8, message({ ops: repeated(1, proofOp) })),
  height: i64(9),
  codespace: text(10),
})

/**
 * Whether a transaction may wait; type 0 new, 1 again after a block. The state is kept: the
 * lowest height that is still needed.
 */
export const checkTxRequest = message({ tx: bytes(1), type: u32(2) })
export const commitResponse = message({ retain_height: i64(3) })

/**
 * State sync. Offer: 1 accept, 2 abort, 3 reject, 4 reject format, 5 reject sender; chunk: 1
 * accept, 2 abort, 3 retry, 4 retry snapshot, 5 reject snapshot.
 */
export const listSnapshotsResponse = message({ snapshots: repeated(1, snapshot) })
export const offerSnapshotRequest = message({
  snapshot: optional(1, snapshot),
  app_hash: bytes(2),
})
export const offerSnapshotResponse = message({ result: u32(1) })
export const loadSnapshotChunkRequest = message({ height: u64(1), format: u32(2), chunk: u32(3) })
export const loadSnapshotChunkResponse = message({ chunk: bytes(1) })
export const applySnapshotChunkRequest = message({
  index: u32(1),
  chunk: bytes(2),
  sender: text(3),
})
export const applySnapshotChunkResponse = message({
  result: u32(1),
  refetch_chunks: repeatedU32(2),
  reject_senders: repeatedText(3),
})

/** What the proposer puts into a block of what waits. */
export const prepareProposalRequest = message({
  max_tx_bytes: i64(1),
  txs: repeatedBytes(2),
  local_last_commit: always(3, extendedCommitInfo),
  misbehavior: repeated(4, misbehavior),
  height: i64(5),
  time: always(6, timestamp),
  next_validators_hash: bytes(7),
  proposer_address: bytes(8),
})
export const prepareProposalResponse = message({ txs: repeatedBytes(1) })

/** Whether a proposed block may be voted for: status 1 accept, 2 reject. */
export const processProposalRequest = message({
  txs: repeatedBytes(1),
  proposed_last_commit: always(2, commitInfo),
  misbehavior: repeated(3, misbehavior),
  hash: bytes(4),
  height: i64(5),
  time: always(6, timestamp),
  next_validators_hash: bytes(7),
  proposer_address: bytes(8),
})
export const processProposalResponse = message({ status: u32(1) })

/** Vote extensions, which Concordat leaves off. */
export const extendVoteRequest = message({
  hash: bytes(1),
  height: i64(2),
  time: always(3, timestamp),
  txs: repeatedBytes(4),
  proposed_last_commit: always(5, commitInfo),
  misbehavior: repeated(6, misbehavior),
  next_validators_hash: bytes(7),
  proposer_address: bytes(8),
})
export const extendVoteResponse = message({ vote_extension: bytes(1) })
export const verifyVoteExtensionRequest = message({
  hash: bytes(1),
  validator_address: bytes(2),
  height: i64(3),
  vote_extension: bytes(4),
})
export const verifyVoteExtensionResponse = message({ status: u32(1) })

/** The decided block, executed; nothing of it is durable before `commit`. */
export const finalizeBlockRequest = message({
  txs: repeatedBytes(1),
  decided_last_commit: always(2, commitInfo),
  misbehavior: repeated(3, misbehavior),
  hash: bytes(4),
  height: i64(5),
  time: always(6, timestamp),
  next_validators_hash: bytes(7),
  proposer_address: bytes(8),
})
export const finalizeBlockResponse = message({
  events: repeated(1, event),
  tx_results: repeated(2, execTxResult),
  validator_updates: repeated(3, validatorUpdate),
  consensus_param_updates: optional(4, consensusParams),
  app_hash: bytes(5),
})
