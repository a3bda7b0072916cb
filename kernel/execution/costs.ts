/**
 * Costs (ARCHITECTURE.md, "Cost"): what a transaction, its signatures and its operations cost
 * beforehand.
 */
import { Bug } from "../failures.ts"
import type { Command } from "../service/command.ts"
import type { Transaction, TransactionSignature } from "../transaction/transaction.ts"
import type { Runtime } from "./runtime.ts"

/** get, has, a scanned row. */
export const READ_UNITS = 2
const TRANSACTION_UNITS = 20
/** ÷ 64 */
const BYTES_SHIFT = 6
const SIGNATURE_UNITS = { ed25519: 60, es256: 80 } as const

/** A transaction by its bytes: 20 + bytes ÷ 64. */
export function bytesUnits(bytes: Uint8Array): number {
  return TRANSACTION_UNITS + (bytes.length >>> BYTES_SHIFT)
}

/** All signatures of a transaction. */
export function signatureUnits(signatures: readonly TransactionSignature[]): number {
  let units = 0
  for (const { algorithm } of signatures) units += SIGNATURE_UNITS[algorithm]
  return units
}

/** An operation with checks 11 to 14, besides what its command declares. */
export const OPERATION_UNITS = 5

/** What a command declares for this input; anything but whole units is a `Bug`. */
export function declaredBy(command: Command, input: Readonly<Record<string, unknown>>): number {
  const declared = command.cost(input)
  if (!(Number.isSafeInteger(declared) && declared >= 0)) {
    throw new Bug(`command "${command.binding.name}" declares a cost of ${declared}`)
  }
  return declared
}

/** Declared cost: the fixed units of bytes, signatures and operations, and each `cost(input)`. */
export function declaredUnits(runtime: Runtime, transaction: Transaction): number {
  const { bytes, signatures, payload } = transaction
  let units = bytesUnits(bytes) + signatureUnits(signatures)
  for (const { command, input } of payload.operations) {
    units += OPERATION_UNITS + declaredBy(runtime.command(command), input)
  }
  return units
}
