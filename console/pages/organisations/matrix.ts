/**
 * Who may what in an organisation, as a matrix of roles and principals; each cell with the chain of
 * grants that it hangs on (services/organisations, "Rights"): a service's role counts while the
 * organisation holds it too, a delegated one while that of its grantor does.
 */

/** A grant as the register has it. */
export type Grant = {
  readonly holder: string
  readonly role: string
  /** "": everywhere. */
  readonly scope: string
  readonly grantor: string
  readonly from: string
  readonly until: string | null
  /** 0: of the organisation, 1: of a principal, 2: passed on by one. */
  readonly depth: number
  readonly status: string
}

/** One link of a chain: the grant, or null where there is none. */
export type Link = {
  readonly holder: string
  readonly role: string
  readonly scope: string
  readonly grant: Grant | null
  readonly inForce: boolean
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

/** A grant that ends within so many days is shown as ending. */
const ENDING_MS = 30 * 86_400_000
/** Roles that an organisation's own administrators give, without a grant above. */
const OWN = ["org.admin", "org.operator", "org.approver", "org.auditor"]

const timeOf = (text: string) => Date.parse(text)

function inForce({ status, from, until }: Grant, now: number): boolean {
  return status === "active" && timeOf(from) <= now && (until === null || now < timeOf(until))
}

/** The grant of a holder for a role that covers a scope: for just this scope, or everywhere. */
function covering(all: readonly Grant[], holder: string, role: string, scope: string, now: number) {
  const fitting = all.filter(
    (one) => one.holder === holder && one.role === role && [scope, ""].includes(one.scope),
  )
  return fitting.find((one) => inForce(one, now)) ?? fitting[0] ?? null
}

function linkOf(
  all: readonly Grant[],
  holder: string,
  role: string,
  scope: string,
  now: number,
): Link {
  const grant = covering(all, holder, role, scope, now)
  const counts = grant !== null && inForce(grant, now)
  return { holder, role, scope: grant?.scope ?? scope, grant, inForce: counts }
}

/** The chain of a principal's own grant, from the organisation down. */
function chainOf(all: readonly Grant[], grant: Grant, now: number): readonly Link[] {
  const { holder, role, scope, grantor, depth } = grant
  const own = { holder, role, scope, grant, inForce: inForce(grant, now) }
  const [organisation = ""] = holder.split("/")
  const above = OWN.includes(role) ? [] : [linkOf(all, organisation, role, scope, now)]
  const through = depth === 2 ? [linkOf(all, grantor, role, scope, now)] : []
  return [...above, ...through, own]
}

function cellOf(all: readonly Grant[], row: Grant, principal: string, now: number): Cell {
  const grant = all.find(
    (one) => one.holder === principal && one.role === row.role && one.scope === row.scope,
  )
  if (grant === undefined || grant.status !== "active") return { kind: "none", chain: [] }
  const chain = chainOf(all, grant, now)
  if (!chain.every((link) => link.inForce)) return { kind: "broken", chain }
  const ends = chain.map((link) => link.grant?.until ?? null).filter((until) => until !== null)
  const soon = ends.some((until) => timeOf(until) - now <= ENDING_MS)
  return { kind: soon ? "ending" : grant.depth === 2 ? "delegated" : "direct", chain }
}

/** The matrix: every role that somebody holds, in the order of their names. */
export function matrixOf(
  all: readonly Grant[],
  principals: readonly string[],
  now: number,
): readonly MatrixRow[] {
  const held = all.filter(
    ({ holder, status }) => principals.includes(holder) && status === "active",
  )
  const rows = new Map(held.map((grant) => [`${grant.role} ${grant.scope}`, grant]))
  const inOrder = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return inOrder.map(([, row]) => ({
    ...{ role: row.role, scope: row.scope },
    cells: new Map(principals.map((who) => [who, cellOf(all, row, who, now)])),
  }))
}
