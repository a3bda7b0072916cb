/** What tests of blocks share: a ledger of probe, purse and shop, and one who sends. */
import type { Party } from "../schema/party.ts"
import { given } from "../testing/given.ts"
import { openTestLedger, operation, type TestLedger, type TestResult } from "../testing/ledger.ts"
import { probe, type Step, script } from "./probe.testing.ts"
import { accounts, purse, shop } from "./purse.testing.ts"

/** Who sends. */
export const ADA = "ada/one"
/** Puts a cell. */
export const put = (column: number, number = 1n): Step => ({
  what: "put",
  row: "a",
  column,
  number,
})
/** Any other step. */
export const told = (what: Step["what"], column = 0, number = 0n): Step => ({
  ...{ what, row: "a", column, number },
})
/** An operation that follows the steps. */
export const does = (...steps: Step[]) => operation(script, { steps })
/** A key of accounts. */
export const holder = (name: string) => ({ holder: name as Party })

/** Ada has 100. */
export function open(): TestLedger {
  const rows = [given(accounts, holder(ADA), { balance: 100n, moved: null })]
  return openTestLedger([probe, purse, shop], { rows })
}

/** Closes a block with one transaction. */
export function send(
  ledger: TestLedger,
  operations: Parameters<TestLedger["sign"]>[1],
  mode: "atomic" | "each" = "atomic",
): Omit<TestResult, "happened"> & { readonly seen: number } {
  const block = ledger.block([ledger.sign(ADA, operations, { mode })])
  return { ...block.results[0]!, seen: block.events.length }
}
