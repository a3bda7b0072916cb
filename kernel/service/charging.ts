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

/**
 * Work at nobody's cost: for results that are remembered, since who finds one that is there already
 * must pay what the first one paid, on every node alike.
 */
export function unpaid<Result>(work: () => Result): Result {
  const former = payFrom(null)
  try {
    return work()
  } finally {
    payFrom(former)
  }
}

/** Charges a hash over `length` bytes: 1 unit for 256 (ARCHITECTURE.md, "Services"). */
export function chargeHash(length: number): void {
  payer?.charge(length >>> 8)
}
