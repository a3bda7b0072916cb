/** Invariants: hold of a sound ledger, and find what was planted. */
import type { Hash, Hex, Party } from "@concordat/kernel"
import { type GivenRow, given } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { blankAccount } from "./assets.ts"
import { BEGAN, DAY, digestOfText, idAt, numberOf, openBank } from "./bank.testing.ts"
import { invariants } from "./invariants.ts"
import { type AccountRow, accounts, assets, policies, totals } from "./tables.ts"
import { blockedSides, frozenItems, holds, items, orders } from "./tables-control.ts"
import { cycles, positions } from "./tables-netting.ts"

const CENTRAL = "central" as Party
const [ISSUANCE, PURSE] = [numberOf("issuance"), numberOf("purse")]

function account(number: Hex, more: Partial<AccountRow>): GivenRow {
  const row = {
    asset: "eur",
    owner: { party: CENTRAL },
    operator: CENTRAL,
    kind: "wallet",
  } as const
  return given(accounts, { account: number }, { ...blankAccount(row), ...more })
}

const sums = { debitsPosted: 9n, debitsPending: 0n, creditsPosted: 9n, creditsPending: 0n }
const issuance = account(ISSUANCE, { kind: "issuance", debitsPosted: 9n })
const purse = account(PURSE, { creditsPosted: 9n })
const SOUND: readonly GivenRow[] = [
  given(
    assets,
    { asset: "eur" },
    {
      ...{ issuer: CENTRAL, class: "cbdc", decimals: 2, iso4217: null, isin: null, approvals: 1 },
      ...{ issuance: ISSUANCE, document: digestOfText("terms"), policy: 1, paused: false },
    },
  ),
  given(policies, { asset: "eur", version: 1 }, { tiers: [], deny: [], fees: [] }),
  given(totals, { asset: "eur" }, sums),
  issuance,
  purse,
]

const hold = (state: "open" | "posted", posted: bigint): GivenRow =>
  given(
    holds,
    { hold: idAt(BEGAN, "hold") },
    {
      ...{ from: ISSUANCE, to: PURSE, amount: 5n, posted, condition: { by: CENTRAL } },
      ...{ notBefore: 0, expires: BEGAN + DAY, state },
    },
  )
const cycle = numberOf("cycle")
const NETTING: readonly GivenRow[] = [
  account(PURSE, { creditsPosted: 9n, cycles: 2 }),
  given(
    cycles,
    { cycle },
    {
      ...{ asset: "eur", operator: { party: CENTRAL }, account: PURSE, state: "open", round: 0 },
      ...{ participants: [CENTRAL, "alpha" as Party], fundWithin: 1, fundBy: 0 },
    },
  ),
  given(
    positions,
    { cycle, participant: CENTRAL },
    {
      ...{ account: PURSE, gives: 1n, takes: 0n, owes: 0n, due: 0n, hold: null },
      excluded: false,
    },
  ),
]
const CLOSED = { closed: true, cycles: 1 }
const order: GivenRow = given(
  orders,
  { order: numberOf("order") },
  {
    ...{ authority: CENTRAL, kind: "freeze", digest: digestOfText("writ"), account: PURSE },
    ...{ cap: 1n, used: 2n, expires: BEGAN, lifted: false },
  },
)
const item: GivenRow = given(
  items,
  { asset: "eur", item: digestOfText("item") as Hash },
  { holder: numberOf("nowhere"), document: digestOfText("item"), frozen: false },
)

const frozenItem = given(
  items,
  { asset: "eur", item: digestOfText("frozen") as Hash },
  { holder: PURSE, document: digestOfText("frozen"), frozen: true },
)
const [writ, nothing] = [numberOf("order"), digestOfText("nothing") as Hash]

/** What is planted, and the words of the invariant that finds it. */
const PLANTED: readonly (readonly [string, string, readonly GivenRow[]])[] = [
  [
    "more debits than credits",
    "debits and credits are equal",
    [given(totals, { asset: "eur" }, { ...sums, debitsPosted: 10n })],
  ],
  [
    "a sum that is not one",
    "the sums over its accounts",
    [given(totals, { asset: "eur" }, { ...sums, debitsPosted: 8n, creditsPosted: 8n })],
  ],
  [
    "more spent than there was",
    "spent or reserved more",
    [account(PURSE, { creditsPosted: 9n, debitsPosted: 10n })],
  ],
  [
    "an asset without its account",
    "issuance account of its own",
    [account(ISSUANCE, { kind: "treasury", debitsPosted: 9n, creditLimit: 9n })],
  ],
  [
    "a closed account with money",
    "A closed account",
    [account(PURSE, { creditsPosted: 9n, closed: true })],
  ],
  [
    "something pending without a hold",
    "what open holds reserve",
    [
      account(PURSE, { creditsPosted: 9n, creditsPending: 1n }),
      account(ISSUANCE, { kind: "issuance", debitsPosted: 9n, debitsPending: 1n }),
      given(totals, { asset: "eur" }, { ...sums, debitsPending: 1n, creditsPending: 1n }),
    ],
  ],
  ["a closed account in a cycle", "A closed account", [account(numberOf("old"), CLOSED)]],
  [
    "an account that stands in no cycle it counts",
    "An account counts the cycles",
    [account(PURSE, { creditsPosted: 9n, cycles: 1 })],
  ],
  [
    "a side that no order blocks",
    "A side of an account",
    [account(PURSE, { creditsPosted: 9n, noCredits: true })],
  ],
  [
    "an order that blocks nothing",
    "What an order blocks",
    [given(blockedSides, { account: PURSE, side: "debit", order: writ }, {})],
  ],
  ["an item that no order froze", "An item is frozen", [frozenItem]],
  [
    "an order that froze no item",
    "What an order freezes",
    [given(frozenItems, { asset: "eur", item: nothing, order: writ }, {})],
  ],
  ["a hold that posted more than it held", "An open hold", [hold("posted", 6n)]],
  ["an open hold that the sweep does not know", "An open hold", [hold("open", 0n)]],
  ["an order that is overdone", "Nothing is done beyond an order", [order]],
  ["something given that nobody took", "what is given is taken", NETTING],
  ["an item that nobody holds", "An item is held", [item]],
]

describe("invariants", () => {
  test("hold of a sound ledger", () => {
    expect(openBank({ rows: SOUND }).balance("purse")).toBe(9n)
  })

  test.each(PLANTED)("find %s", (_what, words, rows) => {
    expect(() => openBank({ rows: [...SOUND, ...rows] })).toThrow(words)
  })

  test("are each of them broken by some plant", () => {
    for (const { text } of invariants) {
      expect([text, PLANTED.some(([, words]) => text.includes(words))]).toEqual([text, true])
    }
  })
})
