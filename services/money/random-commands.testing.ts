/**
 * For tests: random commands of money, each in two forms: what the ledger is sent, and what the
 * naive ledger is told.
 */
import { hashOf, type Operation, type Party, sha256, utf8 } from "@concordat/kernel"
import { operation } from "@concordat/kernel/testing"
import fc from "fast-check"
import { closeAccount, setLimits } from "./accounts.ts"
import { setAllowance } from "./allowance.ts"
import { pauseAsset, resumeAsset, setPolicy } from "./assets.ts"
import {
  ALPHA,
  type Bank,
  BETA,
  DAY,
  digestOfText,
  idAt,
  lineOf,
  numberOf,
  OFFICERS,
  openBank,
  SCHEME,
  SHOP,
  TREASURER,
} from "./bank.testing.ts"
import { forceTransfer } from "./forced.ts"
import { freeze, unfreeze } from "./freeze.ts"
import { hold, postHold, voidHold } from "./hold.ts"
import { burn, mint } from "./issue.ts"
import type { Condition, Id, Line } from "./kinds.ts"
import {
  NaiveLedger,
  type NaiveLeg,
  type NaiveLine,
  type NaivePolicy,
  naiveTerms,
} from "./naive-ledger.testing.ts"
import { recordOrder } from "./order.ts"
import { post, transfer } from "./post.ts"
import { offerQuote, takeQuote } from "./quote.ts"
import { returnLine } from "./return.ts"
import { type Leg, settle, termsOf } from "./settle.ts"

/** Who signs, by organisation. */
const SEATS: Readonly<Record<string, string>> = {
  central: TREASURER,
  alpha: ALPHA,
  beta: BETA,
  shop: SHOP,
}
const OWNERS = ["central", "alpha", "beta", "shop"] as const
/** Account, owner, tier. */
const ACCOUNTS = [
  ["eur treasury", "central", 0],
  ["eur a", "alpha", 0],
  ["eur a2", "alpha", 1],
  ["eur b", "beta", 0],
  ["eur shop", "shop", 2],
  ["usd treasury", "central", 0],
  ["usd a", "alpha", 0],
  ["usd b", "beta", 1],
] as const
const NAMES = [...ACCOUNTS.map(([name]) => name), "eur issuance", "nowhere"]

/** The policy of both assets: a tier with limits, one that may not pay another, a fee. */
const POLICY: NaivePolicy = {
  tiers: [
    { tier: 1, limit: 900n, flow: { limit: 400n, seconds: 3_600 } },
    { tier: 2, limit: 2_000n, flow: null },
  ],
  deny: [[2, 1]],
  fees: [{ code: 101, fixed: 1n, num: 1n, den: 10n, to: "treasury" }],
}

/** What chance decides of one command; every number is taken modulo what there is. */
export type Draw = {
  readonly kind: number
  readonly who: number
  readonly picks: readonly number[]
  readonly amount: number
  readonly passes: number
}

export const draw: fc.Arbitrary<Draw> = fc.record({
  kind: fc.nat(59),
  who: fc.nat(3),
  picks: fc.array(fc.nat(1_000), { minLength: 10, maxLength: 10 }),
  amount: fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 1, max: 150 }) },
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 1_500 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  ),
  passes: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.nat(3_600_000) },
    { weight: 1, arbitrary: fc.nat(2 * DAY) },
  ),
})

type Given = { readonly who: string; readonly picks: readonly number[]; readonly amount: bigint }
type Made = {
  readonly expected: string | null
  readonly sent: Operation
  readonly signers?: readonly string[]
}

/** A ledger and the naive one, both with the same accounts and some money. */
export class Pair {
  readonly bank: Bank
  readonly naive = new NaiveLedger()
  private count = 0
  private readonly ids: Id[] = []

  constructor() {
    const bank = openBank()
    this.bank = bank
    for (const asset of ["eur", "usd"]) this.beginAsset(asset)
    for (const [name, owner, tier] of ACCOUNTS) {
      if (name.endsWith("treasury")) continue
      const asset = name.slice(0, 3)
      const who = owner === "shop" ? [BETA, SHOP] : [SEATS[owner]!]
      bank.open(who, name, asset, { owner: owner as Party, tier })
      this.naive.open(name, asset, owner, "wallet", tier)
    }
    this.naive.now = bank.ledger.time
    for (const [name, owner] of ACCOUNTS) this.endow(name, owner)
    this.naive.now = bank.ledger.time
  }

  /** Some money for every account: what it may hold. */
  private endow(name: string, owner: string): void {
    const { bank, naive } = this
    const asset = name.slice(0, 3)
    const entry = bank.id()
    naive.signers = ["central"]
    bank.ok(TREASURER, mint, {
      ...{ entry, asset, treasury: numberOf(`${asset} treasury`), amount: 800n, backing: null },
    })
    naive.issue(entry, "mint", asset, 800n)
    if (owner === "central") return
    const id = bank.id()
    const line = plainLine(`${asset} treasury`, name, 800n)
    bank.ok(TREASURER, transfer, { entry: id, line: sentLine(line) })
    naive.now = bank.ledger.time
    naive.transfer(id, line)
  }

  private beginAsset(asset: string): void {
    const { bank, naive } = this
    bank.asset(asset)
    naive.open(`${asset} issuance`, asset, "central", "issuance")
    naive.open(`${asset} treasury`, asset, "central", "treasury")
    const to = `${asset} treasury`
    const fees = POLICY.fees.map((fee) => ({ ...fee, num: 1, den: 10, to: numberOf(to) }))
    bank.ok(TREASURER, setPolicy, {
      asset,
      tiers: POLICY.tiers.map(({ tier, limit, flow }) => ({ tier, holdingLimit: limit, flow })),
      deny: POLICY.deny.map(([from, to]) => ({ from, to })),
      fees,
    })
    naive.policies[asset] = { ...POLICY, fees: POLICY.fees.map((fee) => ({ ...fee, to })) }
  }

  /** Sends one command to both; answers what each of the two says. */
  step({ kind, who, picks, amount, passes }: Draw): {
    found: string | null
    expected: string | null
  } {
    const { ledger } = this.bank
    ledger.time += passes
    const { naive } = this
    naive.now = ledger.time
    const owner = OWNERS[who]!
    naive.signers = [owner]
    const made = this.command(kind, { who: owner, picks, amount: BigInt(amount) })
    const signers = made.signers ?? naive.signers.map((name) => SEATS[name]!)
    const [result] = ledger.block([ledger.sign(signers, [made.sent])]).results
    naive.sweep()
    return { found: result!.refusals[0]?.code ?? null, expected: made.expected }
  }

  private id(pick: number): Id {
    const { ids } = this
    const { time } = this.bank.ledger
    if (pick % 25 === 0 && ids.length > 0) return ids[pick % ids.length]!
    const off = pick % 61 === 0 ? 600_000 : pick % 67 === 0 ? -8 * DAY : 0
    const id = idAt(time + off, ++this.count)
    ids.push(id)
    return id
  }

  /** One command by its number: small numbers are more likely. */
  private command(kind: number, given: Given): Made {
    if (kind < 14) return this.transfer(given)
    if (kind < 20) return this.post(given)
    if (kind < 25) return this.issue(given)
    if (kind < 32) return this.hold(given)
    if (kind < 37) return this.postHold(given)
    if (kind < 39) return this.voidHold(given)
    if (kind < 44) return this.settle(given)
    if (kind < 47) return this.giveBack(given)
    if (kind < 52) return this.control(given)
    if (kind < 56) return this.exchange(given)
    return this.manage(given)
  }

  private line([a, b, c, d]: readonly number[], amount: bigint): NaiveLine {
    const uetr = c! % 5 === 0 ? idAt(1, c! % 20) : null
    // The first half of the accounts is of one asset: most lines should fit.
    const near = d! % 4 === 0 ? NAMES.length : 5
    return {
      ...{ from: NAMES[a! % near]!, to: NAMES[(a! + 1 + (b! % near)) % near]!, amount },
      ...{ code: d! % 3 === 0 ? 101 : 100, uetr },
    }
  }

  /** Three times of four the owner of what is debited signs. */
  private actFor(name: string, pick: number): void {
    const owner = this.naive.of(name)?.owner
    if (owner !== undefined && pick % 4 > 0) this.naive.signers = [owner]
  }

  private transfer({ picks, amount }: Given): Made {
    const [entry, line] = [this.id(picks[9]!), this.line(picks, amount)]
    this.actFor(line.from, picks[8]!)
    const expected = this.naive.transfer(entry, line)
    return { expected, sent: operation(transfer, { entry, line: sentLine(line) }) }
  }

  private post({ picks, amount }: Given): Made {
    const mode = picks[8]! % 2 === 0 ? "linked" : "each"
    const lines = [0, 1, 2]
      .slice(0, 1 + (picks[7]! % 3))
      .map((at) => this.line(picks.slice(at), amount + BigInt(at)))
    const entry = this.id(picks[9]!)
    this.actFor(lines[0]!.from, picks[6]!)
    const expected = this.naive.post(entry, mode, lines)
    return { expected, sent: operation(post, { entry, mode, lines: lines.map(sentLine) }) }
  }

  private issue({ picks, amount }: Given): Made {
    this.naive.signers = ["central"]
    const way = picks[1]! % 5 === 0 ? burn : mint
    const asset = picks[0]! % 3 === 0 ? "usd" : "eur"
    const entry = this.id(picks[9]!)
    const name = way === mint ? "mint" : "burn"
    const expected = this.naive.issue(entry, name, asset, amount)
    const treasury = numberOf(`${asset} treasury`)
    const sent = operation(way, { entry, asset, treasury, amount, backing: null })
    return { expected, sent, signers: [TREASURER] }
  }

  private hold({ picks, amount }: Given): Made {
    const { naive } = this
    const id = this.id(picks[9]!)
    const { from, to } = this.line(picks, amount)
    this.actFor(from, picks[8]!)
    const expires =
      naive.now +
      [3_600_000, 2 * DAY, 20 * DAY, 9 * DAY, DAY, 5 * DAY, 0, 401 * DAY][picks[5]! % 8]!
    const notBefore = picks[6]! % 6 === 0 ? naive.now + 600_000 : 0
    const secret = `secret ${picks[4]! % 3}`
    const party = OWNERS[picks[4]! % 4]!
    const settled = this.legsFor([{ line: { ...plainLine(from, to, amount) } }])
    const ways: readonly [Condition, Parameters<NaiveLedger["hold"]>[0]["by"]][] = [
      [{ by: party as Party }, { party }],
      [{ preimage: hashOf(sha256(sha256(utf8(secret)))) }, { secret }],
      [{ settlement: termsOf(settled.legs) }, { terms: naiveTerms(settled.naive) }],
    ]
    const [condition, by] = ways[picks[3]! % ways.length]!
    const expected = naive.hold({ id, from, to, amount, by, notBefore, expires })
    const sent = operation(hold, {
      ...{ hold: id, from: numberOf(from), to: numberOf(to), amount, condition },
      ...{ notBefore, expires, consent: null },
    })
    return { expected, sent }
  }

  private someHold(pick: number): Id {
    const { holds } = this.naive
    const known = holds[pick % Math.max(1, holds.length)]
    return (known?.id ?? idAt(5, pick)) as Id
  }

  private postHold({ picks, amount }: Given): Made {
    const id = this.someHold(picks[0]!)
    const known = this.naive.holds.find((one) => one.id === id)
    const paid = picks[1]! % 3 === 0 ? amount : (known?.amount ?? amount)
    if (known !== undefined && "party" in known.by) this.naive.signers = [known.by.party]
    const secret = `secret ${picks[4]! % 3}`
    const release = picks[2]! % 2 === 0 ? sha256(utf8(secret)) : null
    const expected = this.naive.postHold(id, paid, release === null ? undefined : secret)
    return { expected, sent: operation(postHold, { hold: id, amount: paid, release }) }
  }

  private voidHold({ picks }: Given): Made {
    const id = this.someHold(picks[0]!)
    this.actFor(this.naive.holds.find((one) => one.id === id)?.to ?? "", picks[1]!)
    return { expected: this.naive.voidHold(id), sent: operation(voidHold, { hold: id }) }
  }

  /** Legs in both forms. */
  private legsFor(naive: readonly NaiveLeg[]): { legs: Leg[]; naive: readonly NaiveLeg[] } {
    const legs = naive.map((one): Leg => {
      if ("line" in one) return { line: sentLine(one.line) }
      const { hold: id, from, to, amount } = one
      return { hold: { hold: id as Id, from: numberOf(from), to: numberOf(to), amount } }
    })
    return { legs, naive }
  }

  private settle({ picks, amount }: Given): Made {
    const known = this.naive.holds.find((one) => one.id === this.someHold(picks[0]!))
    const naive: NaiveLeg[] = []
    if (known !== undefined) {
      const { id, from, to } = known
      naive.push({ hold: id, from, to, amount: known.amount + (picks[1]! % 6 === 0 ? 1n : 0n) })
    }
    if (known === undefined || picks[2]! % 3 === 0) naive.push({ line: this.line(picks, amount) })
    const settlement = this.id(picks[9]!)
    const expected = this.naive.settle(settlement, naive)
    const { legs } = this.legsFor(naive)
    return { expected, sent: operation(settle, { settlement, legs }) }
  }

  /** Returns the one line of a transfer. */
  private giveBack({ picks, amount }: Given): Made {
    const transfers = this.naive.entries.filter(({ says }) => says.startsWith("transfer"))
    const original = transfers[picks[0]! % Math.max(1, transfers.length)]
    const entry = this.id(picks[9]!)
    const known = (original?.id ?? idAt(3, picks[0]!)) as Id
    this.actFor(original?.lines[0]?.to ?? "", picks[1]!)
    const line = original?.lines[0] ?? this.line(picks, amount)
    const expected = this.naive.giveBack(entry, known, amount)
    const shown = { form: "transfer", index: 0, line: sentLine(line), path: [] } as const
    const sent = operation(returnLine, {
      ...{ entry, original: { entry: known, ...shown }, amount, reason: "AC03", consent: null },
    })
    return { expected, sent }
  }

  /** Orders, and what is done under them. */
  private control({ picks, amount }: Given): Made {
    const { naive } = this
    const account = ACCOUNTS[picks[0]! % ACCOUNTS.length]![0]
    const order = naive.orders[picks[1]! % Math.max(1, naive.orders.length)]
    const way = picks[2]! % 4
    if (way === 0 || order === undefined) return this.order(account, picks, amount)
    const id = order.id as Id
    const over = picks[3]! % 4 === 0 ? account : order.account
    const measure = { amount }
    const input = { account: numberOf(over), order: id, measure }
    const signers = OFFICERS
    if (way === 1) {
      return { signers, expected: naive.freeze(id, over, amount), sent: operation(freeze, input) }
    }
    if (way === 2) {
      return {
        signers,
        expected: naive.unfreeze(id, over, amount),
        sent: operation(unfreeze, input),
      }
    }
    const entry = this.id(picks[9]!)
    const to = ACCOUNTS[picks[4]! % 5]![0]
    const expected = naive.force(entry, id, over, to, amount)
    const moves = { from: numberOf(over), to: numberOf(to), amount }
    return { signers, expected, sent: operation(forceTransfer, { entry, order: id, ...moves }) }
  }

  private order(account: string, picks: readonly number[], cap: bigint): Made {
    const id = idAt(this.naive.now, ++this.count)
    const kind = picks[3]! % 2 === 0 ? "freeze" : "transfer"
    const expires = this.naive.now + DAY
    this.naive.orders.push({ id, kind, account, cap, used: 0n, expires })
    const row = {
      order: id,
      kind,
      digest: digestOfText("writ"),
      account: numberOf(account),
    } as const
    return {
      signers: OFFICERS,
      expected: null,
      sent: operation(recordOrder, { ...row, cap, expires }),
    }
  }

  private exchange({ picks, amount }: Given): Made {
    const { naive } = this
    const quote = naive.quotes[picks[1]! % Math.max(1, naive.quotes.length)]
    if (picks[0]! % 3 === 0 || quote === undefined) return this.offer(picks, amount)
    const id = this.id(picks[9]!)
    const [pays, takes] = [NAMES[picks[2]! % 5]!, `usd ${picks[3]! % 2 === 0 ? "a" : "b"}`]
    const least = BigInt(picks[4]! % 200)
    this.actFor(pays, picks[5]!)
    const expected = naive.takeQuote(id, quote.id, pays, takes, amount, least)
    const accounts = { pays: numberOf(pays), takes: numberOf(takes) }
    const sent = operation(takeQuote, {
      entry: id,
      quote: quote.id as Id,
      ...accounts,
      amount,
      least,
    })
    return { expected, sent }
  }

  private offer(picks: readonly number[], left: bigint): Made {
    const id = idAt(this.naive.now, ++this.count)
    const expires = this.naive.now + 1 + picks[5]! * 100_000
    const [num, den] = [BigInt(1 + (picks[6]! % 3)), BigInt(1 + (picks[7]! % 3))]
    const row = { id, pays: "usd a", takes: "eur a", num, den, left, expires }
    this.naive.quotes.push(row)
    const sides = { pays: numberOf("usd a"), takes: numberOf("eur a") }
    const sent = operation(offerQuote, { quote: id, ...sides, num, den, left, expires })
    return { signers: [ALPHA], expected: null, sent }
  }

  /** Limits, allowances, pauses, closing. */
  private manage({ picks, amount }: Given): Made {
    const [name, owner] = ACCOUNTS[picks[0]! % ACCOUNTS.length]!
    const way = picks[1]! % 6
    if (way === 0 && picks[2]! % 4 === 0) return this.pause(name.slice(0, 3))
    if (way < 3) return this.allow(name, owner, OWNERS[picks[2]! % 4]!, amount)
    if (way === 3 && picks[2]! % 3 === 0) return this.close(name, owner)
    return this.limits(name, owner, picks, amount)
  }

  private pause(asset: string): Made {
    const { naive } = this
    const paused = naive.paused.includes(asset)
    naive.paused = naive.paused.filter((other) => other !== asset)
    if (!paused) naive.paused.push(asset)
    const way = paused ? resumeAsset : pauseAsset
    return { signers: [TREASURER], expected: null, sent: operation(way, { asset }) }
  }

  private allow(name: string, owner: string, spender: string, amount: bigint): Made {
    const { naive } = this
    const expires = naive.now + DAY
    const row = { account: numberOf(name), spender: spender as Party, amount, expires }
    const made = { signers: [SEATS[owner]!], sent: operation(setAllowance, row) }
    if (naive.of(name)!.closed) return { ...made, expected: "account_closed" }
    const others = naive.allowances.filter((one) => one.account !== name || one.spender !== spender)
    naive.allowances = others
    if (amount > 0n) others.push({ account: name, spender, left: amount, expires })
    return { ...made, expected: null }
  }

  private close(name: string, owner: string): Made {
    const one = this.naive.of(name)!
    const signers = owner === "shop" ? [BETA, SHOP] : [SEATS[owner]!]
    const empty = this.naive.balance(one) === 0n && one.pending[0] + one.pending[1] === 0n
    const wrong = one.closed ? "account_closed" : empty ? null : "account_not_empty"
    const expected = wrong ?? (one.frozen > 0n ? "account_blocked" : null)
    if (expected === null) one.closed = true
    return {
      signers,
      expected,
      sent: operation(closeAccount, { account: numberOf(name) }),
    }
  }

  private limits(name: string, owner: string, picks: readonly number[], amount: bigint): Made {
    const { naive } = this
    const one = naive.of(name)!
    const others = ACCOUNTS.filter(
      ([other]) => other !== name && other.startsWith(name.slice(0, 3)),
    )
    const other = () => others[picks[4]! % others.length]![0]
    const sweepTo = picks[2]! % 3 === 0 ? other() : null
    const mandate = picks[3]! % 3 === 0 ? { from: other(), left: amount } : null
    const credit = picks[5]! % 3 === 0 ? amount : one.credit
    const limit = picks[6]! % 3 === 0 ? amount * 2n : null
    const operator = owner === "shop" ? BETA : SEATS[owner]!
    const signers = [operator, SCHEME, ...Object.values(SEATS).filter((who) => who !== operator)]
    const shut = [sweepTo, mandate?.from ?? null].some((to) => to !== null && naive.of(to)!.closed)
    const holds = naive.balance(one) + one.pending[1]
    const used = one.pending[0] - naive.balance(one)
    const small = (credit < one.credit && credit < used) || (limit !== null && limit < holds)
    const expected = one.closed || shut ? "account_closed" : small ? "limit_in_use" : null
    if (expected === null) Object.assign(one, { credit, limit, sweepTo, mandate })
    const sent = operation(setLimits, {
      ...{ account: numberOf(name), tier: one.tier, creditLimit: credit, holdingLimit: limit },
      sweepTo: sweepTo === null ? null : numberOf(sweepTo),
      fundFrom: mandate === null ? null : { account: numberOf(mandate.from), left: mandate.left },
    })
    return { signers, expected, sent }
  }
}

function sentLine({ from, to, amount, code, uetr }: NaiveLine): Line {
  return lineOf(from, to, amount, { code, uetr: uetr as Id | null })
}

function plainLine(from: string, to: string, amount: bigint): NaiveLine {
  return { from, to, amount, code: 100, uetr: null }
}
