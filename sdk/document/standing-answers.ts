/** "Still valid?" and "Newest?": what a proven standing means now, in words. */
import {
  type DocumentState,
  earlier,
  type Standing,
  stateAt,
  worse,
} from "@concordat/services/provenance"
import { type Answer, no, type Overall, unknown, yes } from "./verdict.ts"
import { dayWords, recentWords, timeWords } from "./words.ts"

/** A standing older than this is not today's: 24 hours. */
export const STANDING_AGE_MS_MAX = 86_400_000

/** What the ledger said, and when. */
export type ProvenStanding = {
  /** Of the statement, and of the document; null: it has no row, so it is in good order. */
  readonly statement: Standing
  readonly item: Standing | null
  /** When the document ends; null is never. */
  readonly until: number | null
  /** Block time that the proof speaks of. */
  readonly asOf: number
}

export type StandingVerdict = {
  readonly valid: Answer
  readonly newest: Answer
  /** What it means for the whole: `genuine` where nothing is said against it. */
  readonly overall: Overall
}

const REASONS: Readonly<Record<NonNullable<Standing["reason"]>, string>> = {
  issued_in_error: "issued in error",
  obtained_by_fraud: "obtained by fraud",
  withdrawn_by_issuer: "withdrawn by the issuer",
  returned_by_bearer: "returned by the bearer",
  court_order: "by order of a court",
  key_compromised: "the seal was stolen",
  corrected: "corrected",
  unspecified: "no reason given",
}

const ASK_ISSUER = "Ask the issuer."
const GO_ONLINE = "Fetch the evidence again, or ask the issuer."

/** When the standing was proven, in words and as a value. */
type AsOf = { readonly asOf: string; readonly values: { readonly asOf: number } }

/** The standing that makes the state: the document's, or its statement's where that is worse. */
function decisive(
  { statement, item }: ProvenStanding,
  now: number,
): readonly [DocumentState, Standing] {
  const whole = stateAt(statement, now)
  if (item === null) return [whole, statement]
  const own = stateAt(item, now)
  return worse(own, whole) === own ? [own, item] : [whole, statement]
}

function newestAnswer(state: DocumentState, by: Standing, at: AsOf, known: boolean): Answer {
  const { asOf, values } = at
  if (state === "superseded") {
    const sentence = `Replaced on ${dayWords(by.since)}. Ask for the new one.`
    return no("replaced_on", sentence, "Ask the bearer or the issuer for the new version.", {
      since: by.since,
    })
  }
  if (!known)
    return unknown("newest_unknown", `No newer version as of ${asOf}; offline.`, GO_ONLINE, values)
  return yes("newest", `No newer version as of ${asOf}.`, null, values)
}

function validAnswer(state: DocumentState, by: Standing, at: AsOf): Answer | null {
  const { asOf, values } = at
  const reason = by.reason === null ? "" : `: ${REASONS[by.reason]}`
  if (state === "revoked") {
    return no("revoked", `Revoked${reason}.`, ASK_ISSUER, { reason: by.reason ?? "unspecified" })
  }
  if (state === "disposed") {
    return no(
      "disposed",
      `Disposed of on ${dayWords(by.since)}.`,
      "The issuer cannot confirm details.",
      { since: by.since },
    )
  }
  if (state === "superseded") return no("replaced", "Replaced by a newer version.", ASK_ISSUER)
  if (state === "suspended") {
    const until = by.until === null ? "" : ` until ${timeWords(by.until)}`
    const sentence = `Suspended${until}, as of ${asOf}.`
    return by.until === null
      ? no("suspended", sentence, "Check again after that time.", values)
      : no("suspended_until", sentence, "Check again after that time.", {
          ...values,
          until: by.until,
        })
  }
  return null
}

const OVERALL_OF: Readonly<Record<Exclude<DocumentState, "valid">, Overall>> = {
  suspended: "genuine_suspended",
  superseded: "genuine_replaced",
  revoked: "revoked",
  disposed: "genuine_disposed",
}

/** What a proven standing says at `now`; an end that lies in the past is an expiry. */
export function judgeStanding(proven: ProvenStanding, now: number): StandingVerdict {
  const [state, by] = decisive(proven, now)
  const known = now - proven.asOf <= STANDING_AGE_MS_MAX
  const asOf: AsOf = { asOf: recentWords(proven.asOf, now), values: { asOf: proven.asOf } }
  const newest = newestAnswer(state, by, asOf, known)
  const against = validAnswer(state, by, asOf)
  if (against !== null && state !== "valid") {
    return { valid: against, newest, overall: OVERALL_OF[state] }
  }
  if (proven.until !== null && proven.until <= now) {
    const valid = no("expired", `Expired on ${dayWords(proven.until)}.`, "Ask for a new one.", {
      until: proven.until,
    })
    return { valid, newest, overall: "genuine_expired" }
  }
  if (!known) {
    const sentence = `Last known ${dayWords(proven.asOf)}; offline.`
    const valid = unknown("standing_unknown", sentence, GO_ONLINE, asOf.values)
    return { valid, newest, overall: "genuine_status_unknown" }
  }
  return {
    valid: yes("valid", `As of ${asOf.asOf}.`, null, asOf.values),
    newest,
    overall: "genuine",
  }
}

/** The end that counts: the document's or its statement's, whichever comes first. */
export function endOf(document: number | null, statement: number | null): number | null {
  return earlier(document, statement)
}
