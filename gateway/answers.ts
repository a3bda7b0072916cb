/**
 * The JSON forms of what the ledger answers: heights and sizes as decimal strings, times RFC 3339.
 * Their schemas are in `openapi/schemas.ts`.
 */
import { type Json, time, toBase64url, toHex } from "@concordat/kernel"
import type {
  BlockRecord,
  BlockSummary,
  CheckAnswer,
  EventRecord,
  OperationRefusal,
  OperationResult,
  Receipt,
  SnapshotNotice,
  Status,
  TransactionRecord,
} from "@concordat/node"

const instant = (ms: number): Json => time.toJson(ms)

/** One operation of a receipt: its command, what became of it, and why. */
function operationJson(
  { command, outcome }: OperationResult,
  index: number,
  refusals: readonly OperationRefusal[],
): Json {
  const refusal = refusals.find((one) => one.operation === index)
  if (refusal === undefined) return { command, outcome }
  const { code, service, message, details } = refusal
  return { command, outcome, code, service, message, details }
}

function operationsJson(answer: Pick<Receipt, "operations" | "refusals">): Json {
  return answer.operations.map((one, i) => operationJson(one, i, answer.refusals))
}

/** `accepted` unless the whole transaction was refused or was none. */
function statusOf(code: 0 | 1 | 2): string {
  return code === 0 ? "accepted" : code === 1 ? "refused" : "invalid"
}

/** What became of a transaction that is final. */
export function receiptJson(receipt: Receipt): { readonly [name: string]: Json } {
  return {
    transaction: receipt.transaction,
    height: receipt.height.toString(),
    index: receipt.index,
    time: instant(receipt.time),
    status: statusOf(receipt.code),
    cost: receipt.cost,
    operations: operationsJson(receipt),
    events: { first: receipt.events.first.toString(), count: receipt.events.count },
    evidence: `/v1/evidence/transactions/${receipt.transaction}`,
  }
}

/** What a dry run came to. */
export function checkJson(answer: CheckAnswer): { readonly [name: string]: Json } {
  return {
    transaction: answer.transaction,
    status: statusOf(answer.code),
    cost: answer.cost,
    height: answer.height.toString(),
    time: instant(answer.time),
    operations: operationsJson(answer),
  }
}

/** A block, without its transactions. */
export function blockJson(block: BlockSummary): { readonly [name: string]: Json } {
  return {
    height: block.height.toString(),
    time: instant(block.time),
    hash: block.hash,
    appHash: block.appHash,
    proposer: block.proposer,
    transactions: block.transactions,
    operations: block.operations,
    events: { first: block.events.first.toString(), count: block.events.count },
    bytes: block.bytes,
  }
}

/** A block with its transactions' ids and its signers. */
export function blockRecordJson(block: BlockRecord): { readonly [name: string]: Json } {
  return {
    ...blockJson(block),
    items: block.ids.map((id, i) => ({ transaction: id, status: statusOf(block.codes[i] ?? 2) })),
    signers: block.signers,
    round: block.round,
  }
}

/** One leaf of the event log. */
export function eventJson(event: EventRecord): { readonly [name: string]: Json } {
  return {
    position: event.position.toString(),
    height: event.height.toString(),
    index: event.index,
    time: instant(event.time),
    service: event.service,
    event: event.event,
    operation: event.operation,
    transaction: event.transaction,
    fields: event.fields as Json,
    evidence: `/v1/evidence/events/${event.position}`,
  }
}

/** A transaction with its content and the first of its events. */
export function transactionJson(
  record: TransactionRecord,
  content: Json,
  events: readonly EventRecord[],
): { readonly [name: string]: Json } {
  return {
    ...receiptJson(record),
    content,
    emitted: events.map(eventJson),
    bytes: toBase64url(record.bytes),
  }
}

/** What the ledger is at now. */
export function statusJson(status: Status): { readonly [name: string]: Json } {
  return {
    chain: status.chain,
    profile: status.profile,
    grade: status.profile === "development" ? "C" : null,
    height: status.height.toString(),
    time: instant(status.time),
    now: instant(status.now),
    appHash: status.appHash,
    stateRoot: status.stateRoot,
    log: { size: status.log.size.toString(), root: status.log.root },
    transactions: status.transactions.toString(),
    operations: status.operations.toString(),
    rows: status.rows,
    engine: status.engine,
    validators: status.validators.map(({ address, key, power, organisation, signed }) => ({
      address,
      key,
      power: power.toString(),
      organisation,
      signed,
    })),
    waiting: status.waiting,
    first: status.first.toString(),
    provableFrom: status.provableFrom.toString(),
    halted: status.halted,
  }
}

/** A snapshot that joiners are served. */
export function snapshotJson({ height, format, chunks, hash }: SnapshotNotice): Json {
  return { height: height.toString(), format, chunks, hash: toHex(hash) }
}
