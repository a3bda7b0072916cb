/**
 * Questions of governance and money over a ledger that tells the stories of the council and of the
 * banks: what they answer is what the rows and the log of the same node say.
 */
import type { Hash, JsonObject } from "@concordat/kernel"
import { governanceService, proposalId } from "@concordat/services/governance"
import { DEMO_PROPOSAL } from "@concordat/services/governance/demo"
import {
  DEMO_ALONE,
  DEMO_TELLERS,
  demoAdministrators,
} from "@concordat/services/organisations/demo"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { TestGateway } from "../gateway.testing.ts"
import { freshId, numberOf, say, tellBanks } from "../money/story.testing.ts"
import { DATABASES, type Item, Projected } from "./projected.testing.ts"

const [NORTH = "", SOUTH = ""] = DEMO_TELLERS
const [FIRST = "", SECOND = ""] = demoAdministrators()
const names = (items: readonly Item[], field: string) => items.map((item) => item[field])

describe.each(DATABASES)("questions over stories in %s", (_, kind, missing) => {
  let projected: Projected
  let test: TestGateway
  beforeAll(async () => {
    if (missing) return
    projected = await Projected.open(kind, DEMO_ALONE)
    test = projected.test
    await tellBanks(test)
    await projected.reached()
  }, 120_000)
  afterAll(() => projected?.close())

  const all = (path: string) => projected.everything(`/v1/${path}`, 2)
  const today = () => new Date(test.ledger.status().time).toISOString()

  it.skipIf(missing)(
    "a statement has every line of an account's day, and of no other day",
    async () => {
      const of = `money/queries/statement?account=${numberOf("north reserve")}&day=`
      const lines = await all(`${of}${today()}`)
      expect(names(lines, "side")).toEqual(["credit", "debit"])
      expect(names(lines, "amount")).toEqual(["300000", "25000"])
      expect(names(lines, "other")).toEqual([numberOf("treasury"), numberOf("ann")])
      expect(await all(`${of}2025-12-31T12:00:00.000Z`)).toEqual([])
      expect(await all(`${of}2030-01-01T00:00:00.000Z`)).toEqual([])
    },
  )

  it.skipIf(missing)(
    "a balance is the row's at that time: nothing before the account was there",
    async () => {
      const account = numberOf("north reserve")
      const asked = `money/queries/balance?account=${account}&by=`
      const blocks = await all("read-model/blocks")
      const seen: bigint[] = []
      for (const block of blocks.toReversed()) {
        const [row] = await all(`${asked}${block["time"]}`)
        const [kept] = await all(
          `read-model/money/accounts?account=${account}&at=${block["height"]}`,
        )
        const posted = (item: Item | undefined) =>
          item && [item["creditsPosted"], item["debitsPosted"]].map(String)
        expect(posted(row)).toEqual(posted(kept?.["value"] as Item | undefined))
        if (row)
          seen.push(BigInt(String(row["creditsPosted"])) - BigInt(String(row["debitsPosted"])))
      }
      expect(seen[0]).toBe(0n)
      expect(seen.at(-1)).toBe(275_000n)
    },
  )

  it.skipIf(missing)("a payment is found by its UETR, with what of it was returned", async () => {
    const asked = `money/queries/payments?uetr=${numberOf("uetr")}`
    const [paid] = await all(asked)
    expect(paid).toMatchObject({ amount: "2450", credit: numberOf("merchant"), returned: null })
    const { entry, debit, credit, amount, code, uetr, memo } = paid!
    const line = { debit, credit, amount, code, uetr, memo, consent: null }
    const original = { entry, form: "transfer", index: 0, line, path: [] }
    const back = { entry: freshId(test, 999), original, amount: "50", reason: "CUST" }
    await say(test, SOUTH, "money.returnLine", { ...back, consent: null } as JsonObject)
    await projected.reached()
    expect(names(await all(asked), "returned")).toEqual(["50"])
    expect(await all(`money/queries/payments?uetr=${numberOf("another")}`)).toEqual([])
  })

  it.skipIf(missing)("holds of an account are found from both its ends and by state", async () => {
    const [from, to] = [numberOf("ann"), numberOf("merchant")]
    const { time } = test.ledger.status()
    const instant = (ms: number) => new Date(time + ms).toISOString()
    const term = { notBefore: instant(0), expires: instant(86_400_000), consent: null }
    const holds = [freshId(test, 2_000), freshId(test, 2_001)]
    for (const hold of holds) {
      const given = { hold, from, to, amount: "10", condition: { by: "south-bank" }, ...term }
      await say(test, NORTH, "money.hold", given)
    }
    await say(test, SOUTH, "money.voidHold", { hold: holds[0]! })
    await projected.reached()
    for (const account of [from, to]) {
      const found = await all(`money/queries/accountHolds?account=${account}`)
      expect(names(found, "hold")).toEqual(holds.toReversed())
      const open = await all(`money/queries/accountHolds?account=${account}&state=open`)
      expect(names(open, "hold")).toEqual([holds[1]])
    }
    expect(await all(`money/queries/accountHolds?account=${numberOf("treasury")}`)).toEqual([])
  })

  it.skipIf(missing)(
    "a proposal waits for those who have not voted, and for nobody once it is decided",
    async () => {
      const { input: form } = governanceService.commands.propose
      const input = form.toJson(form.check(DEMO_PROPOSAL)) as JsonObject
      const made = await say(test, FIRST, "governance.propose", input)
      const proposal = proposalId(made["transaction"] as Hash, 0)
      const waits = async (organisation: string) => {
        await projected.reached()
        const found = await all(`governance/queries/awaitedVotes?organisation=${organisation}`)
        return names(found, "proposal").includes(proposal)
      }
      const vote = (who: string) =>
        say(test, who, "governance.vote", { proposal, choice: "yes", reason: null })
      expect(await waits("education")).toBe(true)
      expect(await waits("justice")).toBe(true)
      expect(await waits("north-bank")).toBe(false)
      await vote(FIRST)
      expect(await waits("education")).toBe(false)
      expect(await waits("justice")).toBe(true)
      const [open] = await all("governance/queries/openProposals")
      expect(open).toMatchObject({ proposal, state: "open", tally: { yes: 1, no: 0 }, due: null })
      await vote(SECOND)
      expect(await waits("justice")).toBe(false)
    },
  )
})
