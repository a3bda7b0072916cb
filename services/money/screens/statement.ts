/** A statement: lines of an account in a period, and the balance that each of them left. */
import { type Answer, useAnswer, useClient, useStatus } from "@concordat/console/components"
import type { Client } from "@concordat/sdk"
import { askPage, type Found, type FoundPage } from "./ask.ts"

/** From when on, and before when; times as RFC 3339. */
export type StatementPeriod = {
  readonly account: string
  readonly from: string
  readonly to: string
}

/** A page of it, the newest first. */
export type Statement = FoundPage<"movements"> & {
  /** What was booked before the period. */
  readonly before: bigint
}

type PageInput = { readonly limit: number; readonly after?: string | undefined }

/** What was booked of an account before a time. */
async function balanceBefore(client: Client, account: string, time: string, at?: string) {
  const by = new Date(Date.parse(time) - 1).toISOString()
  const { rows } = await askPage(client, "balance", { account, by, at })
  const [row] = rows
  return row === undefined ? 0n : row.creditsPosted - row.debitsPosted
}

/** A page of a statement; it is asked anew with every block. */
export function useStatement(period: StatementPeriod, page: PageInput): Answer<Statement> {
  const client = useClient()
  const at = useStatus().data?.height
  return useAnswer(
    ["money", "statement", period, page],
    async () => {
      const [found, before] = await Promise.all([
        askPage(client, "movements", { ...period, ...page, at }),
        balanceBefore(client, period.account, period.from, at),
      ])
      return { ...found, before }
    },
    { at, until: true, when: at !== undefined },
  )
}

/** Lines of one request for a file. */
const FILE_PAGE = 200

/** All lines of a period in the order of the log, for a file. */
export async function wholeStatement(client: Client, period: StatementPeriod) {
  const lines: Found<"movements">[] = []
  const before = await balanceBefore(client, period.account, period.from)
  let after: string | undefined
  do {
    const page = await askPage(client, "movements", { ...period, limit: FILE_PAGE, after })
    lines.push(...page.rows)
    after = page.next ?? undefined
  } while (after !== undefined)
  return { before, lines: lines.reverse() }
}
