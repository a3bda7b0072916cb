/**
 * What waits for somebody: ballots not given, what may be carried out, own proposals that close
 * soon, keys that end, an upgrade to be ready for, an invitation. Soonest first.
 */
import {
  ascii,
  type Hash,
  hash,
  type Infer,
  list,
  option,
  organisationOf,
  type Party,
  party,
  record,
  text,
  time,
  u16,
  u64,
  union,
  type View,
} from "@concordat/kernel"
import {
  consortium,
  holderKeys,
  invitationEnds,
  KEYS_OF_HOLDER_MAX,
  keyPurpose,
  keys,
  nameOf,
  organisations,
  principalOf,
  principals,
} from "../organisations/service.ts"
import { power } from "../validators/service.ts"
import { endsAt, isLive, liveOf, stateAt } from "./life.ts"
import { ballots, type Proposal, proposals } from "./tables.ts"
import { isReady, planOf } from "./upgrade.ts"

const DAY_MS = 86_400_000
/** Keys are told of so long before they end. */
const KEY_MS = 60 * DAY_MS
/** Own proposals are told of so long before their vote closes. */
const CLOSING_MS = 3 * DAY_MS
/** Principals of an organisation whose keys are looked at. */
const PRINCIPALS_LOOKED_AT = 200
/** What one answer holds at most; later deadlines are left out. */
const TASKS_MAX = 200

const named = { proposal: hash, title: text(120) }

/** One thing that waits. `by`: until when it can be done; null: it has no end. */
const taskKind = record({
  by: option(time),
  what: union({
    vote: record(named),
    execute: record(named),
    closing: record({ ...named, missing: u16 }),
    key: record({ key: hash, holder: party, purpose: keyPurpose }),
    ready: record({ name: ascii(40), height: u64 }),
    activate: record({ organisation: party }),
  }),
})
type Task = Infer<typeof taskKind>

/** `left`: how many more were found than are told. */
export const inboxKind = record({ tasks: list(taskKind, TASKS_MAX), left: u16 })
type Inbox = Infer<typeof inboxKind>

/** What waits for a principal, or for an organisation as a whole. */
export function inboxOf(view: View, me: Party): Inbox {
  const own = organisationOf(me)
  const status = organisations.get(view, { organisation: own })?.status
  const tasks = [
    ...(status === "active" ? [...proposalTasks(view, own), ...readyTasks(view, own)] : []),
    ...(status === "invited" ? invitation(view, own) : []),
    ...(status === undefined || status === "removed" ? [] : keyTasks(view, me, own)),
  ]
  const inOrder = tasks.toSorted((a, b) => (a.by ?? Infinity) - (b.by ?? Infinity))
  const told = inOrder.slice(0, TASKS_MAX)
  return { tasks: told, left: inOrder.length - told.length }
}

function proposalTasks(view: View, own: Party): readonly Task[] {
  const members = new Set<Party>(consortium.get(view, {})?.members ?? [])
  return liveOf(view).flatMap((proposal): readonly Task[] => {
    const row = proposals.get(view, { proposal })
    if (row === undefined || !isLive(stateAt(row, view.time))) return []
    if (row.state === "accepted") return dueTasks(view, proposal, row)
    const { title, closes, electorate } = row
    const isMissing = (organisation: Party) =>
      members.has(organisation) && !ballots.has(view, { proposal, organisation })
    const asked = electorate.includes(own) && isMissing(own)
    const vote = { by: closes, what: { vote: { proposal, title } } }
    const mine = organisationOf(row.proposer) === own && closes - view.time <= CLOSING_MS
    // All ballots are looked at only for who made it: there may be thousands of members.
    const missing = mine ? electorate.filter(isMissing).length : 0
    const closing = { by: closes, what: { closing: { proposal, title, missing } } }
    return [...(asked ? [vote] : []), ...(mine ? [closing] : [])]
  })
}

/** Anybody may carry it out, so everybody is told. */
function dueTasks(view: View, proposal: Hash, row: Proposal): readonly Task[] {
  const { title, due, heldUntil } = row
  const held = heldUntil !== null && view.time < heldUntil
  if (due === null || view.time < due || held) return []
  return [{ by: endsAt(row), what: { execute: { proposal, title } } }]
}

/** Who runs validators says whether it is ready for the upgrade that is planned. */
function readyTasks(view: View, own: Party): readonly Task[] {
  const plan = planOf(view)
  if (plan === null || !power.has(view, { organisation: own })) return []
  const { name, height } = plan
  return isReady(view, plan, own) ? [] : [{ by: null, what: { ready: { name, height } } }]
}

function invitation(view: View, own: Party): readonly Task[] {
  const row = organisations.get(view, { organisation: own })
  const by = row === undefined ? null : invitationEnds(row)
  if (by === null || view.time >= by) return []
  return [{ by, what: { activate: { organisation: own } } }]
}

/** Keys in force that end soon: one's own and the organisation's; of an organisation, all. */
function keyTasks(view: View, me: Party, own: Party): readonly Task[] {
  const limit = PRINCIPALS_LOOKED_AT
  const people = me === own ? principals.scan(view, { organisation: own }, { limit }) : []
  const holders = new Set([me, own, ...people.map(({ key }) => principalOf(own, key.name))])
  return [...holders]
    .filter((holder) => !isRetired(view, holder))
    .flatMap((holder) => endingKeys(view, holder))
}

/** A principal that retired signs with no key again, so none needs another. */
function isRetired(view: View, holder: Party): boolean {
  const id = { organisation: organisationOf(holder), name: nameOf(holder) }
  return id.name !== "" && principals.get(view, id)?.status === "retired"
}

function endingKeys(view: View, holder: Party): readonly Task[] {
  const held = holderKeys.scan(view, { holder }, { limit: KEYS_OF_HOLDER_MAX })
  return held.flatMap(({ key: { key } }): readonly Task[] => {
    const row = keys.get(view, { key })
    if (row === undefined || row.status !== "active" || row.until === null) return []
    const left = row.until - view.time
    if (left <= 0 || left > KEY_MS) return []
    return [{ by: row.until, what: { key: { key, holder, purpose: row.purpose } } }]
  })
}
