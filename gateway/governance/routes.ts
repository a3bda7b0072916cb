/** Governance's own routes: what is stopped, what waits for somebody, what a proposal would do. */
import {
  hash,
  type Json,
  type JsonObject,
  type JsonSchema,
  type Kind,
  party,
  time,
} from "@concordat/kernel"
import type { Viewed } from "@concordat/node"
import { inboxKind, inboxOf, standingKind, standingOf } from "@concordat/services/governance"
import type { GatewayOptions } from "../gateway.ts"
import { HEIGHT, INSTANT, object, ROW_CHANGE } from "../openapi/rows.ts"
import { hashText, TEXT } from "../routes/record.ts"
import { inPath, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { KeptAnswers } from "./kept-answers.ts"
import { Outlooks } from "./outlook.ts"

/** Who is told at once of what waits: each page asks for one or two at every block. */
const INBOXES_MAX = 1_024

const when = { height: HEIGHT, time: INSTANT }

/** What was seen, with its height and time. */
function seenJson<Seen>(kind: Kind<Seen>, { value, height, time: at }: Viewed<Seen>): Json {
  const told = kind.toJson(value) as JsonObject
  return { height: height.toString(), time: time.toJson(at), ...told }
}

/** The schema of that. */
function seenSchema(kind: Kind<unknown>): JsonSchema {
  const { properties } = kind.jsonSchema() as { properties: Record<string, JsonSchema> }
  return object({ ...when, ...properties })
}

/** The three; none without the service. */
export function governanceRoutes({ ledger }: GatewayOptions): readonly Route[] {
  if (ledger.runtime.service("governance") === undefined) return []
  const outlooks = new Outlooks(ledger)
  const inboxes = new KeptAnswers(INBOXES_MAX)
  const base = { method: "GET", tag: "governance", access: "read" } as const
  return [
    {
      ...{ ...base, path: "/v1/governance/standing", name: "governance.standing" },
      about: "What is frozen or switched off, a planned upgrade, a recovery not yet accepted",
      gives: { [JSON_TYPE]: seenSchema(standingKind) },
      answer: () => jsonAnswer(seenJson(standingKind, ledger.view(standingOf))),
    },
    {
      ...{ ...base, path: "/v1/governance/inbox/{party}", name: "governance.inbox" },
      about: "What waits for a principal or an organisation, the soonest first",
      more:
        "Votes not given, what may be carried out, own proposals that close within three days, " +
        "keys that end within 60 days, an upgrade to be ready for, an invitation.",
      parameters: [inPath("party", "Organisation, or `organisation/name`", TEXT, "education")],
      gives: { [JSON_TYPE]: seenSchema(inboxKind) },
      answer: ({ path }) => {
        const me = party.fromJson(path["party"]!)
        const made = () =>
          seenJson(
            inboxKind,
            ledger.view((view) => inboxOf(view, me)),
          )
        const seen = ledger.view(() => null)
        return jsonAnswer(inboxes.answer(me, seen, made))
      },
    },
    {
      ...{ ...base, path: "/v1/governance/proposals/{proposal}/outlook" },
      name: "governance.outlook",
      about: "What a live proposal would change if it were carried out now, row by row",
      more: "`refusal` is why nothing would change. Ballots and times are not looked at.",
      parameters: [inPath("proposal", "The proposal's name", hash.jsonSchema())],
      gives: {
        [JSON_TYPE]: object({
          ...{ ...when, rows: { type: "array", items: object(ROW_CHANGE) } },
          refusal: { type: ["object", "null"] },
        }),
      },
      codes: ["unknown_proposal", "proposal_closed"],
      answer: ({ path }) => jsonAnswer(outlooks.outlook(hashText(path["proposal"]!, "proposal"))),
    },
  ]
}
