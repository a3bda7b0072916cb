/** What counts as a refusal when code of a service throws, and the kernel's own refusals. */
import { type Code, codeRow } from "../codes.ts"
import { type Details, Invalid, Refusal } from "../failures.ts"

const STATUS_INVALID = 400

/**
 * The refusal that a failure is, or null for a `Bug`. `Invalid` counts too: a service that decodes
 * untrusted bytes refuses them with the code that the decoder found.
 */
export function asRefusal(failure: unknown): Refusal | null {
  if (failure instanceof Refusal) return failure
  if (!(failure instanceof Invalid)) return null
  const details =
    failure.path === "" ? failure.details : { pointer: failure.path, ...failure.details }
  return new Refusal(failure.code, failure.message, details, statusOf(failure.code))
}

/** A refusal of the kernel itself. */
export function kernelRefusal(code: Code, message: string, details: Details = {}): Refusal {
  const refusal = new Refusal(code, message, details, statusOf(code))
  refusal.service = "kernel"
  return refusal
}

function statusOf(code: string): number {
  return codeRow(code)?.status ?? STATUS_INVALID
}
