/**
 * @concordat/sdk: ask a ledger, sign and send, verify offline; in a browser and in Node. The
 * contract of the room; documents and their evidence are in `@concordat/sdk/document`.
 */

// Verifying offline
// Verifying offline
export { verifyBundle as verify, verifyBundle as verify } from "@concordat/kernel"
// A client, and what its gateway answers
// A client, and what its gateway answers
export type {
  Block,
  Block,
  BlockDetail,
  BlockDetail,
  CheckAnswer,
  CheckAnswer,
  DevelopmentAnswer,
  DevelopmentAnswer,
  LedgerEvent,
  LedgerEvent,
  LedgerStatus,
  LedgerStatus,
  OperationAnswer,
  OperationAnswer,
  Receipt,
  Receipt,
  RowAnswer,
  RowAnswer,
  RowPage,
  RowPage,
  TransactionAnswer,
  TransactionAnswer,
} from "./answers.ts"
export {
  type Client,
  type Client,
  type ClientOptions,
  type ClientOptions,
  createClient,
  createClient,
  type Fetch,
  type Fetch,
  ledgerTime,
  ledgerTime,
} from "./client.ts"
// Sending
// Sending
export { commandsOf, commandsOf } from "./commands.ts"
// Questions
// Questions
export { getEvidence, getEvidence, getRowEvidence, getRowEvidence } from "./evidence.ts"
export {
  getAnchor,
  getAnchor,
  getBlock,
  getBlock,
  getDevelopment,
  getDevelopment,
  getRow,
  getRow,
  getTransaction,
  getTransaction,
  listBlocks,
  listBlocks,
  listEvents,
  listEvents,
  listRows,
  listRows,
  status,
  status,
} from "./read.ts"
// Documents
// Documents
export {
  actorOf,
  bindEvidence,
  type Carrier,
  ensureRegistrable,
  getDocumentEvidence,
  getDocumentEvidence,
  type LedgerPart,
  type Registered,
  type RegisteredDocument,
  type Registering,
  type Registering,
  type RegisteringStep,
  type RegisteringStep,
  registerDocument,
  registerDocument,
  type Sealing,
  sealAtGateway,
  sealAtGateway,
} from "./register-document.ts"
export { type ProblemFacts, SdkError } from "./sdk-error.ts"
export { type Call, call, check, rehearse, submit } from "./send.ts"
export { ed25519Signer, es256Signer, type Signer } from "./signer.ts"
export { buildTransaction, type Content, EXPIRES_MS, transact } from "./transact.ts"
