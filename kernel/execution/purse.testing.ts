/** Two small services for tests: a purse that others pay through, and a shop that pays. */
import { ascii } from "../schema/ascii.ts"
import { bool } from "../schema/bool.ts"
import { option } from "../schema/option.ts"
import { type Party, party } from "../schema/party.ts"
import { time } from "../schema/time.ts"
import { u32 } from "../schema/unsigned.ts"
import { u128 } from "../schema/wide-unsigned.ts"
import { command } from "../service/command.ts"
import { event } from "../service/event.ts"
import { invariant } from "../service/invariant.ts"
import { procedure } from "../service/procedure.ts"
import { ensure, refusals } from "../service/refusals.ts"
import { service } from "../service/service.ts"
import { reader, table } from "../service/table.ts"
import type { Writer } from "../service/view.ts"

export const accounts = table("accounts", {
  key: { holder: party },
  value: { balance: u128, moved: option(time) },
  indexes: ["holder"],
})
export const moved = event("moved", { from: party, to: party, amount: u128 })
const purseRefusals = refusals({
  unknown_account: ["There is no such account.", 404],
  funds_insufficient: "The account holds less.",
})

/** Moves money between two accounts, whoever asks. */
const move = procedure((tx: Writer, from: Party, to: Party, amount: bigint): bigint => {
  const source = accounts.get(tx, { holder: from })
  ensure(source, purseRefusals.unknown_account, { holder: from })
  ensure(amount > 0n, purseRefusals.zero_amount)
  ensure(source.balance >= amount, purseRefusals.funds_insufficient, { balance: source.balance })

  const balance = accounts.get(tx, { holder: to })?.balance ?? 0n
  accounts.put(tx, { holder: from }, { balance: source.balance - amount, moved: tx.time })
  accounts.put(tx, { holder: to }, { balance: balance + amount, moved: tx.time })
  tx.emit(moved, { from, to, amount })
  return balance + amount
})

export const pay = command({
  about: "Pay from the caller's account.",
  input: { to: party, amount: u128 },
  amount: ({ amount }) => amount,
  scope: ({ to }) => to,
  freezes: ({ to }) => [`account:${to}`],
  run(tx, { to, amount }) {
    move(tx, tx.caller, to, amount)
  },
})

export const purse = service({
  name: "purse",
  about: "Accounts of principals",
  roles: { pay: ["member", "observer"] },
  tables: { accounts },
  events: { moved },
  commands: { pay },
  procedures: { move },
  refusals: purseRefusals,
  invariants: [
    invariant("A balance stays below 10^30.", {
      rows: accounts,
      holds: (_view, _key, { balance }) => balance < 10n ** 30n,
    }),
  ],
})

export const orders = table("orders", {
  key: { buyer: party, number: u32 },
  value: { item: ascii(20), price: u128, paid: bool },
})
export const ordered = event("ordered", { buyer: party, number: u32, paid: bool })
const accountsRead = reader(accounts)

export const order = command({
  about: "Order, and pay if the purse allows it.",
  role: null,
  input: { number: u32, item: ascii(20), price: u128 },
  run(tx, { number, item, price }) {
    const key = { buyer: tx.caller, number }
    ensure(!orders.has(tx, key), purseRefusals.already_exists)

    const refusal = tx.attempt(() => move(tx, tx.caller, "shop" as Party, price))
    orders.put(tx, key, { item, price, paid: refusal === null })
    tx.emit(ordered, { buyer: tx.caller, number, paid: refusal === null })
  },
})

export const shop = service({
  name: "shop",
  about: "Orders that pay through the purse",
  uses: [purse],
  tables: { orders },
  events: { ordered },
  commands: { order },
  invariants: [
    invariant("The shop has what it was paid.", {
      holds(view) {
        let sum = 0n
        for (const { value } of orders.scan(view, {}, { limit: 1_000 })) {
          if (value.paid) sum += value.price
        }
        return (accountsRead.get(view, { holder: "shop" as Party })?.balance ?? 0n) === sum
      },
    }),
  ],
})
