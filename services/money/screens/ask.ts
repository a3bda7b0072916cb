/** What screens ask of money: named questions over the read model, rows by key, as values. */
import {
  type Answer,
  type RowJson,
  useActing,
  useAnswer,
  useClient,
  useStatus,
} from "@concordat/console/components"
import {
  type Infer,
  type JsonObject,
  organisationOf,
  type Party,
  type Row,
  record,
  type TableShape,
} from "@concordat/kernel"
import { askQuery, type Client, getRow, listRows, SdkError } from "@concordat/sdk"
import {
  accountAnswer,
  balanceAnswer,
  bookedAnswer,
  cycleAnswer,
  holdAnswer,
  issueAnswer,
  memberAnswer,
  movementAnswer,
  orderAnswer,
  paymentAnswer,
  quoteAnswer,
} from "../answers.ts"
import { unspent } from "../funds.ts"
import { type AccountRow, assets } from "../tables.ts"
import type { Unit } from "./amount.ts"
import { tell } from "./tell.ts"

/** Questions by name, each with the shape of its rows. */
const shapes = {
  accountList: record(accountAnswer),
  balance: record(balanceAnswer),
  entryLines: record(bookedAnswer),
  payments: record(paymentAnswer),
  paymentsAt: record(bookedAnswer),
  movements: record(movementAnswer),
  issuance: record(issueAnswer),
  accountHolds: record(holdAnswer),
  holdsAt: record(holdAnswer),
  orderList: record(orderAnswer),
  cycleList: record(cycleAnswer),
  memberList: record(memberAnswer),
  quoteBoard: record(quoteAnswer),
}

type Query = keyof typeof shapes
/** A row of what a question finds. */
export type Found<Q extends Query> = Infer<(typeof shapes)[Q]>

/** A page of values, as of a height. */
export type FoundPage<Q extends Query> = {
  readonly rows: readonly Found<Q>[]
  readonly next: string | null
  readonly height: string
  readonly time: string
}

type Input = Readonly<Record<string, string | number | undefined>>

/** Asks one page. */
export async function askPage<Q extends Query>(
  client: Client,
  query: Q,
  input: Input,
): Promise<FoundPage<Q>> {
  const { items, next, height, time } = await askQuery(client, "money", query, input)
  const shape = shapes[query]
  return { rows: items.map((item) => shape.fromJson(item) as Found<Q>), next, height, time }
}

/** A named question of a page; it is asked anew with every block, and until it is answered. */
export function useFound<Q extends Query>(
  query: Q,
  input: Input,
  { when = true }: { readonly when?: boolean } = {},
): Answer<FoundPage<Q>> {
  const client = useClient()
  const at = useStatus().data?.height
  return useAnswer(["money", query, input], () => askPage(client, query, { ...input, at }), {
    at,
    until: true,
    when: when && at !== undefined,
  })
}

/** A row of a table as a value. */
function read<T extends TableShape>(table: T, { value }: RowJson) {
  return table.row.fromJson(value) as Row<T>
}

/** A row by its key, null where the ledger has none. */
async function rowOf<T extends TableShape>(
  client: Client,
  table: T,
  key: readonly string[],
): Promise<Row<T> | null> {
  try {
    const { row } = await getRow(client, "money", table.name, key)
    return row === null ? null : read(table, row as RowJson)
  } catch (failure) {
    if (failure instanceof SdkError && failure.status === 404) return null
    throw failure
  }
}

/** A row as it is now; it is asked anew with every block. */
export function useRow<T extends TableShape>(table: T, key: readonly string[], when = true) {
  const client = useClient()
  const at = useStatus().data?.height
  return useAnswer(["money", table.name, key], () => rowOf(client, table, key), {
    ...{ at, when: when && at !== undefined },
  })
}

/** Rows of one question. */
const ROWS_MAX = 200

/** The first pages of rows by leading key fields, and whether there are more. */
async function rowsOf<T extends TableShape>(
  client: Client,
  table: T,
  prefix: Input,
  pages: number,
) {
  const rows: { readonly key: JsonObject; readonly value: Row<T> }[] = []
  let after: string | undefined
  for (let page = 0; page < pages; page++) {
    const asked = { ...prefix, limit: ROWS_MAX, after }
    const found = await listRows(client, "money", table.name, asked)
    rows.push(...found.rows.map((row) => ({ key: row.key, value: read(table, row) })))
    if (found.next === null) return { rows, more: false }
    after = found.next
  }
  return { rows, more: true }
}

/** Rows of a table that has few of them by nature; asked anew with every block. */
export function useRows<T extends TableShape>(table: T, prefix: Input = {}, pages = 1) {
  const client = useClient()
  const at = useStatus().data?.height
  return useAnswer(
    ["money", "rows", table.name, prefix],
    () => rowsOf(client, table, prefix, pages),
    { at, when: at !== undefined },
  )
}

/** Assets that are known at once: pages of rows. */
const ASSET_PAGES = 25

/** An asset with what its amounts are counted in. */
export type Asset = Row<typeof assets> & Unit

/** Assets by name; of one that is not among them smallest units are told, and called so. */
export type Assets = {
  get(asset: string): Asset | undefined
  unit(asset: string): Unit
  all: readonly Asset[]
}

/** What is counted of an asset that is not known: no decimals are guessed. */
function smallest(asset: string): Unit {
  return { asset, decimals: 0, code: tell("amount.smallest", { asset }) }
}

/** All assets of the ledger. */
export function useAssets(): Answer<Assets> {
  const client = useClient()
  return useAnswer(["money", "assets"], async () => {
    const { rows } = await rowsOf(client, assets, {}, ASSET_PAGES)
    const all = rows.map(({ key, value }): Asset => {
      const asset = String(key["asset"])
      return { ...value, asset, code: value.iso4217 ?? asset }
    })
    const known = new Map(all.map((one) => [one.asset, one]))
    return {
      all,
      get: (asset: string) => known.get(asset),
      unit: (asset: string) => known.get(asset) ?? smallest(asset),
    }
  })
}

/** By asset, and the one with most to spend first. */
function byAsset(a: Found<"accountList">, b: Found<"accountList">): number {
  if (a.asset !== b.asset) return a.asset < b.asset ? -1 : 1
  return spendable(a) > spendable(b) ? -1 : 1
}

/** Accounts of the acting principal, and of its organisation: what it may spend. */
export function useOwnAccounts(): Answer<readonly Found<"accountList">[]> {
  const client = useClient()
  const { principal } = useActing()
  const at = useStatus().data?.height
  return useAnswer(
    ["money", "own", principal],
    async () => {
      const owners = [...new Set([principal!, organisationOf(principal as Party)])]
      const pages = owners.map((owner) =>
        askPage(client, "accountList", { owner, at, limit: ROWS_MAX }),
      )
      const found = (await Promise.all(pages)).flatMap(({ rows }) => rows)
      return found.filter(({ closed }) => !closed).sort(byAsset)
    },
    { at, until: true, when: principal !== null && at !== undefined },
  )
}

type Counters = Pick<AccountRow, "debitsPosted" | "debitsPending" | "creditsPosted"> &
  Pick<AccountRow, "creditLimit" | "frozen">

/** What an account can spend. */
export function spendable(row: Counters): bigint {
  const free = unspent(row, row) - row.frozen
  return free < 0n ? 0n : free
}

/** The name of a party's organisation, as it is registered; null while it is not known. */
export function useName(party: string | null): string | null {
  const client = useClient()
  const organisation = party?.split("/")[0] ?? ""
  const { data } = useAnswer(
    ["organisation-name", organisation],
    async () => {
      const { row } = await getRow(client, "organisations", "organisations", [organisation])
      return String((row as RowJson | null)?.value["name"] ?? "")
    },
    { when: party !== null },
  )
  return data === undefined || data === "" ? null : data
}
