/** The seeded story: every command is accepted, and the money is where it says. */
import type { Json, Party } from "@concordat/kernel"
import { type GivenRow, openTestLedger, testSigner } from "@concordat/kernel/testing"
import { beforeEach, expect, test } from "vitest"
import {
  DEMO_ALONE,
  DEMO_CUSTOMERS,
  DEMO_ISSUER,
  DEMO_OFFICER,
  DEMO_TELLERS,
  demoRows,
} from "../organisations/demo.ts"
import { organisationsService } from "../organisations/service.ts"
import { BEGAN, CHAIN, digestOfText, idAt, numberOf } from "./bank.testing.ts"
import {
  DEMO_BALANCES,
  DEMO_DAY_BALANCES,
  type DemoPayment,
  demoDay,
  demoPayments,
} from "./demo.ts"
import { moneyService } from "./service.ts"
import { accounts } from "./tables.ts"
import { cycles } from "./tables-netting.ts"

const tables: Readonly<Record<string, GivenRow["table"]>> = organisationsService.tables

/** The seeded organisations, read as the genesis file is. */
function begun(): GivenRow[] {
  const keyOf: Parameters<typeof demoRows>[0] = ({ holder, purpose }) =>
    testSigner(holder, "ed25519", purpose).public
  return Object.entries(demoRows(keyOf, BEGAN, DEMO_ALONE)).flatMap(([name, list]) => {
    const table = tables[name]!
    return list.map(({ key, value }) => ({
      table,
      key: Object.fromEntries(table.keyFields.map((f) => [f.name, f.kind.fromJson(key[f.name]!)])),
      row: table.row.fromJson(value as Json) as GivenRow["row"],
    }))
  })
}

function openStory() {
  const ledger = openTestLedger([organisationsService, moneyService], {
    ...{ rows: begun(), chain: CHAIN, time: BEGAN },
  })
  let count = 0
  const given = {
    ...{ issuer: DEMO_ISSUER, number: numberOf, fresh: () => idAt(BEGAN + ++count, count) },
    ...{ terms: digestOfText("terms"), backing: digestOfText("gold") },
  }
  const tell = (story: readonly DemoPayment[]) => {
    for (const { who, with: others = [], command, input: json } of story) {
      const name = command.slice("money.".length) as keyof typeof moneyService.commands
      const input = moneyService.commands[name]!.input.fromJson(json as never)
      const sent = ledger.sign([who, ...others], [{ command, input: input as never }])
      expect([command, ledger.block([sent]).results[0]?.refusals]).toEqual([command, []])
    }
  }
  const balance = (name: string) => {
    const row = accounts.get(ledger.view(), { account: numberOf(name) })!
    return `${row.creditsPosted - row.debitsPosted}`
  }
  const balances = (names: object) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, balance(name)]))
  return { ledger, given, tell, balances }
}

let story: ReturnType<typeof openStory>
beforeEach(() => {
  story = openStory()
  const [north, south] = DEMO_TELLERS as [Party, Party]
  story.tell(demoPayments({ ...story.given, banks: [north, south] }))
})

test("the first part is accepted, and leaves the balances that it tells of", () => {
  expect(story.balances(DEMO_BALANCES)).toEqual(DEMO_BALANCES)
})

test("the day is accepted: cycles in three states, a defaulter, money where it says", () => {
  const customers = DEMO_CUSTOMERS as [Party, Party]
  const more = { officer: DEMO_OFFICER, banks: DEMO_TELLERS, customers, now: BEGAN }
  story.tell(demoDay({ ...story.given, ...more }))
  expect(story.balances(DEMO_DAY_BALANCES)).toEqual(DEMO_DAY_BALANCES)
  const rows = cycles.scan(story.ledger.view(), {}, { limit: 9 }).map(({ value }) => value)
  expect(rows.map(({ state, round }) => [state, round])).toEqual([
    ["settled", 1],
    ["funding", 0],
    ["open", 0],
  ])
})
