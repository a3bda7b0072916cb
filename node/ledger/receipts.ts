/** What a sender is told: per operation, from the stored result and the transaction itself. */
import type { Hash, RefusalRecord, Transaction } from "@concordat/kernel"
import type { OperationRefusal, OperationResult, Receipt } from "../ledger.ts"
import type { BlockFacts } from "../store/block-facts.ts"

/** What became of each operation. */
export function operationsOf(
  transaction: Transaction | null,
  code: 0 | 1 | 2,
  refusals: readonly RefusalRecord[],
): OperationResult[] {
  if (transaction === null) return []
  const refused = new Set(refusals.map(({ operation }) => operation))
  return transaction.payload.operations.map(({ command }, index) => {
    if (refused.has(index)) return { command, outcome: "refused" }
    return { command, outcome: code === 0 ? "accepted" : "dropped" }
  })
}

/** Refusals without what only the HTTP status needs. */
export function refusalsOf(refusals: readonly RefusalRecord[]): OperationRefusal[] {
  return refusals.map(({ code, service, operation, message, details }) => {
    return { code, service, operation, message, details }
  })
}

/** The receipt of transaction `index` of a block. */
export function receiptOf(
  height: bigint,
  facts: BlockFacts,
  index: number,
  transaction: Transaction | null,
): Receipt {
  const { code, refusals, cost, id, events } = facts.results[index]!
  return {
    transaction: id ?? ("" as Hash),
    ...{ height, index, code },
    time: facts.time,
    operations: operationsOf(transaction, code, refusals),
    refusals: refusalsOf(refusals),
    cost: Number(cost),
    events: { first: facts.first + BigInt(events.first), count: events.count },
  }
}
