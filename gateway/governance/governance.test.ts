/** Governance's own routes over a real node: an outlook before, what changed after, who waits. */
import type { Hash, Json, JsonObject } from "@concordat/kernel"
import { proposalId } from "@concordat/services/governance"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openGateway, post, problemIn, send, type TestGateway } from "../gateway.testing.ts"

const [FIRST, SECOND] = ["education/administrator-1", "justice/administrator-1"]
const DAY_MS = 86_400_000

let test: TestGateway
beforeAll(async () => {
  test = await openGateway()
})
afterAll(() => test.close())

async function asked(path: string): Promise<JsonObject> {
  const response = await send(test.gateway, `/v1/${path}`)
  expect(response.status, path).toBe(200)
  return (await response.json()) as JsonObject
}

async function said(who: string, command: string, input: Json): Promise<JsonObject> {
  const response = await post(test, `/v1/${command}`, input, { "Concordat-As": who })
  const receipt = (await response.json()) as JsonObject
  expect(response.status, JSON.stringify(receipt)).toBe(200)
  return receipt
}

const days = (number: string): Json => {
  return { setParameter: { module: "governance", name: "vetoDays", value: { number } } }
}

async function proposed(...actions: readonly Json[]): Promise<Hash> {
  const input = { title: "A proposal", documents: [], actions }
  const { transaction } = await said(FIRST, "governance/propose", input)
  return proposalId(transaction as Hash, 0)
}

async function carried(proposal: Hash): Promise<void> {
  for (const who of [FIRST, SECOND]) {
    await said(who, "governance/vote", { proposal, choice: "yes", reason: null })
  }
  // Evidence waits for the block that proves: then the ledger is at rest, and time may go on.
  await send(test.gateway, `/v1/evidence/governance/proposals/${proposal}`)
  test.world.clock.advance(DAY_MS + 60_000)
}

const rowsOf = (answer: JsonObject) => answer["rows"] as readonly JsonObject[]
const named = (rows: readonly JsonObject[], table: string) =>
  rows.filter((row) => row["table"] === table)

describe("a proposal", () => {
  it("is tried on the state as it is now, and told after it was carried out", async () => {
    const proposal = await proposed(days("9"))
    const path = `governance/proposals/${proposal}/outlook`
    const before = await asked(path)
    const key = { module: "governance", name: "vetoDays" }
    const value = { value: { number: "9" }, by: proposal }
    expect(before["refusal"]).toBeNull()
    expect(rowsOf(before)).toMatchObject([
      { service: "governance", table: "parameters", key, before: null, after: value },
    ])
    expect(await asked(path)).toEqual(before)

    await carried(proposal)
    const { transaction } = await said(FIRST, "governance/execute", { proposal })
    const after = await asked(`transactions/${transaction}/changes`)
    expect(named(rowsOf(after), "parameters")).toMatchObject([
      { key, before: null, known: true, after: value },
    ])
    expect(named(rowsOf(after), "proposals")).toMatchObject([
      { known: true, before: { state: "accepted" }, after: { state: "executed" } },
    ])
    expect(after["left"]).toBe(0)

    const again = await proposed(days("12"))
    const [change] = rowsOf(await asked(`governance/proposals/${again}/outlook`))
    expect(change).toMatchObject({ before: value, after: { value: { number: "12" } } })
    const closed = await problemIn(await send(test.gateway, `/v1/${path}`))
    expect([closed.status, closed["code"]]).toEqual([409, "proposal_closed"])
    const other = `/v1/governance/proposals/${"0".repeat(64)}/outlook`
    expect((await problemIn(await send(test.gateway, other)))["code"]).toBe("unknown_proposal")
    await said(FIRST, "governance/withdraw", { proposal: again })
  })

  it("whose ground is gone is told with why nothing would change", async () => {
    const freeze = { freeze: { scope: "service:provenance", reason: "drill", hours: 1 } }
    const [first, second] = [await proposed(freeze), await proposed(freeze)]
    await carried(first)
    await said(FIRST, "governance/execute", { proposal: first })
    const { refusal, rows } = await asked(`governance/proposals/${second}/outlook`)
    expect([refusal, rows]).toMatchObject([{ code: "already_frozen", service: "governance" }, []])
    const { frozen } = await asked("governance/standing")
    expect(frozen).toMatchObject([{ scope: "service:provenance", reason: "drill", by: [] }])
    await said(FIRST, "governance/withdraw", { proposal: second })
    test.world.clock.advance(DAY_MS)
  })
})

describe("who waits", () => {
  it("is told of an organisation and of a principal, until the ballot is given", async () => {
    const proposal = await proposed(days("20"))
    const kinds = async (me: string) => {
      const { tasks } = await asked(`governance/inbox/${me}`)
      return (tasks as readonly JsonObject[]).map(({ what }) => Object.keys(what as object)[0])
    }
    expect(await kinds("justice")).toEqual(["vote"])
    expect(await kinds(encodeURIComponent("justice~1clerk"))).toEqual(["vote"])
    await said(SECOND, "governance/vote", { proposal, choice: "no", reason: null })
    expect(await kinds("justice")).toEqual([])
    expect(await kinds("nobody-here")).toEqual([])
    const wrong = await problemIn(await send(test.gateway, "/v1/governance/inbox/Nobody"))
    expect(wrong["code"]).toBe("text_invalid")
  })

  it("is told of what is stopped", async () => {
    expect(await asked("governance/standing")).toMatchObject({
      ...{ frozen: [], off: [], upgrade: null, recovery: null },
    })
  })
})

describe("what a transaction changed", () => {
  it("says so where nobody knows any more what a row was", async () => {
    const first = await proposed(days("30"))
    const { transaction, height } = await said(FIRST, "governance/withdraw", { proposal: first })
    const path = `transactions/${transaction}/changes`
    const row = async () => named(rowsOf(await asked(path)), "proposals")[0]
    expect(await row()).toMatchObject({ known: true, before: { state: "open" } })
    for (let i = 0; test.ledger.status().provableFrom < BigInt(String(height)); i++) {
      await said(FIRST, "organisations/addPrincipal", { name: `later-${i}`, kind: "service" })
    }
    expect(await row()).toMatchObject({
      ...{ known: false, before: null, after: { state: "withdrawn" } },
    })
  })

  it("is of transactions that are there", async () => {
    const path = `/v1/transactions/${"0".repeat(64)}/changes`
    expect((await problemIn(await send(test.gateway, path)))["code"]).toBe("unknown_record")
  })
})
