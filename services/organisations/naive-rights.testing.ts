/**
 * For tests: who may do what, written from the specification and not from the code. The code asks
 * from a holder upwards; this goes from the consortium downwards, over plain lists.
 */

/** A grant in the words of a test; depth 0, 1, 2: to an organisation, a principal, a delegate. */
export type NaiveGrant = {
  readonly holder: string
  readonly grantor: string
  readonly role: string
  readonly scope: string
  readonly from: number
  readonly until: number | null
  readonly limit: bigint | null
  readonly delegable: boolean
  readonly depth: number
  readonly revoked: boolean
}

/** What somebody wants to do. */
export type NaiveWish = {
  readonly who: string
  readonly role: string
  readonly scope: string
  readonly amount: bigint | null
  readonly now: number
}

/** A grant that counts, with what the links above leave of it. */
export type NaiveLink = {
  readonly grant: NaiveGrant
  readonly limit: bigint | null
  readonly passable: boolean
}

const FREE = ["org.admin", "org.operator", "org.approver", "org.auditor"]

/** All grants of a role that count for a scope now, whoever holds them. */
export function naiveLinks(
  grants: readonly NaiveGrant[],
  { role, scope, now }: Pick<NaiveWish, "role" | "scope" | "now">,
): NaiveLink[] {
  const fit = grants.filter(
    (one) =>
      one.role === role &&
      (one.scope === "" || one.scope === scope) &&
      !one.revoked &&
      one.from <= now &&
      (one.until === null || now < one.until),
  )
  const counting: NaiveLink[] = []
  for (const depth of [0, 1, 2]) {
    const above = [...counting]
    for (const grant of fit.filter((one) => one.depth === depth)) {
      if (depth === 0 || (depth === 1 && FREE.includes(role))) {
        counting.push({ grant, limit: grant.limit, passable: grant.delegable })
        continue
      }
      const links = above.filter(
        (link) =>
          link.grant.depth === depth - 1 &&
          link.grant.holder === grant.grantor &&
          (depth === 1 || link.passable),
      )
      if (links.length === 0) continue
      const limits = links.map((link) => least(link.limit, grant.limit))
      const passable = grant.delegable && links.some((link) => link.passable)
      counting.push({ grant, limit: limits.reduce(most), passable })
    }
  }
  return counting
}

/** What a right allows: null without limit, undefined where there is none. */
function naiveRight(
  grants: readonly NaiveGrant[],
  wish: Omit<NaiveWish, "amount">,
): bigint | null | undefined {
  const own = naiveLinks(grants, wish).filter(({ grant }) => grant.holder === wish.who)
  return own.length === 0 ? undefined : own.map(({ limit }) => limit).reduce(most)
}

const least = (a: bigint | null, b: bigint | null) =>
  a === null ? b : b === null ? a : a < b ? a : b
const most = (a: bigint | null, b: bigint | null) =>
  a === null || b === null ? null : a > b ? a : b

/** The code that a wish is refused with, or null. */
export function naiveVerdict(grants: readonly NaiveGrant[], wish: NaiveWish): string | null {
  const limit = naiveRight(grants, wish)
  if (limit === undefined) return "permission_missing"
  const within = limit === null || wish.amount === null || wish.amount <= limit
  return within ? null : "grant_limit_exceeded"
}

/** A key as a test knows it. */
export type NaiveKey = {
  readonly purpose: string
  readonly status: string
  readonly from: number
  readonly until: number | null
}

/** Whose key signs: the code of checks 7 and 8, or null. `invited` counts days. */
export function naiveSigner(
  key: NaiveKey | undefined,
  principal: string | undefined,
  organisation: { readonly status: string; readonly invited: number },
  now: number,
): string | null {
  if (key === undefined) return "signer_not_registered"
  if (!["sign", "approve"].includes(key.purpose)) return "key_purpose_mismatch"
  if (["revoked", "compromised"].includes(key.status)) return "key_revoked"
  if (now < key.from) return "key_not_yet_valid"
  if (key.status === "retired" || (key.until !== null && key.until <= now)) return "key_retired"
  if (principal === undefined) return "signer_not_registered"
  if (principal !== "active") return `principal_${principal}`
  if (organisation.status === "suspended") return "organisation_suspended"
  const stands =
    organisation.status === "active" ||
    (organisation.status === "invited" && organisation.invited < 30)
  return stands ? null : "organisation_not_active"
}

/** Who decides together: the code of check 12, or null. */
export function naiveQuorum(
  rule: "administrators" | "half" | "two_thirds",
  facts: {
    readonly signers: readonly string[]
    readonly administrators: readonly string[]
    readonly threshold: number
    readonly members: readonly string[]
    readonly concerned: string
  },
): string | null {
  const { signers, administrators, threshold, members, concerned } = facts
  const organisation = (who: string) => who.split("/")[0]!
  const heads = [...new Set(signers)].filter((who) => administrators.includes(who))
  if (rule === "administrators") {
    const own = heads.filter((who) => organisation(who) === organisation(signers[0]!))
    return own.length >= threshold ? null : "administrators_insufficient"
  }
  const others = members.filter((member) => member !== concerned)
  const yes = others.filter((member) => heads.some((who) => organisation(who) === member)).length
  const enough = rule === "half" ? 2 * yes > others.length : 3 * yes > 2 * others.length
  return enough ? null : "endorsement_insufficient"
}
