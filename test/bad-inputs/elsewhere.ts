/**
 * Rows that another test holds, because it needs what only its room has, and rows that nothing of
 * this release can answer yet.
 */
import type { ElsewhereRow, LaterRow } from "./row.ts"

const contract = "node/executor/contract.test.ts"
const open = "node/open.test.ts"
const blockLog = "engines/solo/block-log.test.ts"
const badEvidence = "kernel/evidence/bad-evidence.test.ts"
const snapshot = "kernel/snapshot/snapshot.test.ts"
const validators = "services/validators/validators.test.ts"
const recovery = "cli/recovery/recovery.slow.test.ts"
const transfer = "services/money/transfer.test.ts"
const plan = "sdk/iso20022/plan.test.ts"
const none = { code: null, status: null } as const

export const ELSEWHERE: readonly ElsewhereRow[] = [
  {
    ...{ row: "J07", what: "a sign-in that this browser did not begin", code: "sign_in_invalid" },
    ...{ status: 401, tested: "gateway/sign-in/sign-in.test.ts" },
  },
  {
    ...{ row: "H24d", what: "a change by a session from another site", code: "origin_not_allowed" },
    ...{ status: 403, tested: "gateway/sign-in/sign-in.test.ts" },
  },
  {
    ...{ row: "T11e", what: "text that is not NFC, in JSON", code: "text_invalid", status: 400 },
    tested: "kernel/schema/refusals.test.ts",
  },
  {
    ...{ row: "T37a", what: "an amount of zero", code: "zero_amount", status: 409 },
    tested: transfer,
  },
  {
    ...{ row: "T37c", what: "an amount of more decimals than its asset", code: "amount_precision" },
    ...{ status: 400, tested: "sdk/amount.test.ts" },
  },
  {
    ...{ row: "F03", what: "1.234,56 beside 1,234.56", code: "amount_ambiguous", status: 400 },
    tested: "sdk/amount.test.ts",
  },
  {
    ...{ row: "T37b", what: "more money than can be counted", code: "amount_overflow" },
    ...{ status: 409, tested: transfer },
  },
  {
    ...{ row: "T39", what: "a proposal with a bad transaction", code: "proposal_refused" },
    ...{ status: null, tested: contract },
  },
  {
    ...{ row: "T40", what: "a final block with a bad transaction", code: "transaction_malformed" },
    ...{ status: 400, tested: contract },
  },
  {
    ...{ row: "E02", what: "FinalizeBlock not at last + 1", code: "block_out_of_order" },
    ...{ status: null, tested: contract },
  },
  {
    ...{ row: "E03a", what: "InitChain on a filled store", code: "store_not_empty" },
    ...{ status: null, tested: contract },
  },
  {
    ...{ row: "E03b", what: "data folder in use", code: "store_in_use", status: null },
    tested: "node/lock.test.ts",
  },
  {
    ...{ row: "E10a", what: "a snapshot of unknown format", code: "snapshot_unsupported" },
    ...{ status: null, tested: snapshot },
  },
  {
    ...{ row: "E10b", what: "a snapshot of a million chunks", code: "snapshot_too_large" },
    ...{ status: null, tested: snapshot },
  },
  {
    ...{ row: "E11", what: "a chunk altered, cut, swapped, twice", code: "chunk_mismatch" },
    ...{ status: null, tested: snapshot },
  },
  {
    ...{ row: "E12", what: "good chunks of another state", code: "root_mismatch", status: null },
    tested: snapshot,
  },
  {
    ...{ row: "E12b", what: "good chunks that hold no state", code: "snapshot_malformed" },
    ...{ status: null, tested: snapshot },
  },
  { ...{ row: "E13", what: "a torn tail of the block log", ...none }, tested: blockLog },
  {
    ...{ row: "E14a", what: "a bit flipped in the block log", code: "store_damaged" },
    ...{ status: null, tested: open },
  },
  { ...{ row: "E14b", what: "disk full", code: "disk_full", status: null }, tested: open },
  {
    ...{ row: "E09", what: "evidence naming nobody", ...none },
    tested: "services/validators/misbehaviour.test.ts",
  },
  {
    ...{ row: "G06a", what: "a third of the power", code: "validator_share_exceeded", status: 409 },
    tested: validators,
  },
  {
    ...{ row: "G06b", what: "a key twice in a block", code: "update_pending", status: 409 },
    tested: validators,
  },
  {
    ...{ row: "G06d", what: "too few validators stay", code: "validator_minimum_reached" },
    ...{ status: 409, tested: validators },
  },
  {
    ...{ row: "G06g", what: "removal of a signing one", code: "organisation_has_validators" },
    ...{ status: 409, tested: "services/validators/service.test.ts" },
  },
  {
    ...{ row: "P08", what: "evidence above a recovery", code: "truncation_found", status: null },
    tested: recovery,
  },
  {
    ...{ row: "G10d", what: "a later final block", code: "higher_commit_found", status: null },
    tested: recovery,
  },
  {
    ...{ row: "S01a", what: "an unknown setting", code: "configuration_invalid", status: null },
    tested: "node/configuration/configuration.test.ts",
  },
  {
    ...{ row: "S05b", what: "services of other versions", code: "runtime_mismatch", status: null },
    tested: "kernel/execution/upgrade.test.ts",
  },
  {
    ...{ row: "S09b", what: "a gateway that says nothing", code: "node_unreachable" },
    ...{ status: null, tested: "sdk/client.test.ts" },
  },
  {
    ...{ row: "V02b", what: "a disclosure nobody asked for", code: "access_request_missing" },
    ...{ status: 403, tested: "services/oversight/accesses.test.ts" },
  },
  {
    ...{ row: "V05a", what: "disposal of what must be kept", code: "legal_hold_active" },
    ...{ status: 409, tested: "services/provenance/dispose.test.ts" },
  },
  {
    ...{ row: "P09", what: "a byte altered in a sealed export", code: "export_altered" },
    ...{ status: null, tested: "cli/audit/audit.slow.test.ts" },
  },
  { ...{ row: "P01", what: "each bit of a bundle flipped", ...none }, tested: badEvidence },
  {
    ...{ row: "P04b", what: "too little power signed", code: "commit_insufficient" },
    ...{ status: null, tested: badEvidence },
  },
  {
    ...{ row: "P04c", what: "a signer twice, an unknown one", code: "validator_set_mismatch" },
    ...{ status: null, tested: badEvidence },
  },
  {
    ...{ row: "P06c", what: "two valid headers of one height", code: "fork_found", status: null },
    tested: badEvidence,
  },
  {
    ...{ row: "P07b", what: "one organisation twice", code: "receipts_insufficient" },
    ...{ status: null, tested: badEvidence },
  },
  {
    ...{ row: "E04a", what: "a frame of more than 64 MiB", code: "frame_too_large" },
    ...{ status: null, tested: "engines/cometbft/abci/server.test.ts" },
  },
  {
    ...{ row: "E04b", what: "an unknown request of the engine", code: "unknown_request" },
    ...{ status: null, tested: "engines/cometbft/abci/server.test.ts" },
  },
  {
    ...{ row: "E15", what: "no engine on this machine", code: "engine_missing" },
    ...{ status: null, tested: "engines/cometbft/binary/binary.test.ts" },
  },
  {
    ...{ row: "F04", what: "a document twice in a batch", code: "batch_duplicate" },
    ...{ status: 400, tested: "sdk/document/batch.test.ts" },
  },
  {
    ...{ row: "F01a", what: "CSV that is no table of payments", code: "csv_invalid", status: 400 },
    tested: "sdk/iso20022/csv.test.ts",
  },
  {
    ...{ row: "F04b", what: "a sum that its payments have not", code: "batch_total_mismatch" },
    ...{ status: 400, tested: plan },
  },
  {
    ...{ row: "F09", what: "an encrypted PDF", code: "document_encrypted" },
    ...{ status: 400, tested: "sdk/document/pdf/attach.test.ts" },
  },
  {
    ...{ row: "C16", what: "one person where two are due", code: "second_person_required" },
    ...{ status: 403, tested: "services/provenance/status.test.ts" },
  },
  {
    ...{ row: "C17", what: "a path to another root", code: "proof_invalid" },
    ...{ status: 400, tested: "services/provenance/status.test.ts" },
  },
  {
    ...{ row: "C18", what: "a class that asks for an accreditation", code: "not_accredited" },
    ...{ status: 403, tested: "services/provenance/register.test.ts" },
  },
  {
    ...{ row: "C19", what: "a PDF that takes no attachment", code: "attachment_refused" },
    ...{ status: null, tested: "sdk/document/pdf/attach.test.ts" },
  },
  {
    ...{ row: "C20", what: "a file of another job", code: "digest_mismatch" },
    ...{ status: null, tested: "sdk/document/batch.test.ts" },
  },
  {
    ...{ row: "C21", what: "a file of more than 100 MiB", code: "file_too_large" },
    ...{ status: 413, tested: "sdk/document/file-type.test.ts" },
  },
  {
    ...{ row: "C22", what: "a draft that lacks a signature", code: "signature_missing" },
    ...{ status: 400, tested: "kernel/transaction/transaction.test.ts" },
  },
  {
    ...{ row: "C23", what: "a signature by nobody of the draft", code: "unknown_signer" },
    ...{ status: 400, tested: "kernel/transaction/transaction.test.ts" },
  },
  {
    ...{ row: "C24", what: "a genesis of another schema", code: "schema_invalid" },
    ...{ status: 400, tested: "kernel/execution/genesis.test.ts" },
  },
  {
    ...{ row: "C25", what: "a state that is not the chain's", code: "root_mismatch" },
    ...{ status: null, tested: "engines/solo/solo.test.ts" },
  },
  {
    ...{ row: "C26", what: "a node that has stopped", code: "node_halted" },
    ...{ status: 503, tested: "engines/solo/solo.test.ts" },
  },
  {
    ...{ row: "C27", what: "a node that has not begun", code: "node_starting" },
    ...{ status: 503, tested: "node/executor/contract.test.ts" },
  },
  {
    ...{ row: "C28", what: "an answer that is not a gateway's", code: "upstream_mismatch" },
    ...{ status: 502, tested: "sdk/client.test.ts" },
  },
  {
    ...{ row: "E01", what: "an engine of another version", code: "engine_unsupported" },
    ...{ status: null, tested: "engines/cometbft/archive.test.ts" },
  },
  {
    ...{ row: "E08", what: "a peer that is not registered", code: "peer_not_admitted" },
    ...{ status: null, tested: "engines/cometbft/bridge/bridge.test.ts" },
  },
  {
    ...{ row: "E16", what: "an engine that ended by itself", code: "engine_ended" },
    ...{ status: null, tested: "engines/cometbft/process/ends.test.ts" },
  },
  {
    ...{ row: "E18", what: "no snapshot that is proven", code: "state_sync_failed" },
    ...{ status: null, tested: "engines/cometbft/process/ends.test.ts" },
  },
  {
    ...{ row: "E17", what: "an engine that makes no progress", code: "engine_stalled" },
    ...{ status: null, tested: "engines/cometbft/process/ends.test.ts" },
  },
  {
    ...{ row: "S11", what: "a backup that is not what was copied", code: "manifest_invalid" },
    ...{ status: null, tested: "cli/node/backup.slow.test.ts" },
  },
  {
    ...{ row: "S12", what: "blocks of a version that kept no proofs", code: "proofs_missing" },
    ...{ status: null, tested: "node/replay/replay.test.ts" },
  },
  {
    ...{ row: "S13", what: "a step back that leads nowhere", code: "rollback_refused" },
    ...{ status: null, tested: "cli/node/backup.slow.test.ts" },
  },
  {
    ...{ row: "S07", what: "a signer without its memory", code: "signer_state_missing" },
    ...{ status: null, tested: "engines/cometbft/home/home.test.ts" },
  },
  {
    ...{ row: "S07a", what: "a signer's memory that is older", code: "signer_state_stale" },
    ...{ status: null, tested: "engines/cometbft/home/home.test.ts" },
  },
  {
    ...{ row: "C29", what: "leaves of another root", code: "batch_root_mismatch" },
    ...{ status: 400, tested: "gateway/provenance/batches.test.ts" },
  },
  {
    ...{ row: "W06a", what: "from a pruned height on", code: "height_pruned", status: 410 },
    tested: "gateway/feed/feed.test.ts",
  },
  {
    ...{ row: "W11a", what: "compression offered", ...none },
    tested: "test/bad-inputs/sockets.test.ts",
  },
  {
    ...{ row: "C30", what: "no such event, transaction or row", code: "unknown_record" },
    ...{ status: 404, tested: "node/open.test.ts" },
  },
]

export const LATER: readonly LaterRow[] = [
  {
    ...{ row: "T22d", what: "the same bytes after state sync", code: "already_accepted" },
    ...{ status: 409, later: "one engine, no state sync" },
  },
  {
    ...{ row: "T23", what: "expired while waiting", code: "transaction_expired", status: 409 },
    later: "the embedded engine orders at once: nothing waits until it expires",
  },
  {
    ...{ row: "T38a", what: "a quota used up", code: "rate_limited", status: 429 },
    later: "no quotas on a ledger of one organisation",
  },
  {
    ...{ row: "S05c", what: "another Node than the network's", code: "runtime_mismatch" },
    ...{ status: null, later: "one process: nobody to differ from" },
  },
]
