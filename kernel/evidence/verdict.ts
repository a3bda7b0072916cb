/** The verdict on a bundle: what was checked, in order and in words, and what is proven by it. */
import type { Details } from "../failures.ts"
import type { Anchor } from "./anchor.ts"
import type { Fact } from "./facts.ts"
import type { Grade } from "./grade.ts"
import type { ProvenHeader } from "./trust-path.ts"

/** What is checked, in this order; the first step that fails ends the verdict. */
export type StepName = "form" | "ledger" | "path" | "commit" | "roots" | "claims" | "receipts"

/** What one step found: a sentence or two for people, and the figures in it. */
export type Finding =
  | { readonly ok: true; readonly sentence: string; readonly details: Details }
  | {
      readonly ok: false
      readonly code: string
      readonly sentence: string
      readonly details: Details
    }

/** One step of a verdict; `code` is null where it passed. */
export type VerdictStep = {
  readonly step: StepName
  readonly ok: boolean
  readonly code: string | null
  readonly sentence: string
  readonly details: Details
}

/**
 * The verdict. `chain`, `height` and `time` are what the bundle says, null where it cannot be read;
 * they are proven, as all else is, only where `valid` is true.
 */
export type Verdict = {
  readonly valid: boolean
  /** Code of the step that failed. */
  readonly code: string | null
  /** How many organisations stand behind it, once the votes were counted. */
  readonly grade: Grade | null
  readonly chain: string | null
  /** The claims hold after this block. */
  readonly height: bigint | null
  /** When the next block, which holds their roots, was made: milliseconds since 1970. */
  readonly time: number | null
  /** Who signed, sorted; "" stands for validators of no known organisation. */
  readonly organisations: readonly string[]
  readonly steps: readonly VerdictStep[]
  /** Proven facts, in the order of the claims; none unless valid. */
  readonly claims: readonly Fact[]
  /** Headers that were shown to be the ledger's, from the anchor on; none unless valid. */
  readonly headers: readonly ProvenHeader[]
  /** The anchor that it was judged by. */
  readonly anchor: Anchor | null
}

/** A step that passed. */
export function passed(sentence: string, details: Details = {}): Finding {
  return { ok: true, sentence, details }
}

/** A step that did not. */
export function failed(code: string, sentence: string, details: Details = {}): Finding {
  return { ok: false, code, sentence, details }
}
