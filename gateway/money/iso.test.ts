/** Messages of ISO 20022 at the gateway: planned, signed by who asked, and nothing else moved. */
import {
  type Json,
  type JsonObject,
  type Operation,
  sha256Hex,
  toHex,
  utf8,
} from "@concordat/kernel"
import { printAccount, readMessage } from "@concordat/sdk/iso20022"
import { DEMO_ALONE, DEMO_ISSUER, DEMO_TELLERS } from "@concordat/services/organisations/demo"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  camt029,
  camt056,
  pacs004,
  pacs008,
  pacs028,
  pain001,
  type Said,
  smallForms,
} from "../../sdk/iso20022/messages.testing.ts"
import { publishedSchemas, schemasMissing } from "../../sdk/iso20022/schemas.testing.ts"
import { textAt } from "../../sdk/iso20022/xml/element.ts"
import { openGateway, problemIn, send, signedBy, type TestGateway } from "../gateway.testing.ts"
import { numberOf, tellBanks } from "./story.testing.ts"

const SECRET = "5e".repeat(32)
let test: TestGateway
const lines: string[] = []

beforeAll(async () => {
  const schemas = (id: string) => {
    lines.push(id)
    return null
  }
  test = await openGateway({ organisations: DEMO_ALONE, gateway: { schemas } })
  await tellBanks(test)
})
afterAll(() => test.close())

const ask = (xml: string, query = "", headers: Record<string, string> = {}) =>
  send(test.gateway, `/v1/iso20022/messages${query}`, {
    ...{ method: "POST", body: xml },
    headers: { "Content-Type": "application/xml", "Payment-Secret": SECRET, ...headers },
  })
const plan = async (xml: string, query = "") => {
  const response = await ask(xml, query)
  expect(response.status).toBe(200)
  return (await response.json()) as JsonObject & {
    operations: { command: string; input: JsonObject }[]
    refused: JsonObject[]
    drafts: string[]
  }
}
const created = () => new Date(test.ledger.status().now).toISOString()
const account = (name: string) => printAccount(numberOf(name))
const said = (payments: readonly Said[], messageId = "MSG-1") => ({
  ...{ created: created(), debtor: account("ann"), payments, messageId },
})
const merchant = () => account("merchant")
const balance = async (name: string) => {
  const row = await send(test.gateway, `/v1/money/accounts/${numberOf(name)}`)
  const { row: found } = (await row.json()) as { row: { value: Record<string, string> } }
  return BigInt(found.value["creditsPosted"]!) - BigInt(found.value["debitsPosted"]!)
}

describe("a message", () => {
  it("is planned, and nothing of it is booked until it is signed and sent, once", async () => {
    const before = await balance("merchant")
    const payments = [
      { creditor: merchant(), amount: "1.25" },
      { creditor: account("nobody"), amount: "2.00" },
      { creditor: merchant(), amount: "0.75" },
    ]
    const planned = await plan(pain001(said(payments)))
    expect(planned).toMatchObject({ status: "PART", message: "pain.001.001.12", schema: null })
    expect(planned.refused).toMatchObject([{ code: "unknown_account", reason: "AC03" }])
    expect(lines).toContain("pain.001.001.12")
    expect(await balance("merchant")).toBe(before)

    const operations = planned.operations.map(({ command, input }) => ({
      command,
      input: test.ledger.runtime.inputOf(command)!.fromJson(input),
    })) as Operation[]
    const post = () => {
      const body = signedBy(test, DEMO_TELLERS[0]!, operations) as Uint8Array<ArrayBuffer>
      const headers = { "Content-Type": "application/cose" }
      return send(test.gateway, "/v1/transactions", { method: "POST", headers, body })
    }
    expect((await post()).status).toBe(200)
    expect(await balance("merchant")).toBe(before + 200n)
    const again = await post()
    expect((await problemIn(again))["code"]).toBe("entry_exists")
    expect(await balance("merchant")).toBe(before + 200n)
  })

  it("of a bank is answered by a status report, where XML is asked for", async () => {
    const xml = pacs008(said([{ creditor: merchant() }, { creditor: account("nobody") }]))
    const answer = await ask(xml, "", { Accept: "application/xml" })
    expect(answer.headers.get("content-type")).toContain("application/xml")
    const report = readMessage(new Uint8Array(await answer.arrayBuffer()))
    expect(report.id).toBe("pacs.002.001.11")
  })

  it("gives drafts for signers that are named, and for none without", async () => {
    const xml = pain001(said([{ creditor: merchant() }], "MSG-2"))
    expect((await plan(xml)).drafts).toEqual([])
    const signer = toHex(new Uint8Array(32).fill(7))
    const { drafts } = await plan(xml, `?signers=${signer}`)
    expect(drafts).toHaveLength(1)
    const wrong = await ask(xml, "?signers=somebody")
    expect((await problemIn(wrong))["code"]).toBe("hex_malformed")
  })

  it.each([
    ["<!DOCTYPE a><a/>", "doctype_refused"],
    ["<a><b></a>", "xml_malformed"],
    ['<Document xmlns="urn:iso:std:iso:20022:tech:xsd:sese.023.001.11"><A/></Document>', "message"],
  ])("%s is told, as a problem", async (xml, code) => {
    const problem = await problemIn(await ask(xml))
    expect(problem["status"]).toBe(400)
    expect(String(problem["code"])).toContain(code)
  })

  it("has ids of its sender's secret: with another it has others, without one none", async () => {
    const xml = pain001(said([{ creditor: merchant() }], "MSG-S"))
    const headers = { "Content-Type": "application/xml" }
    const open = { method: "POST", body: xml, headers }
    const none = await problemIn(await send(test.gateway, "/v1/iso20022/messages", open))
    expect(none).toMatchObject({ code: "field_missing", status: 400, pointer: "/Payment-Secret" })
    const short = await problemIn(await ask(xml, "", { "Payment-Secret": "5e" }))
    expect(short["code"]).toBe("hex_malformed")
    const entryBy = async (secret: string) => {
      const answer = await ask(xml, "", { "Payment-Secret": secret })
      const { lines: [line] = [] } = (await answer.json()) as { lines: { entry: string }[] }
      return line?.entry
    }
    const own = await entryBy(SECRET)
    expect(await entryBy(SECRET)).toBe(own)
    expect(await entryBy("5f".repeat(32))).not.toBe(own)
  })

  it("of another type than XML is not taken", async () => {
    const problem = await problemIn(await ask("{}", "", { "Content-Type": "application/json" }))
    expect(problem["code"]).toBe("content_type_unsupported")
  })
})

it("a message out of the account of issuance issues, with itself as the backing", async () => {
  const [, xml = ""] = smallForms(created(), account("issuance"), account("treasury")).find(
    ([id]) => id.startsWith("pacs.009"),
  )!
  const { operations } = await plan(xml)
  const backing = sha256Hex(utf8(xml))
  expect(operations).toMatchObject([{ command: "money.mint", input: { amount: "1", backing } }])
  const before = await balance("treasury")
  const by = (who: string) => {
    const input = test.ledger.runtime.inputOf("money.mint")!.fromJson(operations[0]!.input)
    const minting = [{ command: "money.mint", input }] as Operation[]
    const body = signedBy(test, who, minting) as Uint8Array<ArrayBuffer>
    const headers = { "Content-Type": "application/cose" }
    return send(test.gateway, "/v1/transactions", { method: "POST", headers, body })
  }
  expect((await by(DEMO_TELLERS[0]!)).status).toBe(403)
  expect((await by(DEMO_ISSUER)).status).toBe(200)
  expect(await balance("treasury")).toBe(before + 1n)
})

describe("returns and questions", () => {
  const UETR = "8a562c67-ca16-48ba-b074-65581be6f011"
  const [NORTH = "", SOUTH = ""] = DEMO_TELLERS
  const sent = (who: string, operations: readonly { command: string; input: JsonObject }[]) => {
    const read = operations.map(({ command, input }) => ({
      command,
      input: test.ledger.runtime.inputOf(command)!.fromJson(input),
    })) as Operation[]
    const body = signedBy(test, who, read) as Uint8Array<ArrayBuffer>
    const headers = { "Content-Type": "application/cose" }
    return send(test.gateway, "/v1/transactions", { method: "POST", headers, body })
  }

  it("one line of many is given back, in parts, and never more than it brought", async () => {
    const payments = [
      { creditor: merchant(), amount: "1.00" },
      { creditor: account("nobody"), amount: "9.00" },
      { creditor: merchant(), amount: "4.00", uetr: UETR },
      { creditor: merchant(), amount: "2.00" },
    ]
    const paid = await plan(pain001(said(payments, "MSG-R")))
    expect((await sent(NORTH, paid.operations)).status).toBe(200)
    const entry = String(paid.operations[0]!.input["entry"])
    const before = await balance("ann")

    const returns = [
      { uetr: UETR, amount: "1.50" },
      { uetr: UETR, amount: "2.50" },
      { transaction: `${entry}.2`, amount: "0.75" },
    ]
    const back = await plan(pacs004("RTR-1", created(), returns))
    expect(back).toMatchObject({ status: "ACTC", refused: [] })
    expect(back.operations.map(({ command }) => command)).toEqual(
      returns.map(() => "money.returnLine"),
    )
    const answer = await sent(SOUTH, back.operations)
    expect(answer.status, await answer.clone().text()).toBe(200)
    expect(await balance("ann")).toBe(before + 475n)

    const more = await plan(pacs004("RTR-2", created(), [{ uetr: UETR, amount: "0.01" }]))
    expect((await problemIn(await sent(SOUTH, more.operations)))["code"]).toBe("already_returned")
    expect(await balance("ann")).toBe(before + 475n)
  })

  it("a return that is asked for is made, or refused by who was paid; both are told", async () => {
    const asked = "7a562c67-ca16-48ba-b074-65581be6f011"
    const payment = { creditor: merchant(), amount: "3.00", uetr: asked }
    const paid = await plan(pain001(said([payment], "MSG-C")))
    expect((await sent(NORTH, paid.operations)).status).toBe(200)
    const before = await balance("ann")
    const xml = camt056("RECALL-1", created(), [{ uetr: asked, amount: "3.00" }])
    const answered = async (query: string) => {
      const report = await ask(xml, query, { Accept: "application/xml" })
      const message = readMessage(new Uint8Array(await report.arrayBuffer()))
      expect(message.id).toBe("camt.029.001.10")
      if (schemasMissing === "") expect(publishedSchemas.faults(message)).toEqual([])
      return textAt(message.body, "Sts", "Conf")
    }
    expect([await answered(""), await answered("?refuse=CUST")]).toEqual(["PDCR", "RJCR"])
    expect((await problemIn(await ask(xml, "?refuse=LATER")))["code"]).toBe("unknown_value")
    expect(await balance("ann")).toBe(before)
    const { operations } = await plan(xml)
    expect((await sent(SOUTH, operations)).status).toBe(200)
    const stateBy = async (status: string) => {
      const told = await plan(camt029("ANSWER-1", created(), [{ uetr: asked, status }]))
      return (told["outcomes"] as JsonObject[])[0]?.["status"]
    }
    expect([await stateBy("PDCR"), await stateBy("ACCR")]).toEqual(["ACSC", "ACSC"])
    expect(await balance("ann")).toBe(before + 300n)
  })

  it("the answer to a request of one's own tells its state, and moves nothing", async () => {
    const asked = "6a562c67-ca16-48ba-b074-65581be6f011"
    const payment = { creditor: merchant(), amount: "3.00", uetr: asked }
    const paid = await plan(pain001(said([payment], "MSG-A")))
    expect((await sent(NORTH, paid.operations)).status).toBe(200)
    const answers = [
      { uetr: asked, status: "PDCR" },
      { uetr: asked, status: "RJCR", reason: "CUST" },
      { uetr: asked, status: "ACCR" },
    ]
    const xml = camt029("ANSWER-2", created(), answers)
    const headers = { "Content-Type": "application/xml" }
    const open = { method: "POST", body: xml, headers }
    const answer = await send(test.gateway, "/v1/iso20022/messages", open)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      ...{ message: "camt.029.001.10", status: "PART", operations: [], lines: [] },
      outcomes: [
        { status: "ACTC", entry: paid.operations[0]!.input["entry"] },
        { status: "RJCT", reason: "CUST" },
        { status: "RJCT" },
      ],
      refused: [
        { code: "not_accepted" },
        { code: "upstream_mismatch", message: expect.stringContaining("0.00 of 3.00") },
      ],
    })
    const report = await problemIn(await ask(xml, "", { Accept: "application/xml" }))
    expect(report).toMatchObject({ code: "accept_unsupported", status: 406 })
  })

  it("what is no line is refused: an unknown one, one of another currency", async () => {
    const other = "9b562c67-ca16-48ba-b074-65581be6f011"
    const refused = await plan(
      pacs004("RTR-3", created(), [
        { uetr: other, amount: "1.00" },
        { amount: "1.00" },
        { transaction: "f".repeat(32), amount: "1.00" },
        { uetr: UETR, amount: "1.00", currency: "USD" },
        { uetr: UETR, amount: "1.001" },
      ]),
    )
    expect(refused.refused.map(({ code, reason }) => [code, reason])).toEqual([
      ["unknown_entry", "NOOR"],
      ["unknown_entry", "NOOR"],
      ["unknown_entry", "NOOR"],
      ["asset_mismatch", "AM11"],
      ["amount_precision", "AM12"],
    ])
  })

  it("a payment that is asked after is settled, or was never booked", async () => {
    const other = "9b562c67-ca16-48ba-b074-65581be6f011"
    const xml = pacs028("ASK-1", created(), [UETR, other])
    const answer = await plan(xml)
    expect(answer).toMatchObject({
      ...{ status: "PART", operations: [] },
      outcomes: [
        { status: "ACSC", reason: null },
        { status: "RJCT", reason: "NOOR" },
      ],
    })
    const report = await ask(xml, "", { Accept: "application/xml" })
    const message = readMessage(new Uint8Array(await report.arrayBuffer()))
    expect(message.id).toBe("pacs.002.001.11")
    if (schemasMissing === "") expect(publishedSchemas.faults(message)).toEqual([])
  })
})

describe("statements", () => {
  const problem = async (query: string) =>
    (await problemIn(await send(test.gateway, `/v1/iso20022/camt.053?${query}`))) as JsonObject

  it("need an account that is one, and a read model", async () => {
    expect(await problem("")).toMatchObject({ code: "field_missing", status: 400 })
    const wrong = account("ann").replace(/\d$/, (one) => String((Number(one) + 1) % 10))
    expect(await problem(`account=${wrong}`)).toMatchObject({ code: "account_malformed" })
    expect(await problem(`account=${account("x")}`)).toMatchObject({ code: "unknown_account" })
    expect(await problem(`account=${account("ann")}`)).toMatchObject({ code: "read_model_behind" })
  })
})

it("judges by the schemas that it was given", async () => {
  // A schema that takes nothing: it stands for one that a message is not.
  const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"/>
    </xs:schema>`
  const strict = await openGateway({
    organisations: DEMO_ALONE,
    gateway: { schemas: () => utf8(xsd) },
  })
  const response = await send(strict.gateway, "/v1/iso20022/messages", {
    ...{ method: "POST", body: pain001(said([{ creditor: merchant() }])) },
    headers: { "Content-Type": "text/xml" },
  })
  expect((await problemIn(response)) as Json).toMatchObject({ code: "schema_invalid", status: 400 })
  await strict.close()
})
