/** Which rows an export asks for: of an organisation, of a service, of an account, by path. */
import type { JsonObject } from "@concordat/kernel"
import { type Client, getRow, listRows, readSegment, SdkError } from "@concordat/sdk"
import type { AskedRow } from "@concordat/sdk/audit"
import { readAccount } from "@concordat/sdk/iso20022"
import { partyOf } from "../connect.ts"
import { UsageError } from "../failure.ts"
import { services } from "../services.ts"
import { ensureRow } from "../verbs/evidence.ts"

const PAGE = 200

/** What the flags name. */
export type Asked = {
  readonly organisation?: string
  readonly service?: string
  readonly account?: string
  readonly row?: readonly string[]
}

/** How many orders and look-ups concern an organisation. */
async function countsOf(
  client: Client,
  organisation: string,
  at: string,
): Promise<[number, number]> {
  try {
    const { row } = await getRow(client, "oversight", "registers", [organisation], { at })
    const { orders, accesses } = row!["value"] as JsonObject
    return [Number(orders), Number(accesses)]
  } catch (error) {
    if (error instanceof SdkError && error.status === 404) return [0, 0]
    throw error
  }
}

/** Everything that concerns an organisation, and the absence of one more: so these are all. */
async function* ofOrganisation(
  client: Client,
  organisation: string,
  at: string,
): AsyncGenerator<AskedRow> {
  yield { service: "organisations", table: "organisations", key: [organisation] }
  yield { service: "oversight", table: "registers", key: [organisation] }
  const [orders, accesses] = await countsOf(client, organisation, at)
  for (const [table, count] of [
    ["orders", orders],
    ["accesses", accesses],
  ] as const) {
    for (let number = 1; number <= count + 1; number++) {
      yield { service: "oversight", table, key: [organisation, String(number)] }
    }
  }
}

function serviceOf(name: string) {
  const service = services.find((one) => one.name === name)
  if (service !== undefined) return service
  const known = services.map((one) => one.name).join(", ")
  throw new UsageError("unknown_argument", `There is no service "${name}".`, `Name one: ${known}.`)
}

/** Every row of a service whose key is there when its page is read. */
async function* ofService(client: Client, name: string): AsyncGenerator<AskedRow> {
  for (const { name: table, keyFields } of Object.values(serviceOf(name).tables)) {
    if (keyFields.length === 0) {
      yield { service: name, table, key: [] }
      continue
    }
    let after: string | null = null
    do {
      const page = { limit: PAGE, ...(after === null ? {} : { after }) }
      const answer: Awaited<ReturnType<typeof listRows>> = await listRows(client, name, table, page)
      for (const { key } of answer.rows) {
        yield { service: name, table, key: keyFields.map((field) => String(key[field.name])) }
      }
      after = answer.next
    } while (after !== null)
  }
}

function ofPath(path: string): AskedRow {
  const [service = "", table, ...key] = path.split("/").map((part) => readSegment(part))
  if (table === undefined) {
    const hint = "Give SERVICE/TABLE/KEY, such as organisations/organisations/education."
    throw new UsageError("unknown_argument", `"${path}" names no row.`, hint)
  }
  ensureRow(service, table, key)
  return { service, table, key }
}

/** Refuses what cannot be the name of a row, before anything is opened or asked. */
export function ensureNames({ service, row = [], account, organisation }: Asked): void {
  if (service !== undefined) serviceOf(service)
  if (account !== undefined) readAccount(account)
  if (organisation !== undefined) partyOf(organisation, "organisation")
  for (const path of row) ofPath(path)
}

/** All rows that the flags name, of which there are as many as the ledger had after a height. */
export async function* rowsOf(client: Client, asked: Asked, at: string): AsyncGenerator<AskedRow> {
  for (const path of asked.row ?? []) yield ofPath(path)
  if (asked.organisation !== undefined) yield* ofOrganisation(client, asked.organisation, at)
  if (asked.account !== undefined) {
    yield { service: "money", table: "accounts", key: [readAccount(asked.account)] }
  }
  if (asked.service !== undefined) yield* ofService(client, asked.service)
}
