/**
 * A verdict on a document: six questions, each with its answer in words and the next step, and one
 * overall result of a closed set. It is never told by colour alone.
 */
import type { FieldValue } from "./draft.ts"

/** The overall result. `development_only` stands in the place of `genuine` alone. */
export type Overall =
  | "genuine"
  | "genuine_replaced"
  | "genuine_suspended"
  | "genuine_expired"
  | "genuine_disposed"
  | "genuine_status_unknown"
  | "revoked"
  | "changed"
  | "not_proven"
  | "development_only"

/** The overall results in words. */
export const OVERALL: Readonly<Record<Overall, string>> = {
  genuine: "Genuine.",
  genuine_replaced: "Genuine, but a newer version has replaced it.",
  genuine_suspended: "Genuine, but suspended.",
  genuine_expired: "Genuine, but expired.",
  genuine_disposed: "Genuine; the issuer no longer keeps it.",
  genuine_status_unknown: "Genuine when it was registered; its standing today is not known.",
  revoked: "Revoked by its issuer.",
  changed: "Not as it was registered.",
  not_proven: "Not proven.",
  development_only: "In order, on a development ledger: no proof for others.",
}

/** The six questions by name. */
export type QuestionName = "unchanged" | "issuer" | "sealed" | "registered" | "valid" | "newest"

/** The questions in the order they are shown. */
export const QUESTIONS: Readonly<Record<QuestionName, string>> = {
  unchanged: "Unchanged?",
  issuer: "Issuer?",
  sealed: "Sealed?",
  registered: "Registered?",
  valid: "Still valid?",
  newest: "Newest?",
}

/** One answer. `holds` is null where the evidence does not tell. */
export type Answer = {
  readonly holds: boolean | null
  readonly code: string
  readonly sentence: string
  /** What to do next; null where nothing is left to do. */
  readonly next: string | null
  /** What the sentence speaks of, for whoever tells it in other words. */
  readonly values: AnswerValues
}

/** Names as text, times in milliseconds of 1970, counts. */
export type AnswerValues = Readonly<Record<string, string | number>>

/** An answer to each question. */
export type Answers = Readonly<Record<QuestionName, Answer>>

/** A yes. */
export function yes(
  code: string,
  sentence: string,
  next: string | null = null,
  values: AnswerValues = {},
): Answer {
  return { holds: true, code, sentence, next, values }
}

/** A no, with the next step. */
export function no(
  code: string,
  sentence: string,
  next: string,
  values: AnswerValues = {},
): Answer {
  return { holds: false, code, sentence, next, values }
}

/** Not known, with the next step. */
export function unknown(
  code: string,
  sentence: string,
  next: string,
  values: AnswerValues = {},
): Answer {
  return { holds: null, code, sentence, next, values }
}

/** One field as it was registered. */
export type ShownField = { readonly path: string; readonly value: FieldValue }

/** What stood in the register. */
export type ShownRecord = {
  readonly statement: string
  readonly handle: string
  readonly issuer: string
  readonly issuerName: string
  readonly class: string
  readonly classTitle: string
  readonly fields: readonly ShownField[]
}
