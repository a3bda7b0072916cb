/** Who can take part in a cycle: each with its cap and its accounts; who was chosen, and how. */
import { useAnswer, useClient, useStatus } from "@concordat/console/components"
import { useState } from "react"
import { askPage, type Found } from "./ask.ts"

/** Rows of one page, and pages: 256 participants with four accounts each. */
const ROWS = 200
const PAGES_MAX = 6

/** One who can take part. */
export type Member = Pick<Found<"memberList">, "participant" | "cap" | "exposure"> & {
  readonly accounts: readonly Pick<Found<"memberList">, "account" | "kind">[]
}

/** Those who have a cap of an asset; asked anew with every block. */
export function useMembers(asset: string) {
  const client = useClient()
  const at = useStatus().data?.height
  return useAnswer(
    ["money", "members", asset],
    async () => {
      const rows: Found<"memberList">[] = []
      let after: string | undefined
      for (let page = 0; page < PAGES_MAX; page++) {
        const found = await askPage(client, "memberList", { asset, at, after, limit: ROWS })
        rows.push(...found.rows)
        if (found.next === null) break
        after = found.next
      }
      return byParticipant(rows)
    },
    { at, until: true, when: at !== undefined && asset !== "" },
  )
}

/** Reserves first: there a bank is paid unless it says otherwise. */
function byParticipant(rows: readonly Found<"memberList">[]): readonly Member[] {
  const groups = Map.groupBy(rows, ({ participant }) => participant)
  return [...groups].map(([participant, own]) => ({
    ...{ participant, cap: own[0]!.cap, exposure: own[0]!.exposure },
    accounts: own.toSorted((a, b) => Number(b.kind === "omnibus") - Number(a.kind === "omnibus")),
  }))
}

/** The choice: all of them at first, each with its first account. */
export function useChosen(members: readonly Member[]) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [accounts, setAccounts] = useState<Readonly<Record<string, string>>>({})
  const accountOf = ({ participant, accounts: own }: Member) =>
    accounts[participant] ?? own[0]!.account
  const chosen = members.filter(({ participant }) => !left.has(participant))
  return {
    accountOf,
    isIn: ({ participant }: Member) => !left.has(participant),
    toggle({ participant }: Member) {
      const next = new Set(left)
      if (!next.delete(participant)) next.add(participant)
      setLeft(next)
    },
    setAccount: (participant: string, account: string) =>
      setAccounts({ ...accounts, [participant]: account }),
    chosen: chosen.map((one) => ({ participant: one.participant, account: accountOf(one) })),
  }
}
