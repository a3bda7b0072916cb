/**
 * Checks 1 to 10 of a transaction (ARCHITECTURE.md, "Who may"), all but the quota of 9: the first
 * failure answers. Nothing costly precedes the signatures.
 */
import { parseCoseKey } from "../crypto/cose-key.ts"
import type { Refusal } from "../failures.ts"
import { EXPIRY_AHEAD_MS_MAX } from "../limits.ts"
import { timeText } from "../schema/calendar.ts"
import type { Hash } from "../schema/fixed.ts"
import type { Signer } from "../service/authorise.ts"
import type { Transaction } from "../transaction/transaction.ts"
import { signatureFault, signatureVerdict } from "../transaction/verify.ts"
import type { Execution } from "./execution.ts"
import { asRefusal, kernelRefusal } from "./refused.ts"
import type { Opened } from "./verdicts.ts"

/** What is remembered of transactions: the height of the block that holds an id. */
export interface KnownIds {
  heightOf(id: Hash): bigint | undefined
}

/** Checks 5 and 6: the expiry window, and that the id is new. Throws `Refusal`. */
export function checkWindow(
  execution: Execution,
  ids: KnownIds,
  { payload, id }: Transaction,
): void {
  const { expires } = payload
  const { time } = execution
  const times = () => ({ expires: timeText(expires), time: timeText(time) })
  if (expires <= time) {
    throw kernelRefusal(
      "transaction_expired",
      "It expired before this block: sign it anew.",
      times(),
    )
  }
  if (expires > time + EXPIRY_AHEAD_MS_MAX) {
    const message = "It expires more than 15 minutes after this block: sign it with less."
    throw kernelRefusal("expiry_too_far", message, times())
  }
  const height = ids.heightOf(id)
  if (height === undefined) return
  const details = { transaction: id, height: height.toString() }
  throw kernelRefusal("already_accepted", "A block holds this transaction already.", details)
}

/** Checks 7 and 8: whose keys signed, in order. Throws the service's `Refusal`. */
export function signersOf(execution: Execution, { signatures }: Transaction): readonly Signer[] {
  if (signatures.length === 0) return []
  const { service, call } = execution.runtime.signer
  return authorised(execution, service.name, () =>
    signatures.map(({ kid }) => call(execution.view, kid)),
  )
}

/** Check 10: signatures in order. Throws `Invalid`. */
export function checkSignatures(
  execution: Execution,
  opened: Opened,
  signers: readonly Signer[],
): void {
  const { verdicts } = execution
  opened.transaction.signatures.forEach((signature, index) => {
    if (verdicts.signature(opened, index) === true) return
    const verdict = signatureVerdict(signature, parseCoseKey(signers[index]!.public))
    verdicts.learnSignature(opened.name, index, verdict === "ok")
    if (verdict !== "ok") throw signatureFault(verdict, signature, index)
  })
}

/** Runs a function of `authorise`: it may read and refuse, at nobody's cost. */
export function authorised<Result>(
  execution: Execution,
  service: string,
  work: () => Result,
): Result {
  try {
    return execution.read(work)
  } catch (failure) {
    const refusal: Refusal | null = asRefusal(failure)
    if (refusal === null) throw failure
    refusal.service ??= service
    throw refusal
  }
}
