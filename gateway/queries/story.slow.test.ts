/**
 * Questions over a ledger that tells the stories of the council, of the banks and of authorities:
 * what they answer is what the rows and the log of the same node say.
 */
import { type Hash, type JsonObject, type Party, sha256Hex, utf8 } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { governanceService, proposalId } from "@concordat/services/governance"
import { DEMO_PROPOSAL } from "@concordat/services/governance/demo"
import {
  DEMO_ALONE,
  DEMO_AUDITOR,
  DEMO_INSPECTORS,
  DEMO_TELLERS,
  demoAdministrators,
} from "@concordat/services/organisations/demo"
import { demoOversight } from "@concordat/services/oversight/demo"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { TestGateway } from "../gateway.testing.ts"
import type { GatewayOptions } from "../gateway.ts"
import { freshId, numberOf, say, tellBanks, tellDay } from "../money/story.testing.ts"
import { changesRoutes } from "../routes/changes.ts"
import type { Asked } from "../routes/route.ts"
import { DATABASES, type Item, Projected } from "./projected.testing.ts"

const [NORTH = "", SOUTH = ""] = DEMO_TELLERS
const [FIRST = "", SECOND = ""] = demoAdministrators()
const names = (items: readonly Item[], field: string) => items.map((item) => item[field])

/** The same ledger, which keeps the state of its last block alone. */
function forgetful(ledger: Ledger): Ledger {
  const status = () => ({ ...ledger.status(), provableFrom: ledger.status().height + 1n })
  return new Proxy(ledger, {
    get(target, name) {
      const value = name === "status" ? status : Reflect.get(target, name)
      return typeof value === "function" ? value.bind(target) : value
    },
  })
}

/** The row of a proposal that a transaction changed, as its route tells it. */
async function changedBy(ledger: Ledger, id: string): Promise<Item | undefined> {
  const [route] = changesRoutes({ ledger } as GatewayOptions)
  const { body } = await route!.answer({ path: { id } } as unknown as Asked)
  const { rows } = JSON.parse(String(body)) as { rows: readonly Item[] }
  return rows.find(({ table }) => table === "proposals")
}

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

  it.skipIf(missing)("look-ups are told to whom they concern, with order and answer", async () => {
    const [first, second] = DEMO_INSPECTORS as [Party, Party]
    const digest = sha256Hex(utf8("copies"))
    const story = demoOversight({
      ...{ inspectors: [first, second], auditor: DEMO_AUDITOR, office: FIRST as Party },
      ...{ bank: NORTH as Party, now: test.ledger.status().time },
      ...{ caseFile: (name) => sha256Hex(utf8(name)) as Hash, handedOver: digest as Hash },
    })
    for (const { who, with: others = [], command, input } of story) {
      await say(test, who, command, input as JsonObject, others)
    }
    await projected.reached()
    const found = await all("oversight/queries/lookups?organisation=education")
    const facts = ["access", "state", "kind", "order", "second", "digest", "reason"]
    expect(found.map((item) => facts.map((name) => item[name]))).toEqual([
      [3, "requested", null, null, second, null, null],
      [2, "refused", "preservation", 1, null, null, "contested"],
      [1, "disclosed", "disclosure", 2, null, digest, null],
    ])
    const waiting = await all("oversight/queries/inbox?organisation=education")
    expect(names(waiting, "access")).toEqual([3])
    const orders = await all("oversight/queries/ordersOver?organisation=education")
    expect(names(orders, "kind")).toEqual(["disclosure", "preservation"])
    const asked = await all(`oversight/queries/asking?authority=${DEMO_AUDITOR.split("/")[0]}`)
    expect(names(asked, "subject")).toEqual(["north-bank"])
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
      const open = { state: "open", tally: { yes: 1, no: 0 }, due: null }
      const [listed] = await all("governance/queries/openProposals")
      expect(listed).toMatchObject({ proposal, ...open })
      const { transaction } = await vote(SECOND)
      expect(await waits("justice")).toBe(false)
      // What the row was is told by the state, and by the read model once that is kept no more.
      const known = await changedBy(test.ledger, String(transaction))
      expect(known).toMatchObject({ known: true, before: open, after: { state: "accepted" } })
      const late = await changedBy(forgetful(test.ledger), String(transaction))
      expect(late).toEqual(known)
    },
  )

  describe.skipIf(missing)("after the day at the desks", () => {
    const amount = (item: Item | undefined, field: string) => BigInt(String(item?.[field]))
    beforeAll(async () => {
      await tellDay(test)
      await projected.reached()
    }, 60_000)

    it("accounts are found by owner and by operator, each with its counters", async () => {
      const owned = await all("money/queries/accountList?owner=ann")
      expect(names(owned, "asset").toSorted()).toEqual(["eur-demo", "usd-demo"])
      expect(names(owned, "operator")).toEqual(["north-bank", "north-bank"])
      const kept = await all("money/queries/accountList?operator=south-bank")
      expect(kept.map(({ owner }) => (owner as JsonObject)["party"]).toSorted()).toEqual([
        ...["corner-cafe", "south-bank", "south-bank", "south-bank"],
      ])
      const everything = await all("money/queries/accountList")
      const { rows } = (await (await projected.ask("/v1/money/accounts?limit=200")).json()) as {
        rows: Item[]
      }
      expect(names(everything, "account")).toEqual(
        rows.map(({ key }) => (key as JsonObject)["account"]),
      )
      expect(await all("money/queries/accountList?owner=nobody")).toEqual([])
    })

    it("a statement's sums give the account's counters, whatever the page", async () => {
      const account = numberOf("till of the café")
      const period = "from=2020-01-01T00:00:00.000Z&to=2060-01-01T00:00:00.000Z"
      const found = await all(`money/queries/movements?account=${account}&${period}`)
      const lines = found.toReversed()
      expect(names(lines, "side")).toEqual(["credit", "credit", "debit", "credit"])
      expect(names(lines, "amount")).toEqual(["480", "720", "720", "850"])
      expect(names(lines, "credited")).toEqual(["480", "1200", "1200", "2050"])
      expect(names(lines, "debited")).toEqual(["0", "0", "720", "720"])
      expect(lines[0]).toMatchObject({ otherOwner: { party: "ann" }, otherKind: "wallet" })
      const past = "from=2020-01-01T00:00:00.000Z&to=2021-01-01T00:00:00.000Z"
      expect(await all(`money/queries/movements?account=${account}&${past}`)).toEqual([])
    })

    it("an entry has its lines, a bank its payments of a day and no others", async () => {
      const of = "money/queries/paymentsAt?operator=harbour-bank&day="
      const paid = await all(of + today())
      expect(names(paid, "amount")).toEqual(["10000"])
      expect(paid[0]).toMatchObject({ debitOwner: { party: "central-bank" }, returned: null })
      const found = await all(`money/queries/entryLines?entry=${paid[0]?.["entry"]}`)
      expect(found).toEqual(paid)
      expect(await all(`${of}2030-01-01T00:00:00.000Z`)).toEqual([])
      expect(await all(`money/queries/entryLines?entry=${numberOf("none")}`)).toEqual([])
    })

    it("what was issued less what was redeemed is the supply that the node tells of", async () => {
      const changes = await all("money/queries/issuance?asset=eur-demo")
      expect(names(changes, "code")).toEqual([1, 2, 1, 2, 1, 1])
      const sum = changes.reduce((total, change) => {
        const units = amount(change, "amount")
        return total + (change["code"] === 1 ? units : -units)
      }, 0n)
      const told = (await (await projected.ask("/v1/money/assets/eur-demo/supply")).json()) as Item
      expect(String(sum)).toBe(told["supply"])
      expect(await all("money/queries/issuance?asset=nothing")).toEqual([])
    })

    it("holds of a bank's accounts come from both ends and by state", async () => {
      const customers = (found: readonly Item[]) =>
        found.filter(({ fromOwner }) => (fromOwner as JsonObject)["party"] === "ann")
      for (const bank of ["north-bank", "south-bank"]) {
        const of = `money/queries/holdsAt?operator=${bank}`
        expect(names(customers(await all(of)), "state")).toEqual(["open", "posted"])
        expect(names(customers(await all(`${of}&state=open`)), "amount")).toEqual(["2500"])
      }
      expect(await all("money/queries/holdsAt?operator=ann")).toEqual([])
    })

    it("orders stand beside what is frozen, the newest first", async () => {
      const orders = await all("money/queries/orderList")
      expect(names(orders, "lifted")).toEqual([true, false])
      expect(names(orders, "frozen")).toEqual(["0", "2000"])
      const one = await all(`money/queries/orderList?account=${numberOf("merchant")}`)
      expect(one).toEqual(orders.slice(1))
    })

    it("cycles tell what is owed in them, and by how many it is not funded", async () => {
      const cycles = await all("money/queries/cycleList")
      expect(names(cycles, "state")).toEqual(["open", "funding", "settled"])
      expect(names(cycles, "members")).toEqual([5, 5, 5])
      expect(names(cycles, "unfunded")).toEqual([0, 1, 0])
      expect(names(cycles, "net")).toEqual(["0", "24000", "37500"])
      expect(names(cycles, "gross")).toEqual(["15300", "85500", "223000"])
      expect(await all("money/queries/cycleList?asset=usd-demo")).toEqual([])
    })

    it("who may owe in cycles is told with its cap, what it owes, and its accounts", async () => {
      const members = await all("money/queries/memberList?asset=eur-demo")
      const { rows } = (await (await projected.ask("/v1/money/caps?limit=200")).json()) as {
        rows: readonly { key: Item; value: Item }[]
      }
      for (const { key, value } of rows) {
        const own = members.filter(({ participant }) => participant === key["participant"])
        expect(own.length).toBeGreaterThan(0)
        for (const { cap, exposure } of own) expect({ cap, exposure }).toEqual(value)
        const owned = await all(`money/queries/accountList?owner=${key["participant"]}`)
        const euros = owned.filter(({ asset }) => asset === "eur-demo")
        expect(names(own, "account")).toEqual(names(euros, "account"))
      }
      expect(new Set(names(members, "participant")).size).toBe(rows.length)
      expect(await all("money/queries/memberList?asset=usd-demo")).toEqual([])
    })

    it("offers in force are found by what they take and give", async () => {
      const board = await all("money/queries/quoteBoard")
      expect(names(board, "num")).toEqual(["9180", "10790", "10850"])
      expect(names(board, "left")).toEqual(["100000", "80000", "192405"])
      const dollars = await all("money/queries/quoteBoard?sells=eur-demo&buys=usd-demo")
      expect(dollars).toEqual(board.slice(1))
      const best = board[2]!
      await say(test, SOUTH, "money.withdrawQuote", { quote: best["quote"]! })
      await projected.reached()
      expect(await all("money/queries/quoteBoard?sells=eur-demo")).toEqual(board.slice(1, 2))
    })
  })
})
