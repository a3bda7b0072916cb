/**
 * What a standing means at a time. Expiry and the end of a suspension are computed, never stored,
 * so rules, read model and offline verifiers use these same functions.
 */
import type { Infer } from "@concordat/kernel"
import type { documentState, standing } from "./tables.ts"

/** A standing as its row has it. */
export type Standing = Infer<typeof standing>
/** One of the states. */
export type DocumentState = Infer<typeof documentState>

/** The standing of everything that nobody has said anything against. */
export function goodSince(since: number): Standing {
  return { state: "valid", reason: null, order: null, since, until: null }
}

/** The state at a time: a suspension that has run out is none. */
export function stateAt(standing: Standing, time: number): DocumentState {
  const lapsed = standing.until !== null && standing.until <= time
  return standing.state === "suspended" && lapsed ? "valid" : standing.state
}

const ORDER: readonly DocumentState[] = ["valid", "suspended", "superseded", "revoked", "disposed"]

/** The worse of two states: a document is never better than its statement. */
export function worse(a: DocumentState, b: DocumentState): DocumentState {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b
}

/** The earlier of two ends; null is never. */
export function earlier(a: number | null, b: number | null): number | null {
  if (a === null) return b
  return b === null || a < b ? a : b
}
