/** The parameters that several questions have: a page, a height, an interval of time. */
import { Refusal, time } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { integer, pageLimit } from "../requests/parameters.ts"
import { DECIMAL, LIMIT, TEXT } from "../routes/record.ts"
import { type Asked, inQuery } from "../routes/route.ts"
import type { Question } from "./question.ts"
import { DAY, givenValue } from "./table-columns.ts"

type Query = Asked["query"]

/** Parameters of a page. */
export const PAGE = [
  inQuery("after", "`next` of the page before", TEXT),
  inQuery("limit", "Items of a page", LIMIT),
]

/** Answers as of a height: the read model is waited for, 5 seconds at most. */
export const AT = inQuery("at", "As of this height, for which the read model is waited", DECIMAL)

/** An interval of block times. */
export const TIMES = [
  inQuery("since", "Only in blocks of this time or later; also a day", TEXT),
  inQuery("until", "Only in blocks of this time or earlier; also a day, to its end", TEXT),
]

/** The height that is asked for. Throws `height_not_reached` above the ledger's own. */
export function heightAsked(ledger: Ledger, { at }: Query): bigint | undefined {
  if (at === undefined) return undefined
  const height = integer(at, "at")
  const tip = ledger.status().height
  if (height <= tip) return height
  const details = { height: at, actual: String(tip) }
  throw new Refusal("height_not_reached", "This block does not exist yet.", details, 404)
}

/** The size of the page. */
export const limitOf = (query: Query) => pageLimit(query["limit"])

/** A moment as the database reads it; of a day its first moment, or its last one. */
function momentOf(text: string, end: "since" | "until"): string {
  const whole = DAY.test(text) ? `${text}T${end === "since" ? FIRST : LAST}` : text
  return time.toJson(givenValue(end, time, whole) as number) as string
}

const FIRST = "00:00:00.000Z"
const LAST = "23:59:59.999Z"

/** Demands block heights within the interval: times ascend with heights, so an index finds them. */
export function withinTimes(question: Question, { since, until }: Query): void {
  const blocks = `FROM "ledger"."blocks" WHERE "time"`
  if (since !== undefined) {
    const from = question.add(momentOf(since, "since"), "timestamptz")
    const first = `SELECT "height" ${blocks} >= ${from} ORDER BY "time" LIMIT 1`
    question.where(`"height" >= COALESCE((${first}), 9223372036854775807)`)
  }
  if (until !== undefined) {
    const to = question.add(momentOf(until, "until"), "timestamptz")
    const last = `SELECT "height" ${blocks} <= ${to} ORDER BY "time" DESC LIMIT 1`
    question.where(`"height" <= COALESCE((${last}), -1)`)
  }
}
