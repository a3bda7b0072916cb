/** The register of organisations as these pages read it: its tables by name, its rows by form. */
import { type Client, getRow, listRows, type RowAnswer } from "@concordat/sdk"
import { type Answer, useAnswer, useClient, useStatus } from "../../components/ledger.tsx"

/** The service that keeps it: pages of parties are the console's own, as parties are everywhere. */
export const REGISTER = "organisations"

/** Rows of a list, at most. */
const LISTED = 200

/** The tables that are read. */
export type RegisterTable =
  | "organisations"
  | "principals"
  | "keys"
  | "grants"
  | "holderKeys"
  | "administrators"

/** Columns of an organisation. */
export type OrganisationRow = {
  readonly name: string
  readonly class: string
  readonly status: string
  readonly adminThreshold: number
  readonly administrators: number
  readonly principals: number
  readonly page: string | null
  readonly since: string
  readonly changed: string
  readonly reason: string | null
}

/** A row with its key, in the forms that the caller knows. */
export type Entry<Key, Value> = { readonly key: Key; readonly value: Value }

/** Rows of a table by leading key fields. */
export function useRegisterRows<Key, Value>(
  table: RegisterTable,
  filter: Readonly<Record<string, string>> = {},
): Answer<readonly Entry<Key, Value>[]> {
  const client = useClient()
  const height = useStatus().data?.height
  const ask = async () => {
    const page = await listRows(client, REGISTER, table, { ...filter, limit: LISTED })
    return page.rows as unknown as readonly Entry<Key, Value>[]
  }
  return useAnswer(["rows", REGISTER, table, filter], ask, { at: height })
}

/** One row; a problem where there is none. */
export function useRegisterRow<Value>(table: RegisterTable, key: readonly string[]): Answer<Value> {
  const client = useClient()
  const height = useStatus().data?.height
  return useAnswer(["row", REGISTER, table, key, "value"], () => rowOf<Value>(client, table, key), {
    at: height,
    when: !key.includes(""),
  })
}

async function rowOf<Value>(client: Client, table: RegisterTable, key: readonly string[]) {
  const { row }: RowAnswer = await getRow(client, REGISTER, table, key)
  return row?.value as unknown as Value
}
