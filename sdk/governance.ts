/** What is stopped, what waits for somebody, what a proposal would change, what was changed. */
import type { JsonObject } from "@concordat/kernel"
import { type Client, requestJson } from "./client.ts"
import { writeSegment } from "./path-segment.ts"

type Seen = { readonly height: string; readonly time: string }

/** What is frozen or switched off, and what is about to happen to all. */
export interface StandingAnswer extends Seen {
  /** `by`: nobody where the members voted. */
  readonly frozen: readonly {
    readonly scope: string
    readonly by: readonly string[]
    readonly reason: string
    readonly from: string
    readonly until: string
  }[]
  /** Services that are switched off. */
  readonly off: readonly string[]
  /** `have` of `of`: the power that is ready for it. */
  readonly upgrade: {
    readonly name: string
    readonly height: string
    readonly proposal: string
    readonly have: string
    readonly of: string
  } | null
  /** A recovery that the members have not accepted. */
  readonly recovery: {
    readonly number: number
    readonly oldChain: string
    readonly height: string
    readonly reason: string
  } | null
}

/** One thing that waits; of `what` exactly one is there. */
export interface TaskAnswer {
  /** Until when it can be done, or a key holds; null: no time ends it. */
  readonly by: string | null
  readonly what: {
    /** An open proposal on which the organisation gave no ballot. */
    readonly vote?: { readonly proposal: string; readonly title: string }
    /** An accepted one whose time to object is over. */
    readonly execute?: { readonly proposal: string; readonly title: string }
    /** One of its own that closes soon: so many ballots are missing. */
    readonly closing?: {
      readonly proposal: string
      readonly title: string
      readonly missing: number
    }
    readonly key?: { readonly key: string; readonly holder: string; readonly purpose: string }
    /** A planned upgrade for which it has not said that it is ready. */
    readonly ready?: { readonly name: string; readonly height: string }
    /** An invitation that it may accept. */
    readonly activate?: { readonly organisation: string }
  }
}

/** What waits, the soonest first; `left` more are not told. */
export interface InboxAnswer extends Seen {
  readonly tasks: readonly TaskAnswer[]
  readonly left: number
}

/** One row before and after; null: there is none. */
export interface RowDifference {
  readonly service: string
  readonly table: string
  readonly key: JsonObject
  readonly before: JsonObject | null
  readonly after: JsonObject | null
}

/** What a live proposal would change now, or the refusal for which nothing would change. */
export interface OutlookAnswer extends Seen {
  readonly refusal: {
    readonly code: string
    readonly service: string | null
    readonly message: string
    readonly details: JsonObject
  } | null
  readonly rows: readonly RowDifference[]
}

/** What a transaction changed; `known`: whether anybody here knows what the row was before. */
export interface ChangesAnswer extends Seen {
  readonly rows: readonly (RowDifference & { readonly known: boolean })[]
  readonly left: number
}

/** What everybody should know before anything else. */
export function getStanding(client: Client): Promise<StandingAnswer> {
  return requestJson(client, "/v1/governance/standing", {
    shape: { frozen: "array", off: "array", time: /^\d/ },
  })
}

/** What waits for an organisation, or for one of its principals. */
export function getInbox(client: Client, party: string): Promise<InboxAnswer> {
  const path = `/v1/governance/inbox/${writeSegment(party)}`
  return requestJson(client, path, { shape: { tasks: "array", time: /^\d/ } })
}

/** What a live proposal would change now; throws `unknown_proposal`, `proposal_closed`. */
export function getOutlook(client: Client, proposal: string): Promise<OutlookAnswer> {
  const path = `/v1/governance/proposals/${writeSegment(proposal)}/outlook`
  return requestJson(client, path, { shape: { rows: "array", time: /^\d/ } })
}

/** The rows that a transaction changed; throws `unknown_record`, `height_pruned`. */
export function getChanges(client: Client, transaction: string): Promise<ChangesAnswer> {
  const path = `/v1/transactions/${writeSegment(transaction)}/changes`
  return requestJson(client, path, { shape: { rows: "array" } })
}
