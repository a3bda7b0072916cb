/**
 * @concordat/sdk: ask a ledger, sign and send, verify offline; in a browser and in Node. The
 * contract of the room; documents and their evidence are in `@concordat/sdk/document`.
 */

// A client, and what its gateway answers

export type {
  Block,
  BlockDetail,
  CheckAnswer,
  DevelopmentAnswer,
  Diagnosis,
  Finding,
  LedgerEvent,
  LedgerStatus,
  OperationAnswer,
  ReadModelStatus,
  Receipt,
  RowAnswer,
  RowChange,
  RowHistory,
  RowPage,
  RowVersion,
  TransactionAnswer,
  VotingAnswer,
} from "./answers.ts"
export { type AnyGatewayOptions, anyGateway } from "./any-gateway.ts"
export {
  type Client,
  type ClientOptions,
  createClient,
  type Fetch,
  ledgerTime,
  type Socket,
} from "./client.ts"
export { type ProblemFacts, SdkError } from "./sdk-error.ts"

// Questions

export { askQuery, type QueryAnswer } from "./ask-query.ts"
export { getEvidence, getRowEvidence } from "./evidence.ts"
export {
  type ChangesAnswer,
  getChanges,
  getInbox,
  getOutlook,
  getStanding,
  type InboxAnswer,
  type OutlookAnswer,
  type RowDifference,
  type StandingAnswer,
  type TaskAnswer,
} from "./governance.ts"
export {
  type BlockItem,
  queryBlocks,
  queryEvents,
  queryTransactions,
  searchRows,
  type TransactionItem,
} from "./query-lists.ts"
export {
  getAnchor,
  getBlock,
  getDevelopment,
  getDiagnosis,
  getEvent,
  getJson,
  getReadModel,
  getRow,
  getRowHistory,
  getTransaction,
  getVoting,
  listBlocks,
  listEvents,
  listRows,
  queryRows,
  status,
} from "./read.ts"
export { listSnapshots, makeSnapshot, type SnapshotAnswer } from "./snapshots.ts"

// What happens

export {
  type FeedItem,
  type FeedItems,
  type Following,
  follow,
  type Stream,
  watchConnection,
} from "./feed/follow.ts"

// Sending

export { commandsOf } from "./commands.ts"
export { readSegment, writeSegment } from "./path-segment.ts"
export { type Call, call, check, rehearse, submit } from "./send.ts"
export { ed25519Signer, es256Signer, type Signer } from "./signer.ts"
export { buildTransaction, type Content, EXPIRES_MS, transact } from "./transact.ts"

// Money

export { amountText, readAmount } from "./amount.ts"
export { printAccount, readAccount } from "./iso20022/account-number.ts"
export { type PlannedMessage, planMessage } from "./payment-file.ts"
export { type LineRefusal, type SentEntry, sendEntry } from "./send-entry.ts"
export {
  getPayment,
  getStatement,
  getStatementMessage,
  type StatementAnswer,
  type StatementLineAnswer,
  type StatementQuestion,
} from "./statement.ts"
export type { Asked, Move } from "./token/asked.ts"
export { erc20 } from "./token/erc20.ts"
export { erc721 } from "./token/erc721.ts"
export { erc1155 } from "./token/erc1155.ts"

// Who asks

export { endSession, getSession, type SessionAnswer } from "./session.ts"
export {
  listTokens,
  type NewToken,
  newDevelopmentToken,
  newToken,
  revokeToken,
  TOKEN_CONTEXT,
  type TokenAnswer,
  type TokenRequest,
  tokenAudience,
  tokenClaim,
} from "./tokens.ts"

// Documents

export { publishLeaves } from "./publish-leaves.ts"
export {
  actorOf,
  type Carrier,
  ensureRegistrable,
  getDocumentEvidence,
  type PreparedDocument,
  prepareDocument,
  type RegisteredDocument,
  type Registering,
  type RegisteringStep,
  type Registration,
  registerDocument,
  type Sealing,
  sealAtGateway,
} from "./register-document.ts"

// Verifying offline

export { verifyBundle as verify } from "@concordat/kernel"
export {
  type RecoveryKnown,
  type RecoveryStep,
  type RecoveryVerdict,
  verifyRecovery,
} from "./recovery.ts"
export { schemasOf } from "./schemas.ts"
