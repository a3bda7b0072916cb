/**
 * Questions to the read model of a gateway's own node: every answer as its description says, equal
 * to what the node itself answers, page by page, as of heights; refused where no index helps.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { send, type TestGateway } from "../gateway.testing.ts"
import { type Description, describedBy } from "../openapi/openapi.testing.ts"
import { type Story, tellDocuments } from "../provenance/story.testing.ts"
import { describeLists } from "./lists.testing.ts"
import { DATABASES, type Item, type Page, Projected } from "./projected.testing.ts"

const NOBODY = "0".repeat(32)
const PERIOD = "from=2026-01-01T00:00:00.000Z&to=2040-01-01T00:00:00.000Z"

const PARAMETERS: Readonly<Record<string, string>> = {
  "readModel.search": "?text=diploma",
  "provenance.queries.documents": "?issuer=education",
  "provenance.queries.expiring": "?issuer=education&by=2040-01-01T00:00:00.000Z",
  "provenance.queries.disposalDue": "?issuer=education&by=2090-01-01T00:00:00.000Z",
  "organisations.queries.endingKeys": "?by=2090-01-01T00:00:00.000Z",
  "organisations.queries.rights": "?organisation=education",
  "governance.queries.awaitedVotes": "?organisation=education",
  "validators.queries.set": "?height=1",
  "money.queries.statement": `?account=${NOBODY}&day=2026-01-01T00:00:00.000Z`,
  "money.queries.balance": `?account=${NOBODY}&by=2040-01-01T00:00:00.000Z`,
  "money.queries.accountHolds": `?account=${NOBODY}`,
  "money.queries.payments": `?uetr=${NOBODY}`,
  "money.queries.movements": `?account=${NOBODY}&${PERIOD}`,
  "money.queries.entryLines": `?entry=${NOBODY}`,
  "money.queries.paymentsAt": "?operator=north-bank&day=2026-01-01T00:00:00.000Z",
  "money.queries.issuance": "?asset=eur-demo",
  "money.queries.memberList": "?asset=eur-demo",
  "money.queries.holdsAt": "?operator=north-bank",
  "oversight.queries.lookups": "?organisation=education",
  "oversight.queries.inbox": "?organisation=education",
  "oversight.queries.asking": "?authority=education",
  "oversight.queries.ordersOver": "?organisation=education",
}

describe.each(DATABASES)("questions to %s", (_, kind, missing) => {
  let projected: Projected
  let test: TestGateway
  let story: Story
  let description: Description
  beforeAll(async () => {
    if (missing) return
    projected = await Projected.open(kind)
    test = projected.test
    story = await tellDocuments(test)
    description = await describedBy(test.gateway)
    await projected.reached()
  }, 120_000)
  afterAll(() => projected?.close())

  const page = (path: string): Promise<Page> => projected.page(path)
  const everything = (path: string, limit: number) => projected.everything(path, limit)
  const refused = (path: string) => projected.refused(path)

  describe.skipIf(missing)("questions", () => {
    it("are answered as they are described, each of them", async () => {
      const asked = description.operations.filter(
        ({ operationId }) =>
          /^readModel|\.queries\./.test(operationId) && !/history/.test(operationId),
      )
      expect(asked.length).toBeGreaterThan(20)
      for (const operation of asked) {
        const { path, operationId } = operation
        const response = await send(test.gateway, path + (PARAMETERS[operationId] ?? ""))
        expect(response.status, operationId).toBe(200)
        expect(await description.faults(operation, response), operationId).toBe("")
      }
    })

    it("give every row of every table as the node does, a page at a time", async () => {
      for (const service of test.ledger.runtime.services) {
        for (const table of Object.values(service.tables)) {
          if (table.raw !== null || table.keyFields.length === 0) continue
          const name = `${service.name}/${table.name}`
          const ours = await send(test.gateway, `/v1/${name}?limit=200`)
          const { rows } = (await ours.json()) as { rows: Item[] }
          const found = await everything(`/v1/read-model/${name}`, 3)
          const plain = found.map(({ key, value }) => ({ key, value }))
          expect(plain, name).toEqual(rows)
          const turned = await everything(`/v1/read-model/${name}?reverse=1`, 200)
          expect(turned.map(({ key }) => key).reverse(), name).toEqual(rows.map(({ key }) => key))
        }
      }
    })

    it("find rows by an index, each with the address of its proof", async () => {
      const { items } = await page("/v1/read-model/provenance/statements?issuer=education")
      expect(items.length).toBeGreaterThan(0)
      for (const { value, evidence } of items) {
        expect((value as Item)["issuer"]).toBe("education")
        const proved = await send(test.gateway, String(evidence))
        expect(((await proved.json()) as Item)["evidence"]).toEqual(expect.any(String))
      }
      expect((await page("/v1/read-model/provenance/statements?issuer=nobody")).items).toEqual([])
    })

    it("know what a row was at every height, and who wrote it", async () => {
      const path = "/v1/read-model/provenance/log"
      const versions = await everything(`${path}/history`, 2)
      expect(versions.length).toBeGreaterThan(1)
      for (const { writer, value, ended } of versions) {
        const { height } = writer as { height: string }
        expect((await page(`${path}?at=${height}`)).items[0]?.["value"]).toEqual(value)
        const before = ended === null ? null : BigInt(String(ended)) - 1n
        if (before === null) continue
        expect((await page(`${path}?at=${before}`)).items[0]?.["value"]).toEqual(value)
      }
      const sizes = versions.map(({ value }) => BigInt(String((value as Item)["size"])))
      expect(sizes).toEqual([...sizes].sort((a, b) => (a < b ? 1 : -1)))
    })

    it("tell of each version when it was made, when it ended, and by whose command", async () => {
      const versions = await everything("/v1/read-model/provenance/log/history", 50)
      for (const [at, { writer, time, by, ended, endedTime }] of versions.entries()) {
        const { height, transaction } = writer as Item
        const block = await test.ledger.block(BigInt(String(height)))
        // The genesis stands in no block.
        expect(time).toBe(block === null ? null : new Date(block.time).toISOString())
        const newer = versions[at - 1]
        expect([ended, endedTime]).toEqual(
          newer === undefined ? [null, null] : [(newer["writer"] as Item)["height"], newer["time"]],
        )
        if (transaction === null) expect(by).toBeNull()
        else {
          const { transaction: id, caller, command } = by as Item
          const record = await test.ledger.transaction(String(id) as never)
          expect(record?.operations.map((one) => one.command)).toContain(command)
          expect(String(caller)).toMatch(/^education\//)
        }
      }
      expect(versions.some(({ by }) => by !== null)).toBe(true)
    })

    it("find transactions by caller, command, outcome and time; blocks by time", async () => {
      const all = await everything("/v1/read-model/transactions", 2)
      expect(BigInt(all.length)).toBe(test.ledger.status().transactions)
      const caller = String(all[0]?.["caller"])
      const own = await everything(`/v1/read-model/transactions?caller=${caller}`, 2)
      expect(own).toEqual(all.filter((one) => one["caller"] === caller))
      const issued = await everything("/v1/read-model/transactions?command=provenance.register", 1)
      expect(issued.length).toBeGreaterThan(0)
      for (const { transaction } of issued) {
        const record = await test.ledger.transaction(String(transaction) as never)
        const commands = record?.operations.map(({ command }) => command)
        expect(commands).toContain("provenance.register")
      }
      expect(await everything("/v1/read-model/transactions?outcome=accepted", 50)).toEqual(
        all.filter((one) => one["status"] === "accepted"),
      )
      const blocks = await everything("/v1/read-model/blocks", 3)
      expect(blocks.length).toBe(Number(test.ledger.status().height))
      const middle = String(blocks[1]?.["time"])
      const recent = await everything(`/v1/read-model/blocks?since=${middle}`, 50)
      expect(recent).toEqual(blocks.slice(0, 2))
      const older = await everything(`/v1/read-model/blocks?until=${middle}`, 50)
      expect(older).toEqual(blocks.slice(1))
    })

    it("find events by service, kind and an indexed field", async () => {
      const all = await everything("/v1/read-model/events", 4)
      expect(BigInt(all.length)).toBe(test.ledger.status().log.size)
      const kind = "service=provenance&event=statement_registered"
      const registered = await everything(`/v1/read-model/events?${kind}`, 2)
      expect(registered).toEqual(all.filter((one) => one["event"] === "statement_registered"))
      const statement = `${kind}&field=statement&value=${story.batch}`
      const found = await everything(`/v1/read-model/events?${statement}`, 5)
      expect(found.map(({ fields }) => (fields as Item)["statement"])).toEqual([story.batch])
    })

    it("find words in names and titles", async () => {
      const { items } = await page("/v1/read-model/search?text=diploma")
      expect(items.map(({ table }) => table)).toContain("classes")
      const begun = await page("/v1/read-model/search?text=Diplo")
      expect(begun.items.map(({ table }) => table)).toContain("classes")
      const search = (text: string) =>
        page(`/v1/read-model/search?text=${encodeURIComponent(text)}`)
      for (const none of ["zeppelin", "iploma", "-", "&|!", `diploma -"a b" -diploma`]) {
        expect((await search(none)).items, none).toEqual([])
      }
      // What ends with words that are excluded together, or with marks, is a question like others.
      const marked = [`diploma -"air ship"`, `Diplo)`, `diploma -(airship)`, "Diplo:*", "'dip"]
      for (const text of marked) {
        expect((await search(text)).items, text).not.toEqual([])
      }
    })

    it("of services: an issuer's statements, newest first; an organisation's rights", async () => {
      const documents = await everything("/v1/provenance/queries/documents?issuer=education", 1)
      const positions = documents.map(({ event }) => Number(event))
      expect(positions.length).toBeGreaterThan(1)
      expect(positions).toEqual([...positions].sort((a, b) => b - a))
      const of = "/v1/provenance/queries/documents"
      expect((await page(`${of}?issuer=education&class=nothing`)).items).toEqual([])
      expect(await everything(of, 2)).toEqual(documents)
      const rights = await everything("/v1/organisations/queries/rights?organisation=education", 3)
      const holders = new Set(rights.map(({ holder }) => String(holder).split("/")[0]))
      expect([...holders]).toEqual(["education"])
    })
  })

  describe.skipIf(missing)("refusals", () => {
    it("H16: orders and filters that no list has", async () => {
      const keys = "/v1/read-model/organisations/keys"
      expect(await refused(`${keys}?sort=stauts`)).toBe("filter_unsupported")
      expect(await refused("/v1/read-model/blocks?sort=hash")).toBe("filter_unsupported")
      expect(await refused("/v1/provenance/queries/documents?sort=size")).toBe("filter_unsupported")
      expect(await refused("/v1/read-model/events?event=class_set")).toBe("filter_unsupported")
      const byCount = "service=provenance&event=statement_registered&field=count&value=1"
      expect(await refused(`/v1/read-model/events?${byCount}`)).toBe("filter_unsupported")
    })

    it("H15, H25: cursors of other questions, heights that are not there", async () => {
      const { next } = await page("/v1/read-model/blocks?limit=1")
      expect(await refused(`/v1/read-model/transactions?after=${next}`)).toBe("cursor_invalid")
      expect(await refused("/v1/read-model/blocks?after=AAAA")).toBe("cursor_invalid")
      expect(await refused("/v1/read-model/blocks?at=9999999")).toBe("height_not_reached")
      expect(await refused("/v1/provenance/queries/expiring")).toBe("field_missing")
      expect(await refused("/v1/read-model/transactions?outcome=good")).toBe("unknown_value")
      expect(await refused("/v1/read-model/search")).toBe("field_missing")
      expect(await refused("/v1/read-model/transactions?caller=%00")).toBe("text_invalid")
    })
  })

  describe.skipIf(missing)("lists", () => describeLists(() => ({ projected, story })))
})
