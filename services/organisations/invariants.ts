/**
 * What holds after every block, whatever was sent. Statements about single rows are judged for the
 * rows that a block touched; that counts are right, by `concordat verify state` and in tests.
 */
import { invariant, organisationOf, type Party, thumbprint, type View } from "@concordat/kernel"
import { DEPTH_DELEGATE, DEPTH_ORGANISATION, DEPTH_PRINCIPAL } from "./grant-chains.ts"
import { nameOf, principalOf } from "./rights.ts"
import {
  ADMINISTRATORS_MAX,
  administrators,
  consortium,
  type Grant,
  grants,
  holderKeys,
  keys,
  type OrganisationRow,
  organisations,
  principals,
  THRESHOLD_MAX,
} from "./tables.ts"

const PAGE = 500

/** Every organisation, in the order of names. */
function* everyOrganisation(view: View): Generator<[Party, OrganisationRow]> {
  let after: { organisation: Party } | undefined
  for (;;) {
    const page = organisations.scan(view, {}, { limit: PAGE, ...(after && { after }) })
    for (const { key, value } of page) {
      yield [key.organisation, value]
      after = key
    }
    if (page.length < PAGE) return
  }
}

function principalsOf(view: View, organisation: Party): number {
  let count = 0
  let after: { organisation: Party; name: string } | undefined
  for (;;) {
    const range = { limit: PAGE, ...(after && { after }) }
    const page = principals.scan(view, { organisation }, range)
    count += page.length
    after = page.at(-1)?.key
    if (page.length < PAGE) return count
  }
}

/** Whether organisations count principals and administrators right, and the consortium members. */
function countsAgree(view: View): boolean {
  let suspended = 0
  for (const [organisation, row] of everyOrganisation(view)) {
    if (row.class === "member" && row.status === "suspended") suspended++
    const limit = ADMINISTRATORS_MAX + 1
    const seated = administrators.scan(view, { organisation }, { limit }).length
    if (seated !== row.administrators) return false
    if (principalsOf(view, organisation) !== row.principals) return false
  }
  return (consortium.get(view, {})?.suspended ?? 0) === suspended
}

/** A link hangs on the one above it: consortium, organisation, principal, delegate. */
function hangsRight(holder: Party, { depth, grantor }: Grant): boolean {
  const organisation = organisationOf(holder)
  if (depth === DEPTH_ORGANISATION) return holder === organisation
  if (holder === organisation) return false
  if (depth === DEPTH_PRINCIPAL) return grantor === organisation
  const colleague = organisationOf(grantor) === organisation && nameOf(grantor) !== ""
  return depth === DEPTH_DELEGATE && colleague && grantor !== holder
}

/** All of them. */
export const invariants = [
  invariant("members are the active organisations of class member, sorted, each once", {
    rows: consortium,
    holds(view, _key, { members }) {
      const known = members.every((organisation) => {
        const row = organisations.get(view, { organisation })
        return row?.status === "active" && row.class === "member"
      })
      return known && members.every((member, i) => i === 0 || members[i - 1]! < member)
    },
  }),
  invariant("an active member is on the consortium's list, any other organisation is not", {
    rows: organisations,
    holds(view, { organisation }, row) {
      const listed = consortium.get(view, {})?.members.includes(organisation) ?? false
      return listed === (row.status === "active" && row.class === "member")
    },
  }),
  invariant("an organisation is no principal, and has as many administrators as decide for it", {
    rows: organisations,
    holds(_view, { organisation }, { adminThreshold: need, administrators: have }) {
      const lawful = need >= 1 && need <= THRESHOLD_MAX && need <= have
      return lawful && nameOf(organisation) === ""
    },
  }),
  invariant("suspended members are at most a third of active and suspended ones", {
    rows: consortium,
    holds: (_view, _key, { members, suspended }) => 3 * suspended <= members.length + suspended,
  }),
  invariant("a principal is one of an organisation that is there", {
    rows: principals,
    holds: (view, key) => organisations.has(view, key),
  }),
  invariant("a key is named by the thumbprint of its bytes; in force, it is among its holder's", {
    rows: keys,
    holds(view, { key }, { holder, public: bytes, status, until }) {
      const stands = status === "active" && (until === null || view.time < until)
      return thumbprint(bytes) === key && (!stands || holderKeys.has(view, { holder, key }))
    },
  }),
  invariant("a holder's key is a key of this holder", {
    rows: holderKeys,
    holds: (view, key) => keys.get(view, key)?.holder === key.holder,
  }),
  invariant("a grant is at most three links deep, and its grantor stands one link above", {
    rows: grants,
    holds: (_view, { holder }, row) => hangsRight(holder, row),
  }),
  invariant("whoever holds org.admin is an administrator", {
    rows: grants,
    holds(view, { holder, role }, { status }) {
      if (role !== "org.admin" || status === "revoked") return true
      const id = { organisation: organisationOf(holder), name: nameOf(holder) }
      return administrators.has(view, id)
    },
  }),
  invariant("an administrator is a principal that is not retired, and holds org.admin", {
    rows: administrators,
    holds(view, { organisation, name }) {
      const holder = principalOf(organisation, name)
      const right = grants.get(view, { holder, role: "org.admin", scope: "" })
      const status = principals.get(view, { organisation, name })?.status
      return right?.status === "active" && (status === "active" || status === "suspended")
    },
  }),
  invariant("administrators, principals and suspended members are as many as is said", {
    holds: countsAgree,
  }),
]
