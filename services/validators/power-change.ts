/**
 * The one way in which power changes (README.md, "Rules"): every change is tallied, held against
 * the rules and noted for the engine. What the engine found at fault passes the rules by.
 */
import { ensure, type Hash, type Party, sorted, type View, type Writer } from "@concordat/kernel"
import { consortium } from "../organisations/service.ts"
import { refuse } from "./refusals.ts"
import {
  POWER_MAX,
  PRODUCTION_MIN,
  power,
  powerTotal,
  UPDATES_MAX,
  updates,
  VALIDATORS_MAX,
} from "./tables.ts"

/** A key's power before and after; 0: it is no validator. */
export type Change = { readonly key: Hash; readonly before: bigint; readonly after: bigint }

const THIRDS = 3n
const NO_UPDATES = { list: [], raised: 0n, lowered: 0n }
const NOBODY = { power: 0n, validators: 0 }

/** Refuses a power that no validator may have. */
export function ensurePower(given: bigint): void {
  const lawful = given >= 1n && given <= POWER_MAX
  const expected = `1 to ${POWER_MAX}`
  ensure(lawful, refuse.parameter_out_of_range, { actual: given, expected })
}

const raisedBy = ({ before, after }: Change) => (after > before ? after - before : 0n)
const loweredBy = ({ before, after }: Change) => (before > after ? before - after : 0n)
const sum = (numbers: readonly bigint[]) => numbers.reduce((total, number) => total + number, 0n)

/** Notes changes for the engine, and what they come to. */
function note(tx: Writer, changes: readonly Change[]): void {
  const { list, raised, lowered } = updates.get(tx, {}) ?? NO_UPDATES
  const added = changes.map(({ key, after }) => ({ key, power: after }))
  updates.put(
    tx,
    {},
    {
      list: sorted([...list, ...added], ({ key }) => key),
      raised: raised + sum(changes.map(raisedBy)),
      lowered: lowered + sum(changes.map(loweredBy)),
    },
  )
}

/** Counts changes of one organisation's keys into its power and that of all. */
function tally(tx: Writer, organisation: Party, changes: readonly Change[]): void {
  const by = sum(changes.map(({ before, after }) => after - before))
  const heads = changes.map(({ before, after }) => Number(after > 0n) - Number(before > 0n))
  const count = heads.reduce((all, one) => all + one, 0)
  const own = power.get(tx, { organisation }) ?? NOBODY
  const all = powerTotal.get(tx, {}) ?? NOBODY
  const mine = { power: own.power + by, validators: own.validators + count }
  if (mine.validators === 0) power.delete(tx, { organisation })
  else power.put(tx, { organisation }, mine)
  powerTotal.put(tx, {}, { power: all.power + by, validators: all.validators + count })
}

/** V4, and how many keys one block may change: at most one entry a key. */
function ensureRoom(view: View, changes: readonly Change[]): void {
  const { list } = updates.get(view, {}) ?? NO_UPDATES
  for (const { key } of changes) {
    const pending = list.some((update) => update.key === key)
    ensure(!pending, refuse.update_pending, { key })
  }
  const limit = UPDATES_MAX
  ensure(list.length + changes.length <= limit, refuse.limit_reached, { limit })
}

/** V3: in one block at most a third of the power rises, and at most a third falls. */
function ensureSmall(view: View, changes: readonly Change[]): void {
  const { raised, lowered } = updates.get(view, {}) ?? NO_UPDATES
  const now = (powerTotal.get(view, {}) ?? NOBODY).power
  const total = now - raised + lowered
  const up = raised + sum(changes.map(raisedBy))
  const down = lowered + sum(changes.map(loweredBy))
  const moved = up > down ? up : down
  ensure(THIRDS * moved <= total, refuse.change_too_large, { moved, total, allowed: "1/3" })
}

/** Organisations with power, in the order of names. */
function holders(view: View) {
  return power.scan(view, {}, { limit: VALIDATORS_MAX })
}

/** How many validators, of as many organisations, there must be. */
function minimumOf(view: View): number {
  return consortium.get(view, {})?.profile === "production" ? PRODUCTION_MIN : 1
}

/** V2: what leaves lets enough stay. */
function ensureEnough(view: View): void {
  const need = minimumOf(view)
  const { validators } = powerTotal.get(view, {}) ?? NOBODY
  const organisations = holders(view).length
  const have = validators < organisations ? validators : organisations
  ensure(have >= need, refuse.validator_minimum_reached, { validators, organisations, need })
}

/**
 * V1: nobody comes to hold a third of the power, or more of it than the third that he holds. A set
 * that a fault has left unbalanced may so be mended step by step.
 */
function ensureShares(view: View, organisation: Party, before: bigint, totalBefore: bigint): void {
  const total = (powerTotal.get(view, {}) ?? NOBODY).power
  for (const { key, value } of holders(view)) {
    const was = key.organisation === organisation ? before : value.power
    const grew = value.power * totalBefore > was * total
    const fair = THIRDS * value.power < total
    const details = { organisation: key.organisation, power: value.power, total }
    ensure(fair || !grew, refuse.validator_share_exceeded, { ...details, allowed: "below 1/3" })
  }
}

/** Changes the power of one organisation's keys, or refuses where a rule forbids it. */
export function changePower(tx: Writer, organisation: Party, changes: readonly Change[]): void {
  ensureRoom(tx, changes)
  ensureSmall(tx, changes)
  const before = power.get(tx, { organisation }) ?? NOBODY
  const all = powerTotal.get(tx, {}) ?? NOBODY

  tally(tx, organisation, changes)
  note(tx, changes)
  const { validators } = powerTotal.get(tx, {}) ?? NOBODY
  ensure(validators <= VALIDATORS_MAX, refuse.limit_reached, { limit: VALIDATORS_MAX })
  if (validators < all.validators) ensureEnough(tx)
  ensureShares(tx, organisation, before.power, all.power)
}

/** Takes a validator's power whatever the rules say, but never the last there is. */
export function strike(tx: Writer, organisation: Party, key: Hash, held: bigint): boolean {
  const total = (powerTotal.get(tx, {}) ?? NOBODY).power
  if (held === 0n || held === total) return false
  const change = { key, before: held, after: 0n }
  tally(tx, organisation, [change])
  note(tx, [change])
  return true
}

/** Whether the set is what rules V1 and V2 ask for; if not, what it has come to. */
export function degraded(view: View) {
  const { power: total, validators } = powerTotal.get(view, {}) ?? NOBODY
  const all = holders(view)
  const large = all.find(({ value }) => THIRDS * value.power >= total)
  const need = minimumOf(view)
  if (large === undefined && validators >= need && all.length >= need) return null
  const largest = large?.key.organisation ?? null
  return { validators, organisations: all.length, power: total, largest }
}
