/** Which rows an export asks for: of an organisation, of a service, of an account, by path. */
import type { JsonObject } from "@concordat/kernel"
import { type Client, getRow, listRows, readSegment, SdkError } from "@concordat/sdk"
import type { AskedRow } from "@concordat/sdk/audit"
import { UsageError } from "../failure.ts"
import { services } from "../services.ts"

const PAGE = 200
const PARTS_MIN = 2

/** What the flags name. */
export type Asked = {
  readonly organisation?: string
  readonly service?: string
  readonly account?: string
  readonly row?: readonly string[]
}

async function countsOf(client: Client, organisation: string): Promise<[number, number]> {
  try {
    const { row } = await getRow(client, "oversight", "registers", [organisation])
    const { orders, accesses } = row!["value"] as JsonObject
    return [Number(orders), Number(accesses)]
  } catch (error) {
    if (error instanceof SdkError && error.status === 404) return [0, 0]
    throw error
  }
}

/** Everything that concerns an organisation, and the absence of one more: so these are all. */
async function* ofOrganisation(client: Client, organisation: string): AsyncGenerator<AskedRow> {
  yield { service: "organisations", table: "organisations", key: [organisation] }
  yield { service: "oversight", table: "registers", key: [organisation] }
  const [orders, accesses] = await countsOf(client, organisation)
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

/** Every row of a service, as it is when its page is read. */
async function* ofService(client: Client, name: string): AsyncGenerator<AskedRow> {
  for (const { name: table, keyFields } of Object.values(serviceOf(name).tables)) {
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
  const [service = "", table = "", ...key] = path.split("/").map((part) => readSegment(part))
  if (path.split("/").length >= PARTS_MIN) return { service, table, key }
  const hint = "Give SERVICE/TABLE/KEY, such as organisations/organisations/education."
  throw new UsageError("unknown_argument", `"${path}" names no row.`, hint)
}

/** Refuses what names no service and no row, before anything is opened or asked. */
export function ensureNamed({ service, row = [] }: Asked): void {
  if (service !== undefined) serviceOf(service)
  for (const path of row) ofPath(path)
}

/** All rows that the flags name. */
export async function* rowsOf(client: Client, asked: Asked): AsyncGenerator<AskedRow> {
  for (const path of asked.row ?? []) yield ofPath(path)
  if (asked.organisation !== undefined) yield* ofOrganisation(client, asked.organisation)
  if (asked.account !== undefined) {
    yield { service: "money", table: "accounts", key: [asked.account] }
  }
  if (asked.service !== undefined) yield* ofService(client, asked.service)
}
