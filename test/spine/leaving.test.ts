/**
 * exit-and-export: an office leaves. All that the register holds is read through the open API, a
 * new ledger begins with it under another roof, and every document stays what it was: by the old
 * evidence where nobody answers any more, and in the rows of the new ledger.
 */
import { type Json, type JsonObject, type TableShape, utf8 } from "@concordat/kernel"
import { getRow, listRows, SdkError } from "@concordat/sdk"
import { verifyDocument } from "@concordat/sdk/document"
import { afterEach, expect, test } from "vitest"
import { genesisText } from "../bad-inputs/live.ts"
import { Office } from "./office.ts"

const PAGE = 50

const open: Office[] = []
afterEach(async () => {
  for (const office of open.splice(0)) await office.live.close()
})

/** All rows of a table, page by page; one without a key has one row at most. */
async function rowsOf({ client }: Office, service: string, table: TableShape): Promise<Json[]> {
  if (table.keyFields.length === 0) {
    const { row } = await getRow(client, service, table.name, []).catch(nothing)
    return row === null ? [] : [{ key: row.key, value: row.value }]
  }
  const rows: Json[] = []
  let after: string | undefined
  for (;;) {
    const page = await listRows(client, service, table.name, { limit: PAGE, after })
    rows.push(...page.rows.map(({ key, value }) => ({ key, value })))
    if (page.next === null) return rows
    after = page.next
  }
}

/** The answer where there is no row. */
function nothing(failure: unknown): { readonly row: null } {
  if (failure instanceof SdkError && failure.status === 404) return { row: null }
  throw failure
}

/** Every row of every table, as the API tells it: what the `state` of a genesis file holds. */
async function exported(office: Office): Promise<JsonObject> {
  const state: Record<string, Record<string, Json[]>> = {}
  for (const { name, tables } of office.live.runtime.services) {
    const told: Record<string, Json[]> = {}
    for (const table of Object.values(tables)) told[table.name] = await rowsOf(office, name, table)
    state[name] = told
  }
  return state
}

test("exit-and-export", async () => {
  const office = await Office.open()
  open.push(office)
  const paper = (name: string) => utf8(`Diploma of ${name}`)
  const issue = (name: string) => office.issue(paper(name), name, { name: `${name}.txt` })
  const [valid, revoked] = [await issue("Ada"), await issue("Ben")]
  await office.revoke({ item: revoked.handle })
  const state = await exported(office)
  const { anchor, live } = office
  const { now } = live
  await live.close()

  // Nobody answers any more: the bearers' files are enough.
  const offline = async (name: string, evidence: Uint8Array) =>
    (await verifyDocument({ file: paper(name), evidence, anchors: [anchor], now })).overall
  expect(await offline("Ada", valid.evidence)).toBe("development_only")
  expect(await offline("Eve", valid.evidence)).toBe("changed")

  // Another roof: the same rows, another chain.
  const genesis = genesisText(live.runtime, state, 8)
  const elsewhere = await Office.over({ genesis })
  open.push(elsewhere)
  expect(elsewhere.live.ledger.chain).not.toBe(anchor.chain)
  expect(await exported(elsewhere)).toEqual(state)
})
