/**
 * Small services for tests of the executor: a purse that others pay through, a shop that pays, and
 * a probe whose commands do what they are told.
 */
import { ascii } from "../schema/ascii.ts"
import { bool } from "../schema/bool.ts"
import { bytes } from "../schema/bytes.ts"
import { enumeration } from "../schema/enumeration.ts"
import { fixed, hash } from "../schema/fixed.ts"
import { list } from "../schema/list.ts"
import { option } from "../schema/option.ts"
import { type Party, party } from "../schema/party.ts"
import { record } from "../schema/record.ts"
import { text } from "../schema/text.ts"
import { time } from "../schema/time.ts"
import { u16, u32 } from "../schema/unsigned.ts"
import { u64, u128 } from "../schema/wide-unsigned.ts"
import { command } from "../service/command.ts"
import { event } from "../service/event.ts"
import { invariant } from "../service/invariant.ts"
import { procedure } from "../service/procedure.ts"
import { rawTable } from "../service/raw-table.ts"
import { ensure, refusals } from "../service/refusals.ts"
import { rule } from "../service/rule.ts"
import { service } from "../service/service.ts"
import { reader, table } from "../service/table.ts"
import type { HookTx, Tx, Writer } from "../service/view.ts"

// --- purse ---------------------------------------------------------------------------------------

export const accounts = table("accounts", {
  key: { holder: party },
  value: { balance: u128, moved: option(time) },
  indexes: ["holder"],
})
export const moved = event("moved", { from: party, to: party, amount: u128 })
export const purseRefusals = refusals({
  unknown_account: ["There is no such account.", 404],
  funds_insufficient: "The account holds less.",
})

/** Moves money between two accounts, whoever asks. */
export const move = procedure((tx: Writer, from: Party, to: Party, amount: bigint): bigint => {
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

// --- shop ----------------------------------------------------------------------------------------

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

// --- probe ---------------------------------------------------------------------------------------

export const cells = table("cells", {
  key: { row: ascii(8, 0), column: u16 },
  value: { number: u64, note: option(text(40)), at: time },
})
export const pages = rawTable("pages", { key: 20, value: 100 })
export const ids = table("ids", { key: { id: hash }, value: { owner: option(party) } })
export const wrote = event("wrote", { row: ascii(8, 0), column: u16, number: u64 })
export const probeRefusals = refusals({ told_to_refuse: "As it was told." })

/** True for an even number; costs what it is told. */
export const even = rule("even", {
  input: { number: u64, units: u32 },
  cost: ({ units }) => units,
  holds: ({ number }) => number % 2n === 0n,
})

export const STEPS = [
  "put",
  "patch",
  "delete",
  "get",
  "scan",
  "prune",
  "raw",
  "emit",
  "charge",
  "verify",
  "attempt",
  "rehearse",
  "end",
  "refuse",
  "bug",
] as const

/** What one step of a script does to cell (row, column). */
export const step = record({
  what: enumeration(...STEPS),
  row: ascii(8, 0),
  column: u16,
  number: u64,
})
export type Step = {
  readonly what: (typeof STEPS)[number]
  readonly row: string
  readonly column: number
  readonly number: bigint
}

/** Follows a script; `attempt` and `rehearse` nest until their `end`. */
export function follow(tx: Tx, script: readonly Step[]): void {
  let at = 0
  const level = (): void => {
    while (at < script.length) {
      const one = script[at++]!
      if (one.what === "end") return
      if (one.what === "attempt" || one.what === "rehearse") {
        const depth = at
        tx[one.what](level)
        at = afterEnd(script, depth)
      } else act(tx, one)
    }
  }
  while (at < script.length) level()
}

function afterEnd(script: readonly Step[], from: number): number {
  let depth = 1
  let at = from
  for (; at < script.length && depth > 0; at++) {
    const { what } = script[at]!
    if (what === "attempt" || what === "rehearse") depth++
    else if (what === "end") depth--
  }
  return at
}

function act(tx: Tx, { what, row, column, number }: Step): void {
  const key = { row, column }
  if (what === "put") cells.put(tx, key, { number, note: null, at: tx.time })
  else if (what === "patch") {
    if (cells.has(tx, key)) cells.patch(tx, key, { number })
  } else if (what === "delete") cells.delete(tx, key)
  else if (what === "get") readBack(tx, key)
  else if (what === "scan") scanBack(tx, row, column, number)
  else if (what === "prune") cells.prune(tx, { row }, { below: { column }, limit: 3 })
  else if (what === "raw")
    pages.put(tx, Uint8Array.of(1 + (column & 7)), Uint8Array.of(column & 255))
  else if (what === "emit") tx.emit(wrote, { row, column, number })
  else if (what === "charge") tx.charge(Number(number & 0xffffn))
  else if (what === "verify")
    tx.emit(wrote, { ...key, number: tx.verify(even, { number, units: 3 }) ? 1n : 0n })
  else if (what === "refuse") ensure(false, probeRefusals.told_to_refuse, { column })
  else if (what === "bug") throw new TypeError("as it was told")
}

/** What is read decides what is written, so that a wrong read shows in the roots. */
function readBack(tx: Tx, key: { row: string; column: number }): void {
  const found = cells.get(tx, key)
  if (found !== undefined) tx.emit(wrote, { ...key, number: found.number })
}

function scanBack(tx: Tx, row: string, column: number, number: bigint): void {
  const reverse = number % 2n === 1n
  const prefix = number % 3n === 0n ? {} : { row }
  const range = { limit: 1 + (column % 5), reverse }
  const after = number % 5n === 0n ? { after: { row, column } } : {}
  for (const { key, value } of cells.scan(tx, prefix, { ...range, ...after })) {
    tx.emit(wrote, { ...key, number: value.number })
  }
}

export const script = command({
  about: "Do as told.",
  input: { steps: list(step, 200) },
  cost: ({ steps }) => steps.length,
  ahead: (_view, { steps }) =>
    steps.filter(({ what }) => what === "verify").map(({ number }) => [even, { number, units: 3 }]),
  run: (tx, { steps }) => {
    follow(tx, steps)
    return undefined
  },
})

export const cast = command({
  about: "Put an id; nobody need sign.",
  open: true,
  input: { id: hash, weight: u32, proof: bytes(64) },
  cost: ({ weight }) => weight,
  run(tx, { id }) {
    ids.put(tx, { id }, { owner: tx.caller })
  },
})

export const declare = command({
  about: "Declare a cost.",
  role: null,
  input: { units: u32, used: u32 },
  cost: ({ units }) => units,
  run: (tx, { used }) => {
    tx.charge(used)
    return undefined
  },
})

/** What hooks of the probe do; tests replace it and put it back. */
export const hooks: {
  genesis: (tx: HookTx) => void
  beginBlock: (tx: HookTx) => void
  endBlock: (tx: HookTx) => void
} = { genesis() {}, beginBlock() {}, endBlock() {} }

/** Hooks that do nothing. */
export function quietHooks(): void {
  hooks.genesis = () => {}
  hooks.beginBlock = () => {}
  hooks.endBlock = () => {}
}

export const probe = service({
  name: "probe",
  about: "Does as told",
  engine: true,
  tables: { cells, pages, ids },
  events: { wrote },
  commands: { script, cast, declare },
  rules: { even },
  refusals: probeRefusals,
  genesis: (tx) => void hooks.genesis(tx),
  beginBlock: (tx) => void hooks.beginBlock(tx),
  endBlock: (tx) => void hooks.endBlock(tx),
  invariants: [
    invariant("No cell holds 666.", {
      rows: cells,
      holds: (_view, _key, { number }) => number !== 666n,
    }),
  ],
})

/** An address of 20 bytes. */
export const address = (byte: number) =>
  fixed(20).check(byte.toString(16).padStart(2, "0").repeat(20))
