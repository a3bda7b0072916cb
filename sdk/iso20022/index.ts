/**
 * @concordat/sdk/iso20022: the messages of payments in and out, as pure functions. A bank runs them
 * beside its own system, signs what comes out with its own keys, and sends it to any gateway.
 */

// Messages

export { type Message, messageOf, readMessage } from "./message.ts"
export { createSchemas, ensureValid, type SchemaSource, type Schemas } from "./schemas.ts"
export type { XmlElement } from "./xml/element.ts"
export { readXml } from "./xml/read.ts"
export { writeXml } from "./xml/write.ts"

// Payments in

export { printAccount, readAccount } from "./account-number.ts"
export { paymentsOfCsv } from "./csv.ts"
export { type Drafting, draftsOf } from "./drafts.ts"
export { entryIdOf, readSecret } from "./entry-id.ts"
export { LEFT_OUT, PAYMENT_FORMS } from "./forms.ts"
export type { Instruction, OriginalReference, Payments } from "./instruction.ts"
export { MESSAGE_BYTES_MAX } from "./limits.ts"
export { readLineName } from "./line-name.ts"
export { type OriginalLine, originalFrom } from "./original.ts"
export { paymentsOf } from "./payments.ts"
export {
  accountNames,
  type KnownAccount,
  type KnownOriginal,
  type Plan,
  type PlannedLine,
  type Planning,
  planPayments,
  type RefusedInstruction,
} from "./plan.ts"
export { type Fault, faultAt } from "./reasons.ts"

// Reports out

export type { Outcome, Written } from "./answer.ts"
export { type Recall, recallMessage } from "./recall.ts"
export { type ReturnedLine, recallStates } from "./recall-state.ts"
export { refusedReturns } from "./resolution.ts"
export {
  STATEMENT_MESSAGES,
  type Statement,
  type StatementLine,
  type StatementMessage,
  statementMessage,
  statementPieces,
} from "./statement.ts"
export { answersOf, groupStatus, STATUS_MESSAGES, statusReport } from "./status.ts"
