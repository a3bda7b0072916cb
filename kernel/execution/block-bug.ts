/** A `Bug` that names the transaction it was met in, so that a proposer can leave it out. */
import { Bug } from "../failures.ts"

/** An assertion failed while a block was executed: nothing is committed or signed. */
export class BlockBug extends Bug {
  /** Index of the transaction in the block; null: a hook, or the kernel. */
  readonly transaction: number | null

  constructor(cause: unknown, transaction: number | null) {
    super(cause instanceof Error ? cause.message : "service code threw what is no Error")
    this.cause = cause
    this.transaction = transaction
  }
}

/** What `work` answers; whatever it throws is a `BlockBug` of that transaction. */
export function bugAt<Result>(transaction: number | null, work: () => Result): Result {
  try {
    return work()
  } catch (failure) {
    throw bugOf(failure, transaction)
  }
}

/** What was thrown as a `BlockBug` of that transaction. */
export function bugOf(failure: unknown, transaction: number | null): BlockBug {
  return failure instanceof BlockBug ? failure : new BlockBug(failure, transaction)
}
