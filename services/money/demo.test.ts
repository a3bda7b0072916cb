/** The seeded story: every command is accepted, and the money is where it says. */
import type { Party } from "@concordat/kernel"
import { expect, test } from "vitest"
import { ALPHA, BETA, digestOfText, numberOf, openBank, TREASURER } from "./bank.testing.ts"
import { DEMO_BALANCES, demoPayments } from "./demo.ts"
import { moneyService } from "./service.ts"

test("the seeded story is accepted, and leaves the balances that it tells of", () => {
  const bank = openBank()
  const story = demoPayments({
    ...{ issuer: TREASURER as Party, banks: [ALPHA as Party, BETA as Party] },
    ...{ number: numberOf, fresh: bank.id, terms: digestOfText("terms") },
    backing: digestOfText("gold"),
  })
  for (const { who, command, input: json } of story) {
    const name = command.slice("money.".length) as keyof typeof moneyService.commands
    const input = moneyService.commands[name]!.input.fromJson(json as never)
    const sent = bank.ledger.sign(who, [{ command, input: input as never }])
    expect([command, bank.ledger.block([sent]).results[0]?.refusals]).toEqual([command, []])
  }
  for (const [name, amount] of Object.entries(DEMO_BALANCES)) {
    expect([name, `${bank.balance(name)}`]).toEqual([name, amount])
  }
})
