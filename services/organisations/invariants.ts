/** What holds after every block, whatever was sent. */
import { invariant, organisationOf, type Party, thumbprint } from "@concordat/kernel"
import { principalOf } from "./rights.ts"
import {
  administrators,
  consortium,
  grants,
  holderKeys,
  keys,
  organisations,
  principals,
} from "./tables.ts"

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
  invariant("suspended members are at most a third of active and suspended ones", {
    rows: consortium,
    holds: (_view, _key, { members, suspended }) => 3 * suspended <= members.length + suspended,
  }),
  invariant("a key is named by the thumbprint of its bytes and listed with its holder", {
    rows: keys,
    holds: (view, { key }, row) =>
      thumbprint(row.public) === key && holderKeys.has(view, { holder: row.holder, key }),
  }),
  invariant("a grant is at most three links deep, and its grantor stands one link above", {
    rows: grants,
    holds(_view, { holder }, { depth, grantor }) {
      if (depth === 0) return !holder.includes("/")
      const own: Party = organisationOf(holder)
      if (depth === 1) return grantor === own && holder.includes("/")
      return depth === 2 && organisationOf(grantor) === own && grantor !== holder
    },
  }),
  invariant("an administrator is a principal of its organisation that is not retired", {
    rows: administrators,
    holds: (view, id) => {
      const status = principals.get(view, id)?.status
      return status === "active" || status === "suspended"
    },
  }),
  invariant("an administrator's right is a grant in force", {
    rows: administrators,
    holds(view, { organisation, name }) {
      const holder = principalOf(organisation, name)
      return grants.get(view, { holder, role: "org.admin", scope: "" })?.status === "active"
    },
  }),
]
