/** A request and a response of every method, with every field in use, for tests of the codec. */
import type { Method, RequestOf, ResponseOf } from "./index.ts"
import { execTxResult, misbehavior } from "./messages.ts"

const bytes = (length: number, value: number) => new Uint8Array(length).fill(value)
const time = { seconds: 1_767_225_600n, nanos: 999_999_999 }
const validator = { address: bytes(20, 7), power: 10n }
const votes = [
  { validator, block_id_flag: 2 },
  { validator: { address: new Uint8Array(), power: 0n }, block_id_flag: 1 },
]
const fault = misbehavior.of({ type: 1, validator, height: 3n, time, total_voting_power: 40n })
const snapshot = { height: 5_000n, format: 1, chunks: 3, hash: bytes(32, 1), metadata: bytes(9, 2) }
const update = { pub_key: { ed25519: bytes(32, 3), secp256k1: new Uint8Array() }, power: 0n }
const params = {
  block: { max_bytes: 4_194_304n, max_gas: -1n },
  evidence: {
    max_age_num_blocks: 100_000n,
    max_age_duration: { seconds: 172_800n, nanos: 0 },
    max_bytes: 262_144n,
  },
  validator: { pub_key_types: ["ed25519"] },
  version: { app: 1n },
  abci: { vote_extensions_enable_height: 0n },
  authority: { authority: "" },
}
const block = {
  txs: [bytes(3, 1), new Uint8Array(), bytes(300, 2)],
  misbehavior: [fault],
  hash: bytes(32, 4),
  height: 2n ** 62n,
  time,
  next_validators_hash: bytes(32, 5),
  proposer_address: bytes(20, 6),
}
const result = execTxResult.of({
  ...{ code: 1, data: bytes(4, 9), log: "no", gas_used: 12n, codespace: "notes" },
  events: [{ type: "a", attributes: [{ key: "k", value: "ü", index: true }] }],
})

/** Requests by method. */
export const REQUESTS: { readonly [M in Method]: RequestOf<M> } = {
  echo: { message: "hello" },
  flush: {},
  info: { version: "0.39.0", block_version: 11n, p2p_version: 9n, abci_version: "2.0.0" },
  init_chain: {
    ...{ time, chain_id: "test-1", consensus_params: params, validators: [update] },
    ...{ app_state_bytes: bytes(2, 0x7b), initial_height: 1n },
  },
  query: { data: bytes(3, 1), path: "/p2p/filter/addr/127.0.0.1:1", height: -1n, prove: true },
  check_tx: { tx: bytes(200, 3), type: 1 },
  commit: {},
  list_snapshots: {},
  offer_snapshot: { snapshot, app_hash: bytes(32, 8) },
  load_snapshot_chunk: { height: 2n ** 64n - 1n, format: 1, chunk: 2 ** 32 - 1 },
  apply_snapshot_chunk: { index: 1, chunk: bytes(1_000, 1), sender: "peer" },
  prepare_proposal: {
    ...{ max_tx_bytes: 1_000n, txs: block.txs, misbehavior: [fault], height: 2n, time },
    local_last_commit: {
      round: 1,
      votes: [{ ...votes[0]!, vote_extension: bytes(1, 1), extension_signature: bytes(64, 1) }],
    },
    next_validators_hash: bytes(32, 5),
    proposer_address: bytes(20, 6),
  },
  process_proposal: { ...block, proposed_last_commit: { round: 2, votes } },
  extend_vote: { ...block, proposed_last_commit: { round: 0, votes: [] } },
  verify_vote_extension: {
    ...{ hash: bytes(32, 1), validator_address: bytes(20, 2), height: 4n },
    vote_extension: bytes(5, 5),
  },
  finalize_block: { ...block, decided_last_commit: { round: -1, votes } },
}

/** Responses by method. */
export const RESPONSES: { readonly [M in Method]: ResponseOf<M> } = {
  echo: { message: "hello" },
  flush: {},
  info: {
    ...{ data: "{}", version: "1", app_version: 1n, last_block_height: 7n },
    last_block_app_hash: bytes(32, 1),
  },
  init_chain: { consensus_params: params, validators: [update], app_hash: bytes(32, 2) },
  query: {
    ...{ code: 1, log: "no", info: "", index: -1n, key: bytes(1, 1), value: bytes(2, 2) },
    proof_ops: { ops: [{ type: "ics23", key: bytes(1, 1), data: bytes(9, 9) }] },
    ...{ height: 4n, codespace: "kernel" },
  },
  check_tx: result,
  commit: { retain_height: 5n },
  list_snapshots: { snapshots: [snapshot, snapshot] },
  offer_snapshot: { result: 3 },
  load_snapshot_chunk: { chunk: bytes(100, 1) },
  apply_snapshot_chunk: { result: 3, refetch_chunks: [0, 1, 4_000], reject_senders: ["peer", ""] },
  prepare_proposal: { txs: block.txs },
  process_proposal: { status: 2 },
  extend_vote: { vote_extension: bytes(1, 1) },
  verify_vote_extension: { status: 1 },
  finalize_block: {
    ...{ events: [], tx_results: [result, execTxResult.of()], validator_updates: [update] },
    ...{ consensus_param_updates: { ...params, authority: null }, app_hash: bytes(32, 3) },
  },
}

export const METHOD_NAMES = Object.keys(REQUESTS) as Method[]
