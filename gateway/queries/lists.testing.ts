/**
 * For tests: lists in any order and by any field. Each order against a naive one, each filter
 * against all rows, page by page, in both databases; and the bound where no index helps.
 */
import type { Kind, Service, TableShape } from "@concordat/kernel"
import { beforeAll, expect, it, vi } from "vitest"
import { post } from "../gateway.testing.ts"
import type { Story } from "../provenance/story.testing.ts"
import { comparedColumns, ensureFew, type ListColumn } from "./listing.ts"
import type { Item, Projected } from "./projected.testing.ts"
import { Question } from "./question.ts"
import { columnsOf } from "./table-columns.ts"

/** A field of a row, or a part of it: `status.state`. */
function fieldOf({ key, value }: Item, { field }: ListColumn) {
  const all = { ...(value as Item), ...(key as Item) }
  const [name = "", part] = field.split(".")
  return part === undefined ? all[name] : (all[name] as Item)[part]
}

/** What a value is compared as: none is the greatest; numbers as such, all else by its bytes. */
function rank(kind: Kind<unknown>, value: unknown): readonly [number, bigint | string] {
  if (value === null) return [1, ""]
  const isNumber = /^(numeric|integer|bigint|smallint|boolean)/.test(kind.sql.type)
  return [0, isNumber ? BigInt(value as string) : Buffer.from(String(value)).toString("hex")]
}

function compare(column: ListColumn, a: Item, b: Item): number {
  const [x, y] = [rank(column.kind, fieldOf(a, column)), rank(column.kind, fieldOf(b, column))]
  if (x[0] !== y[0]) return x[0] - y[0]
  return x[1] < y[1] ? -1 : x[1] > y[1] ? 1 : 0
}

/** The tests, on a read model with the story of `tellDocuments`, after all that needs it so. */
export function describeLists(opened: () => { projected: Projected; story: Story }): void {
  let projected: Projected
  let story: Story
  let before: bigint
  beforeAll(async () => {
    ;({ projected, story } = opened())
    before = projected.test.ledger.status().height
    const target = { item: { handle: story.handle, proof: null } }
    const asked = { target, reason: "corrected", order: null }
    expect((await post(projected.test, "/v1/provenance/revoke", asked)).status).toBe(200)
    await projected.reached()
  })

  const rowsOf = (service: Service, table: TableShape, query: string, limit: number) =>
    projected.everything(`/v1/read-model/${service.name}/${table.name}${query}`, limit)
  const columns = (table: TableShape) => {
    const { keys, values } = columnsOf(table)
    return comparedColumns([...keys, ...values])
  }

  /** Every table of more than one row, with its rows in the order of their keys. */
  async function* tables() {
    for (const service of projected.test.ledger.runtime.services) {
      for (const table of Object.values(service.tables)) {
        if (table.raw !== null || table.keyFields.length === 0) continue
        const rows = await rowsOf(service, table, "", 200)
        if (rows.length > 1) yield { service, table, rows }
      }
    }
  }

  it("are ordered by every field, the key after it, both ways", async () => {
    let orders = 0
    for await (const { service, table, rows } of tables()) {
      for (const column of columns(table)) {
        const order = `?sort=${column.field}`
        const wanted = rows.toSorted((a, b) => compare(column, a, b))
        const name = `${service.name}/${table.name}${order}`
        // Two to a page: their ends fall among equal values and among none.
        expect(await rowsOf(service, table, order, rows.length > 9 ? 5 : 2), name).toEqual(wanted)
        const turned = await rowsOf(service, table, `${order}&reverse=1`, 200)
        expect(turned, name).toEqual(wanted.toReversed())
        orders++
      }
    }
    expect(orders).toBeGreaterThan(50)
  })

  it("are found by every field, and by several", async () => {
    for await (const { service, table, rows } of tables()) {
      for (const column of columns(table)) {
        const value = fieldOf(rows.at(-1)!, column)
        if (value === null) continue
        const name = ["at", "limit"].includes(column.field) ? `${column.field}.is` : column.field
        const filter = `?${name}=${encodeURIComponent(String(value))}`
        const wanted = rows.filter((row) => fieldOf(row, column) === value)
        const place = `${service.name}/${table.name}${filter}`
        expect(await rowsOf(service, table, filter, 200), place).toEqual(wanted)
        const { field } = columns(table)[0]!
        const sorted = await rowsOf(service, table, `${filter}&sort=${field}`, 200)
        expect(sorted.length, place).toBe(wanted.length)
      }
    }
  })

  it("take a day for all its times, and refuse what is none", async () => {
    const statements = "/v1/read-model/provenance/statements"
    const [first] = (await projected.page(statements)).items
    const day = String((first!["value"] as Item)["at"]).slice(0, 10)
    const all = await projected.everything(statements, 50)
    expect(await projected.everything(`${statements}?at.is=${day}`, 50)).toEqual(all)
    expect((await projected.page(`${statements}?at.is=2001-01-01`)).items).toEqual([])
    expect(await projected.refused(`${statements}?at.is=2026-02-30`)).toBe("date_invalid")
  })

  it("are as they were at a height, in any order", async () => {
    const path = "/v1/read-model/provenance/items?sort=status.state"
    const stateOf = ({ value }: Item) => ((value as Item)["status"] as Item)["state"]
    const now = await projected.everything(path, 2)
    expect(now.map(stateOf)).toEqual(["revoked"])
    const then = await projected.everything(`${path}&at=${before}`, 2)
    expect(then.map(stateOf)).toEqual(["valid"])
    expect(await projected.everything(`${path}&at=${before}&status.state=revoked`, 2)).toEqual([])
  })

  it("of transactions and blocks: by figures, and by several filters", async () => {
    const all = await projected.everything("/v1/read-model/transactions", 50)
    const place = ({ height, index }: Item) => `${height}/${index}`
    const costs = await projected.everything("/v1/read-model/transactions?sort=cost&reverse=1", 3)
    expect(costs.map(place).toSorted()).toEqual(all.map(place).toSorted())
    const figures = costs.map(({ cost }) => BigInt(String(cost)))
    expect(figures).toEqual(figures.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
    const oldest = await projected.everything("/v1/read-model/transactions?reverse=1", 3)
    expect(oldest).toEqual(all.toReversed())
    const { caller } = all[0]!
    const both = `caller=${caller}&outcome=accepted&command=provenance.register`
    const found = await projected.everything(`/v1/read-model/transactions?${both}`, 1)
    const commanded = "/v1/read-model/transactions?command=provenance.register"
    expect(found).toEqual(
      (await projected.everything(commanded, 50)).filter(
        (one) => one["caller"] === caller && one["status"] === "accepted",
      ),
    )
    expect(found.length).toBeGreaterThan(0)
    const blocks = await projected.everything("/v1/read-model/blocks?sort=events", 3)
    const events = blocks.map((block) => Number(block["events"]))
    expect(events).toEqual(events.toSorted((a, b) => a - b))
    const log = await projected.everything("/v1/read-model/events?reverse=1", 7)
    expect(log).toEqual((await projected.everything("/v1/read-model/events", 7)).toReversed())
  })

  it("of what services answer by name: by any field of the answer", async () => {
    const documents = "/v1/provenance/queries/documents"
    const all = await projected.everything(documents, 50)
    const valid = await projected.everything(`${documents}?state=valid`, 1)
    expect(valid).toEqual(all.filter(({ state }) => state === "valid"))
    expect(valid.length).toBeLessThan(all.length)
    const [{ by, at }] = all as [Item]
    expect(String(by)).toMatch(/^education\//)
    const bySort = await projected.everything(`${documents}?sort=handle`, 1)
    expect(bySort.map(({ handle }) => handle)).toEqual(
      all.map(({ handle }) => handle).toSorted((a, b) => compareNone(a, b)),
    )
    expect(await projected.everything(`${documents}?before=${at}`, 50)).toEqual(
      all.filter((one) => String(one["at"]) < String(at)),
    )
    const [batch] = all.filter(({ statement }) => statement === story.batch)
    expect(batch).toMatchObject({ kind: "batch", handle: null })
  })

  it("pass over 100,000 rows at most where no index helps", async () => {
    const { ledger } = projected.test
    const few = { at: undefined, indexed: ["issuer"] }
    const asked = (rows: number) =>
      ensureFew(ledger, `generate_series(1, ${rows})`, new Question(), few)
    await expect(asked(100_001)).rejects.toMatchObject({
      code: "filter_unsupported",
      details: { rows: "more than 100000", expected: "issuer" },
    })
    await asked(100_000)
  })

  it("count what they pass over, unless an index gives the order", async () => {
    const { readModel } = projected.test.ledger
    const counted = async (path: string) => {
      const query = vi.spyOn(readModel, "query")
      await projected.page(`/v1/${path}`)
      const texts = query.mock.calls.map(([text]) => text)
      query.mockRestore()
      return texts.filter((text) => text.startsWith("SELECT count(*)")).length
    }
    const statements = "read-model/provenance/statements"
    expect(await counted(statements)).toBe(0)
    expect(await counted(`${statements}?issuer=education`)).toBe(0)
    expect(await counted(`${statements}?at=${before}`)).toBe(0)
    expect(await counted(`${statements}?sort=at`)).toBe(1)
    // What rows were before is counted besides.
    expect(await counted(`${statements}?issuer=education&at=${before}`)).toBe(2)
    expect(await counted("provenance/queries/documents")).toBe(0)
    expect(await counted("provenance/queries/documents?state=valid")).toBe(1)
    expect(await counted("read-model/transactions")).toBe(0)
    expect(await counted("read-model/transactions?sort=cost")).toBe(1)
    expect(await counted("read-model/blocks?sort=bytes")).toBe(1)
  })
}

/** Digests by their characters, none last. */
function compareNone(a: unknown, b: unknown): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return String(a) < String(b) ? -1 : 1
}
