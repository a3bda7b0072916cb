/**
 * Who pays for hashing. Pure functions take no view, so the executor says whose code runs: one
 * operation or hook at a time, as execution is synchronous. Outside of it nobody pays.
 */

/** What can be charged. */
export interface Payer {
  charge(units: number): void
}

let payer: Payer | null = null

/** Makes `next` pay from here on, and answers who paid before. */
export function payFrom(next: Payer | null): Payer | null {
  const former = payer
  payer = next
  return former
}

/** Charges a hash over `length` bytes: 1 unit for 256 (ARCHITECTURE.md, "Services"). */
export function chargeHash(length: number): void {
  payer?.charge(length >>> 8)
}
