/** The routes of money over a ledger that tells the story of the banks. */
import type { JsonObject } from "@concordat/kernel"
import { DEMO_ASSET } from "@concordat/services/money/demo"
import { DEMO_ALONE, DEMO_TELLERS } from "@concordat/services/organisations/demo"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openGateway, post, problemIn, send, type TestGateway } from "../gateway.testing.ts"
import { numberOf, tellBanks } from "./story.testing.ts"

let test: TestGateway

beforeAll(async () => {
  test = await openGateway({ organisations: DEMO_ALONE })
  await tellBanks(test)
})
afterAll(() => test.close())

const nobody = "0".repeat(32)
const get = (path: string) => send(test.gateway, `/v1/money/${path}`)

describe("money of the story", () => {
  const json = async (path: string) => (await (await get(path)).json()) as JsonObject

  it("its supply is what was issued, with the way to its evidence", async () => {
    const supply = await json(`assets/${DEMO_ASSET}/supply`)
    const issuance = numberOf("issuance")
    expect(supply).toMatchObject({ supply: "1000000", decimals: 2, issuance })
    const evidence = await send(test.gateway, String(supply["evidence"]))
    expect(evidence.status).toBe(200)
  })

  it("an entry sent again has its first answer, something else under its id has not", async () => {
    const line = {
      ...{ debit: numberOf("ann"), credit: numberOf("merchant"), amount: "1", code: 100 },
      ...{ uetr: null, memo: null, consent: null },
    }
    const time = test.ledger.status().time.toString(16).padStart(12, "0")
    const entry = `${time}7${"f".repeat(19)}`
    const as = { "Concordat-As": DEMO_TELLERS[0]! }
    const pay = (body: JsonObject) => post(test, "/v1/money/transfer", body, as)
    const first = (await (await pay({ entry, line })).json()) as JsonObject
    const again = await pay({ entry, line })
    expect(again.status).toBe(200)
    expect(await again.json()).toEqual({ ...first, replayed: true })
    const other = await pay({ entry, line: { ...line, amount: "2" } })
    expect([other.status, (await problemIn(other))["code"]]).toEqual([409, "entry_mismatch"])
  })

  it("a payment is found by its UETR", async () => {
    expect(await json(`payments/${numberOf("uetr")}`)).toMatchObject({ line: 0 })
  })

  it("a statement has the lines of an account and its balance", async () => {
    const statement = await json(`accounts/${numberOf("ann")}/statement`)
    expect(statement).toMatchObject({ balance: "22549", asset: DEMO_ASSET })
    const lines = statement["lines"] as { fields: JsonObject }[]
    expect(lines.map(({ fields }) => fields["amount"])).toEqual(["25000", "2450", "1"])
    const { next } = statement
    expect(next === null || typeof next === "string").toBe(true)
  })
})

describe("what is not there", () => {
  it.each([
    ["assets/eur/supply", "unknown_asset"],
    [`payments/${nobody}`, "unknown_entry"],
    [`accounts/${nobody}/statement`, "unknown_account"],
  ])("%s is %s", async (path, code) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect((await problemIn(response))["code"]).toBe(code)
  })

  it("a number that is none is refused as such", async () => {
    const problem = await problemIn(await get("payments/xyz"))
    expect(problem["status"]).toBe(400)
    expect((problem as JsonObject)["code"]).toMatch(/^(hex_malformed|too_long)$/)
  })
})
