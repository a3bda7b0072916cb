/**
 * Who may what in an organisation, as a matrix of roles and principals; each cell with the chain of
 * grants that it hangs on. What counts is decided by the register's own rule, over grants that were
 * told: services/organisations, "Rights".
 */
import type { Party } from "@concordat/kernel"
import {
  type Link as Counting,
  chainsOf,
  coveringScopes,
  DEPTH_DELEGATE,
  DEPTH_ORGANISATION,
  DEPTH_PRINCIPAL,
  type Granted,
  type GrantsThen,
  isInForce,
  isOwnRole,
  type Place,
} from "@concordat/services/organisations/grant-chains"

/** A grant as the register has it, with its place. */
export type StoredGrant = Place & Granted

/** A principal, and whether what it signs counts: it and its organisation are active. */
export type Person = { readonly party: Party; readonly isActive: boolean }

/** One link of a chain: the grant, or null where there is none, and how it stands. */
export type Link = Place & {
  readonly grant: Granted | null
  /** `kept`: in force, but not to be passed on; `idle`: its holder may do nothing at all. */
  readonly stands: "counts" | "ended" | "missing" | "kept" | "idle"
}

/** A cell: its chain from the organisation down; none: the principal has no such grant. */
export type Cell = {
  readonly kind: "direct" | "delegated" | "ending" | "broken" | "none"
  readonly chain: readonly Link[]
}

/** One row: a role in a scope, with a cell for each principal. */
export type MatrixRow = {
  readonly role: string
  readonly scope: string
  readonly cells: ReadonlyMap<string, Cell>
}

/** A right that ends within so many days is shown as ending. */
const ENDING_MS = 30 * 86_400_000

const wordOf = ({ holder, role, scope }: Place) => `${holder} ${role} ${scope}`

/** When what hangs on a link ends: with the longest of its chains. */
function endOf({ grant, above }: Counting): number {
  const end = grant.until ?? Infinity
  return above.length === 0 ? end : Math.min(end, Math.max(...above.map(endOf)))
}

const lasting = (links: readonly Counting[]) => links.toSorted((a, b) => endOf(b) - endOf(a))[0]

/** The chain of a right that holds, by the links that hold longest. */
function holdingChain(role: string, link: Counting): readonly Link[] {
  const { holder, scope, grant } = link
  const above = lasting(link.above)
  const own: Link = { holder, role, scope, grant, stands: "counts" }
  return above === undefined ? [own] : [...holdingChain(role, above), own]
}

/** A grant at a place that covers this one: one in force, else any that was not revoked. */
function covering({ grantAt, time }: GrantsThen, place: Place): StoredGrant | null {
  const found = coveringScopes(place.scope).flatMap((scope): readonly StoredGrant[] => {
    const at = { ...place, scope }
    const grant = grantAt(at)
    return grant === undefined ? [] : [{ ...grant, ...at }]
  })
  const standing = found.filter(({ status }) => status === "active")
  return standing.find((one) => isInForce(one, time)) ?? standing[0] ?? found[0] ?? null
}

/** The chain of a grant without effect: `missing` is whose grant does not carry it. */
function brokenChain(
  all: GrantsThen,
  place: Place,
  missing: Party,
  deepest = DEPTH_DELEGATE,
): readonly Link[] {
  const grant = covering(all, place)
  if (grant === null) return [{ ...place, grant, stands: "missing" }]
  const { scope, grantor, depth } = grant
  const inForce = isInForce(grant, all.time)
  const stands = !inForce ? "ended" : place.holder === missing ? "kept" : "counts"
  const own: Link = { ...place, scope, grant, stands }
  const isFirst =
    depth === DEPTH_ORGANISATION || (depth === DEPTH_PRINCIPAL && isOwnRole(place.role))
  if (isFirst || depth > deepest) return [own]
  return [...brokenChain(all, { ...place, holder: grantor }, missing, depth - 1), own]
}

function cellOf(all: GrantsThen, place: Place, isActive: boolean): Cell {
  const { links, missing } = chainsOf(all, place)
  const link = lasting(links)
  if (link !== undefined) {
    const chain = holdingChain(place.role, link)
    const own = chain.at(-1)!
    if (!isActive)
      return { kind: "broken", chain: [...chain.slice(0, -1), { ...own, stands: "idle" }] }
    if (endOf(link) - all.time <= ENDING_MS) return { kind: "ending", chain }
    return { kind: link.grant.depth === DEPTH_DELEGATE ? "delegated" : "direct", chain }
  }
  if (covering(all, place)?.status !== "active") return { kind: "none", chain: [] }
  return { kind: "broken", chain: brokenChain(all, place, missing) }
}

/** The matrix: every role that somebody of these holds, in the order of their names. */
export function matrixOf(
  grants: readonly StoredGrant[],
  people: readonly Person[],
  time: number,
): readonly MatrixRow[] {
  const byPlace = new Map(grants.map((grant) => [wordOf(grant), grant]))
  const all: GrantsThen = { time, grantAt: (place) => byPlace.get(wordOf(place)) }
  const parties = new Set(people.map(({ party }) => party))
  const held = grants.filter(({ holder, status }) => parties.has(holder) && status === "active")
  const rows = new Map(held.map(({ role, scope }) => [`${role} ${scope}`, { role, scope }]))
  const inOrder = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return inOrder.map(([, { role, scope }]) => ({
    ...{ role, scope },
    cells: new Map(
      people.map(({ party, isActive }) => [
        party,
        cellOf(all, { holder: party, role, scope }, isActive),
      ]),
    ),
  }))
}
