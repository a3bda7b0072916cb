/**
 * @concordat/kernel: the contract of the room, one line an export. Pure and synchronous; runs in a
 * browser. Each section lists one folder.
 */

// Failures, codes, bytes, arithmetic, limits

export { divCeil, divFloor, type SortKey, seconds, share, sorted, split } from "./arithmetic.ts"
export {
  compareBytes,
  concat,
  equalBytes,
  fromBase64url,
  fromHex,
  joined,
  toBase64url,
  toHex,
  utf8,
} from "./bytes.ts"
export { type Code, type CodeKind, type CodeRow, codeRow, codes } from "./codes.ts"
export { assert, Bug, ConcordatError, type Details, Invalid, Refusal } from "./failures.ts"
export {
  BLOCK_UNITS_MAX,
  EVIDENCE_BYTES_MAX,
  EVIDENCE_ITEMS_MAX,
  OPERATIONS_MAX,
  PROVABLE_HEIGHTS,
  TRANSACTION_BYTES_MAX,
} from "./limits.ts"

// Canonical CBOR

export { CborReader } from "./cbor/reader.ts"
export { type ScanLimits, scan } from "./cbor/scan.ts"
export { isRefusedCodePoint } from "./cbor/text.ts"
export { type CborValue, decodeValue, encodeValue, readValue, writeValue } from "./cbor/value.ts"
export { CborWriter } from "./cbor/writer.ts"

// Schema: the kinds

export { ascii } from "./schema/ascii.ts"
export { bool } from "./schema/bool.ts"
export { bytes } from "./schema/bytes.ts"
export { enumeration } from "./schema/enumeration.ts"
export { fixed, type Hash, type Hex, hash, hashOf } from "./schema/fixed.ts"
export { i64 } from "./schema/i64.ts"
export { list } from "./schema/list.ts"
export { option } from "./schema/option.ts"
export { organisationOf, type Party, party } from "./schema/party.ts"
export { type RecordKind, type RecordOf, record } from "./schema/record.ts"
export { text } from "./schema/text.ts"
export { time } from "./schema/time.ts"
export { type UnionOf, union } from "./schema/union.ts"
export { u8, u16, u32 } from "./schema/unsigned.ts"
export { u64, u128 } from "./schema/wide-unsigned.ts"

// Schema: what a kind answers

export { parseTime, timeText } from "./schema/calendar.ts"
export {
  decode,
  decodeKey,
  decodeRow,
  encode,
  encodeChecked,
  encodeKey,
} from "./schema/codec.ts"
export { describe, kindOf } from "./schema/describe.ts"
export { type FieldHints, type FormField, hint } from "./schema/field.ts"
export type {
  Description,
  Infer,
  JsonSchema,
  KeyForm,
  KeyKind,
  Kind,
  StandardSchema,
} from "./schema/kind.ts"
export { assertFieldName, assertServiceName, assertValueName } from "./schema/names.ts"
export { nearestName } from "./schema/nearest.ts"
export {
  type SqlColumn,
  type SqlValue,
  sqlName,
  sqlSchemas,
  sqlWords,
} from "./schema/sql.ts"

// JSON

export { isJsonArray, isJsonObject, type Json, type JsonObject } from "./json/json.ts"
export { type JsonLimits, parseJson } from "./json/parse.ts"
export { jsonText } from "./json/write.ts"

// Protobuf

export { ProtobufReader, readExactly } from "./protobuf/reader.ts"
export { delimited, ProtobufWriter } from "./protobuf/writer.ts"

// Hashes, signatures and keys

export { type Accelerators, accelerate, accelerators } from "./crypto/accelerators.ts"
export {
  COSE_KEY_BYTES_MAX,
  type CoseKey,
  coseKey,
  isSoundKey,
  type KeyAlgorithm,
  parseCoseKey,
  thumbprint,
  verifyByKey,
} from "./crypto/cose-key.ts"
export type { CoseLabel, CoseMap, CoseTag, CoseValue } from "./crypto/cose-value.ts"
export {
  ed25519PublicKey,
  signEd25519,
  verifyEd25519,
  verifyEd25519Zip215,
} from "./crypto/ed25519.ts"
export { es256PublicKey, signEs256, verifyEs256, withLowS } from "./crypto/es256.ts"
export { HKDF_BYTES_MAX } from "./crypto/hash.ts"
export { MIDSTATE_BYTES_MAX } from "./crypto/sha256-stream.ts"
export {
  COSE_HEADER,
  createSign1,
  type Sign1,
  type Sign1Parts,
  sign1,
  verifySign1,
} from "./crypto/sign1.ts"
export {
  type Algorithm,
  coseName,
  coseNumber,
  type SignatureVerdict,
  type Signed,
} from "./crypto/signature.ts"

// Transactions

export {
  assemble,
  type Draft,
  type DraftSigner,
  decodeDraft,
  draft,
  encodeDraft,
  signDraft,
} from "./transaction/draft.ts"
export { transactionFromJson, transactionToJson } from "./transaction/json.ts"
export type { CommandInputs, Operation } from "./transaction/operation.ts"
export { encodePayload, type Payload } from "./transaction/payload.ts"
export { coseSignature } from "./transaction/structure.ts"
export {
  decodeTransaction,
  openTransaction,
  type Transaction,
  type TransactionSignature,
} from "./transaction/transaction.ts"
export { signatureFault, signatureVerdict, verifySignatures } from "./transaction/verify.ts"

// The state trie

export type { TrieChange } from "./trie/batch.ts"
export {
  appHash,
  keyPath,
  leafHash,
  logHeadBytes,
  logLeaf,
  NODE_BYTES,
  stateLeaf,
} from "./trie/hashes.ts"
export { verifyMembership, verifyNonMembership } from "./trie/ics23.ts"
export { type ImageSource, trieFromImage, trieImage } from "./trie/image.ts"
export {
  type AppParts,
  absenceProof,
  existenceProof,
  logHeadProof,
  type Neighbours,
  type RawRow,
  stateRootProof,
} from "./trie/prove.ts"
export {
  CONCORDAT_SPEC,
  encodeProofSpec,
  HASH_OP,
  IAVL_SPEC,
  LENGTH_OP,
  type ProofSpec,
  SMT_SPEC,
  TENDERMINT_SPEC,
} from "./trie/specs.ts"
export { type PreparedUpdate, StateTrie } from "./trie/state-trie.ts"
export {
  type AbsenceClaim,
  type ExistenceClaim,
  judgeAbsence,
  judgeExistence,
  type ProofVerdict,
  verifyAbsence,
  verifyExistence,
} from "./trie/verify.ts"
export type { NeighbourPaths, Subtree, TrieView } from "./trie/view.ts"

// The event log

export { type HashArray, MemoryHashes } from "./log/hash-array.ts"
export { EMPTY_LOG_ROOT, LOG_HASH_BYTES, leafHashInto, leafHashOf, nodeHash } from "./log/hashes.ts"
export { appendToLog, EMPTY_LOG, type LogHead, logRoot } from "./log/log-head.ts"
export { MerkleLog, RUN as LOG_RUN_LEAVES } from "./log/merkle-log.ts"
export { MerkleTree, merkleRoot } from "./log/merkle-tree.ts"
export {
  type Consistency,
  type Inclusion,
  rootFromInclusion,
  verifyConsistency,
  verifyInclusion,
} from "./log/verify.ts"

// Blocks, in CometBFT's form

export {
  type Block,
  consensusHash,
  dataHash,
  encodeBlock,
  encodeResult,
  evidenceHash,
  partSet,
  type ResultParts,
  resultsHash,
} from "./block/block.ts"
export {
  type Commit,
  type CommitEntry,
  commitHash,
  commitKind,
  encodeCommit,
  type Precommit,
  precommitBytes,
  precommitSignBytes,
  VOTE,
} from "./block/commit.ts"
export {
  BLOCK_PROTOCOL,
  encodeHeader,
  type Header,
  headerHash,
  headerKind,
} from "./block/header.ts"
export {
  type LightBlock,
  type LightOptions,
  signedHeaderFault,
  TRUSTING_PERIOD_MS,
  type Trusted,
  verifyBackwards,
  verifyLightBlock,
} from "./block/light-client.ts"
export type { LightFault } from "./block/light-fault.ts"
export {
  addressOf,
  addressText,
  inSetOrder,
  totalPower,
  type Validator,
  type Validators,
  validatorsHash,
  validatorsKind,
} from "./block/validator-set.ts"
export { verifyCommit } from "./block/verify-commit.ts"
export {
  type BlockId,
  blockIdKind,
  encodeBlockId,
  encodeStamp,
  STAMP_ABSENT,
  type Stamp,
  stampKind,
  stampMs,
  stampOfMs,
} from "./block/wire.ts"

// Evidence

export { type Anchor, anchorAt, anchorKind, decodeAnchor, encodeAnchor } from "./evidence/anchor.ts"
export { type Bundle, bundleKind, decodeBundle, encodeBundle } from "./evidence/bundle.ts"
export { memberKey } from "./evidence/claims.ts"
export { compare, type Fork } from "./evidence/compare.ts"
export type { FactSchemas, RowSchema } from "./evidence/fact-schemas.ts"
export type { EventFact, Fact, RefusalFact, RowFact, TransactionFact } from "./evidence/facts.ts"
export type { Grade } from "./evidence/grade.ts"
export {
  createReceipt,
  judgeReceipt,
  type LogPlace,
  type Receipt,
  type ReceiptHeader,
  type ReceiptVerdict,
  readReceipt,
  receiptIssuer,
  receiptSubject,
  type SignedHead,
  signHead,
  verifyReceipt,
} from "./evidence/receipt.ts"
export type { StepName, Verdict, VerdictStep } from "./evidence/verdict.ts"
export { type VerifyOptions, verifyBundle } from "./evidence/verify-bundle.ts"
export {
  WHOLE_BLOCK_LIMITS,
  type WholeBlock,
  wholeBlockFault,
  wholeBlockKind,
} from "./evidence/whole-block.ts"

// The service API

export type { Asked, Authorise, Signer } from "./service/authorise.ts"
export {
  type Command,
  command,
  type GuardedCommand,
  type Input,
  type OpenCommand,
  type SignerRule,
} from "./service/command.ts"
export { type Event, event } from "./service/event.ts"
export type { Fields, KeyFields, Some, Values } from "./service/fields.ts"
export { type Invariant, invariant } from "./service/invariant.ts"
export { type Procedure, procedure } from "./service/procedure.ts"
export { type RawEntry, type RawTable, rawTable } from "./service/raw-table.ts"
export {
  ensure,
  type RefusalDetails,
  type RefusalKind,
  type Refusals,
  refusals,
} from "./service/refusals.ts"
export { type Question, type Rule, rule } from "./service/rule.ts"
export { type Service, type ServiceDefinition, service } from "./service/service.ts"
export {
  type Entry,
  type Key,
  type Reader,
  type Row,
  reader,
  type Table,
  table,
} from "./service/table.ts"
export type { KeyField, TableShape } from "./service/table-shape.ts"
export type {
  EngineSide,
  HookTx,
  Misbehaviour,
  OpenTx,
  ParameterUpdate,
  PruneRange,
  Recovery,
  Rehearsal,
  ScanRange,
  Tx,
  ValidatorUpdate,
  View,
  Writer,
} from "./service/view.ts"

// Hashes, paid for by the operation that calls them

export { unpaid } from "./service/charging.ts"
export { hkdf, hmac, keccak256, Sha256Stream, sha256, sha256Hex } from "./service/hashing.ts"

// Execution

export { BlockBug } from "./execution/block-bug.ts"
export { bytesName } from "./execution/bytes-name.ts"
export { type Check, type CheckOptions, type CheckOutcome, createCheck } from "./execution/check.ts"
export {
  DEFAULT_PARAMETERS,
  type EngineParameters,
  engineParameters,
} from "./execution/engine-parameters.ts"
export { type BlockInput, executeBlock } from "./execution/execute-block.ts"
export {
  type Begun,
  beginsWith,
  checkGenesis,
  executeGenesis,
  type GenesisGround,
} from "./execution/execute-genesis.ts"
export { exportGenesis, type GenesisHeading } from "./execution/export-genesis.ts"
export { type Genesis, isChainId, readGenesis } from "./execution/genesis.ts"
export { type BlockIds, IdWindow, idsDigest } from "./execution/id-window.ts"
export { type Broken, verifyState } from "./execution/invariants.ts"
export { type Job, learnAnswers, packJobs, runJobs, verdictJobs } from "./execution/jobs.ts"
export {
  absence,
  ed25519,
  ed25519Zip215,
  es256,
  kernelRules,
  membership,
  proofSpec,
  secp256k1Address,
} from "./execution/kernel-rules.ts"
export { blockRows, genesisRow, kernelService, serviceRows } from "./execution/kernel-tables.ts"
export type { Leaf } from "./execution/leaf.ts"
export {
  everyRow,
  type Head,
  LedgerState,
  openState,
  type StateParts,
} from "./execution/ledger-state.ts"
export {
  type Sight,
  stateView,
  type Trial,
  type TrialRow,
  tryWork,
  viewState,
} from "./execution/look.ts"
export { MemoryRows } from "./execution/memory-rows.ts"
export type { Outcome, ProposalFault } from "./execution/outcome.ts"
export { type LoggedEvent, readEvent } from "./execution/read-event.ts"
export {
  type RefusalRecord,
  type ResultCode,
  refusalList,
  resultData,
  type TxResult,
} from "./execution/results.ts"
export { rowBytes } from "./execution/row-bytes.ts"
export {
  defineRuntime,
  describeService,
  nameOf,
  type Runtime,
  type RuntimeOptions,
  roleOf,
  schemaDigest,
} from "./execution/runtime.ts"
export { readStateKey, stateKey, statePrefix, tablePrefix } from "./execution/state-key.ts"
export type { KeyRange, StateReader, StateRows, Write } from "./execution/state-reader.ts"
export { checkRuntime, upgradeAbove } from "./execution/upgrade.ts"
export { Verdicts } from "./execution/verdicts.ts"

// Recovery of a ledger that stopped

export {
  ENDORSEMENT_BYTES_MAX,
  ENDORSEMENTS_MAX,
  endorse,
  endorserOf,
  isEndorsedBy,
} from "./recovery/endorsement.ts"
export {
  manifestDigest,
  manifestFault,
  type RecoveryManifest,
  recoveryManifest,
  successorOf,
} from "./recovery/manifest.ts"
export { decodeRecovery, encodeRecovery, type RecoveryRecord } from "./recovery/record.ts"
export { type LeftBehind, recoveryGenesis } from "./recovery/recovery-genesis.ts"

// Snapshots of the state

export {
  type BuiltQuery,
  indexedFields,
  type NamedQuery,
  query,
  type SqlEvent,
  type SqlHistory,
  type SqlLedger,
  type SqlTable,
  sqlParameter,
} from "./service/query.ts"
export {
  chunkBytesOf,
  DIGEST_BYTES,
  encodeSnapshotHead,
  encodeSnapshotIds,
  encodeSnapshotRow,
  type SnapshotHead,
  type SnapshotSummary,
  summaryOf,
} from "./snapshot/form.ts"
export { readSnapshotHead, type SnapshotRow } from "./snapshot/items.ts"
export {
  type ArrivedRow,
  type RestoredParts,
  SnapshotReader,
  type SnapshotTrust,
} from "./snapshot/reader.ts"
