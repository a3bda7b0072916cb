/**
 * For tests: random commands of money, each in two forms: what the ledger is sent, and what the
 * naive ledger is told.
 */
import { hashOf, type Party, sha256, utf8 } from "@concordat/kernel"
import { operation } from "@concordat/kernel/testing"
import { closeAccount, setLimits } from "./accounts.ts"
import { setAllowance } from "./allowance.ts"
import { setPolicy } from "./assets.ts"
import {
  ALPHA,
  type Bank,
  BETA,
  DAY,
  digestOfText,
  idAt,
  numberOf,
  OFFICERS,
  openBank,
  SCHEME,
  SHOP,
  TREASURER,
} from "./bank.testing.ts"
import { setCap } from "./cycle.ts"
import { forceTransfer } from "./forced.ts"
import { freeze, unfreeze } from "./freeze.ts"
import { hold, postHold, voidHold } from "./hold.ts"
import { burn, mint } from "./issue.ts"
import type { Condition, Id } from "./kinds.ts"
import { standing } from "./naive-cycles.testing.ts"
import type { NaiveCondition, NaiveLeg, NaiveLine } from "./naive-kinds.testing.ts"
import { NaiveLedger, naiveTerms } from "./naive-ledger.testing.ts"
import { type OrderKind, recordOrder } from "./order.ts"
import { post, transfer } from "./post.ts"
import { offerQuote, takeQuote } from "./quote.ts"
import { cycleStep } from "./random-cycles.testing.ts"
import {
  ACCOUNTS,
  type Draw,
  type Given,
  type Made,
  NAMES,
  OWNERS,
  POLICY,
  plainLine,
  SEATS,
  sentLine,
  sentMove,
} from "./random-draws.testing.ts"
import { lacks, someOrder, thingStep } from "./random-things.testing.ts"
import { returnLine } from "./return.ts"
import { type Leg, settle, termsOf } from "./settle.ts"

/** A ledger and the naive one, both with the same accounts and some money. */
export class Pair {
  readonly bank: Bank
  readonly naive = new NaiveLedger()
  private count = 0
  private readonly ids: Id[] = []
  private last: { entry: Id; line: NaiveLine } | null = null

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
    for (const who of ["alpha", "beta", "shop"] as Party[]) {
      bank.ok(SCHEME, setCap, { asset: "eur", participant: who, cap: 2_000n })
      this.naive.caps.push({ asset: "eur", who, cap: 2_000n })
    }
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
    command: string
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
    const found = result!.refusals[0]?.code ?? null
    return { command: made.sent.command, found, expected: made.expected }
  }

  /** An id of now; sometimes one that was used, is too old or of a time to come. */
  id(pick: number): Id {
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
    if (kind < 13) return this.transfer(given)
    if (kind < 18) return this.post(given)
    if (kind < 21) return this.issue(given)
    if (kind < 28) return this.hold(given)
    if (kind < 34) return this.postHold(given)
    if (kind < 36) return this.voidHold(given)
    if (kind < 41) return this.settle(given)
    if (kind < 44) return this.giveBack(given)
    if (kind < 51) return this.control(given)
    if (kind < 56) return this.exchange(given)
    if (kind < 62) return this.manage(given)
    return kind < 80 ? cycleStep(this, given) : thingStep(this, given)
  }

  line([a, b, c, d]: readonly number[], amount: bigint): NaiveLine {
    const uetr = c! % 5 === 0 ? idAt(1, c! % 20) : null
    // The first half of the accounts is of one asset: most lines should fit.
    const near = d! % 4 === 0 ? NAMES.length : 5
    return {
      ...{ from: NAMES[a! % near]!, to: NAMES[(a! + 1 + (b! % near)) % near]!, amount },
      ...{ code: d! % 3 === 0 ? 101 : 100, uetr },
    }
  }

  /** Mostly the owner of what is debited signs; or who has an allowance, or anybody. */
  actFor(name: string, pick: number): void {
    const { naive } = this
    const owner = naive.of(name)?.owner
    const allowed = naive.allowances.find(({ account }) => account === name)
    if (allowed !== undefined && pick % 7 === 0) naive.signers = [allowed.spender]
    else if (owner !== undefined && pick % 4 > 0) naive.signers = [owner]
  }

  private transfer({ picks, amount }: Given): Made {
    const again = picks[7]! % 20 === 0 ? this.last : null
    const drawn = { entry: this.id(picks[9]!), line: this.line(picks, amount) }
    const { entry, line } = again ?? drawn
    const stuck = this.naive.accounts.find((one) => one.frozen > 0n && one.name !== line.to)
    if (stuck !== undefined && again === null && picks[6]! % 16 === 0) line.from = stuck.name
    const from = this.naive.of(line.from)
    // All of it, now and then: accounts get empty, and what is frozen stands in the way.
    const all = from !== undefined && again === null && picks[6]! % 8 === 0
    if (all && this.naive.balance(from) > 0n) line.amount = this.naive.balance(from)
    this.last = { entry, line }
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
    const id = picks[7]! % 12 === 0 ? this.someHold(picks[2]!) : this.id(picks[9]!)
    const { from, to } = this.line(picks, amount)
    this.actFor(from, picks[8]!)
    const expires =
      naive.now +
      ([0, 401 * DAY][picks[5]! % 16] ?? [1, 24, 48, 120, 480][picks[5]! % 5]! * 3_600_000)
    const notBefore = picks[6]! % 6 === 0 ? naive.now + 600_000 : 0
    const secret = `secret ${picks[4]! % 3}`
    const party = OWNERS[picks[4]! % 4]!
    const settled = this.legsFor([{ line: { ...plainLine(from, to, amount) } }])
    const of = ["alpha", "beta", "shop"] as Party[]
    const ways: readonly [Condition, NaiveCondition][] = [
      [{ by: party as Party }, { party }],
      [{ preimage: hashOf(sha256(sha256(utf8(secret)))) }, { secret }],
      [{ settlement: termsOf(settled.legs) }, { terms: naiveTerms(settled.naive) }],
      [{ approvals: { k: 2, of } }, { k: 2, of }],
      [{ service: "nobody" }, { service: "nobody" }],
    ]
    const [condition, by] = ways[picks[3]! % ways.length]!
    const expected = naive.hold({ id, from, to, amount, by, notBefore, expires })
    const sent = operation(hold, {
      ...{ hold: id, from: numberOf(from), to: numberOf(to), amount, condition },
      ...{ notBefore, expires, consent: null },
    })
    return { expected, sent }
  }

  someHold(pick: number): Id {
    const { holds, now } = this.naive
    const open = holds.filter(({ state }) => state === "open")
    const over = open.filter(({ expires }) => expires <= now)
    const some = over.length > 0 ? over : open
    const from = some.length > 0 && pick % 5 > 0 ? some : holds
    const known = from[pick % Math.max(1, from.length)]
    return (known?.id ?? idAt(5, pick)) as Id
  }

  private postHold({ picks, amount }: Given): Made {
    const id = this.someHold(picks[0]!)
    const known = this.naive.holds.find((one) => one.id === id)
    const paid = picks[1]! % 3 === 0 ? amount : (known?.amount ?? amount)
    if (known !== undefined && "party" in known.by) this.naive.signers = [known.by.party]
    if (known !== undefined && "k" in known.by) {
      this.naive.signers = known.by.of.slice(0, picks[5]! % 4 === 0 ? 1 : 2)
    }
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
  legsFor(naive: readonly NaiveLeg[]): { legs: Leg[]; naive: readonly NaiveLeg[] } {
    const legs = naive.map((one): Leg => {
      if ("line" in one) return { line: sentLine(one.line) }
      if ("item" in one) return { item: sentMove(one.item) }
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
  private giveBack({ picks, amount: some }: Given): Made {
    const transfers = this.naive.entries.filter(({ says }) => says.startsWith("transfer"))
    // The last ones: so that what was returned is returned again.
    const original = picks[8]! % 10 === 0 ? undefined : transfers.at(-1 - (picks[0]! % 4))
    const entry = this.id(picks[9]!)
    const known = (original?.id ?? idAt(3, picks[0]!)) as Id
    this.actFor(original?.lines[0]?.to ?? "", picks[1]!)
    const line = original?.lines[0] ?? this.line(picks, some)
    const amount = picks[2]! % 2 === 0 ? line.amount : some
    const expected = this.naive.giveBack(entry, known, amount)
    const shown = { form: "transfer", index: 0, line: sentLine(line), path: [] } as const
    const sent = operation(returnLine, {
      ...{ entry, original: { entry: known, ...shown }, amount, reason: "AC03", consent: null },
    })
    return { expected, sent }
  }

  /** Orders, and what is done under them: within what is left of one, mostly. */
  private control({ picks, amount: some }: Given): Made {
    const { naive } = this
    const way = picks[2]! % 4
    const account = ACCOUNTS[picks[0]! % ACCOUNTS.length]![0]
    if (way === 0) return this.order(account, picks, some)
    const kind = way === 3 ? "transfer" : "freeze"
    if (lacks(this, kind, picks[6]!)) return this.order(account, picks, some * 3n, kind)
    const order = someOrder(this, kind, picks[1]!)
    const id = order.id as Id
    const over = picks[3]! % 8 === 0 ? account : order.account
    const most = way === 2 ? order.used : order.cap - order.used
    const amount = most > 0n && some > most && picks[5]! % 6 > 0 ? most : some
    const input = { account: numberOf(over), order: id, measure: { amount } }
    const signers = OFFICERS
    if (way === 1) {
      const expected = naive.freeze(id, over, amount)
      return { signers, expected, sent: operation(freeze, input) }
    }
    if (way === 2) {
      const expected = naive.unfreeze(id, over, amount)
      return { signers, expected, sent: operation(unfreeze, input) }
    }
    const entry = this.id(picks[9]!)
    const near = ACCOUNTS.filter(([name]) => name !== over && name.startsWith(over.slice(0, 3)))
    const to = picks[4]! % 8 === 0 ? over : near[picks[4]! % near.length]![0]
    const expected = naive.force(entry, id, [over, to, amount])
    const moves = { from: numberOf(over), to: numberOf(to), amount }
    return { signers, expected, sent: operation(forceTransfer, { entry, order: id, ...moves }) }
  }

  /** An order for an account, of any kind or of this one. */
  order(account: string, picks: readonly number[], cap: bigint, only?: OrderKind): Made {
    const id = idAt(this.naive.now, ++this.count)
    const kind = only ?? (["freeze", "transfer", "recovery"] as const)[picks[3]! % 3]!
    const expires = this.naive.now + [2, 20][picks[4]! % 2]! * DAY
    this.naive.orders.push({ id, kind, account, cap, used: 0n, expires, lifted: false })
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
    const live = naive.quotes.filter(({ left, expires }) => left > 0n && expires > naive.now)
    const others = naive.quotes.filter((one) => !live.includes(one))
    const all = live.length > 0 && picks[8]! % 4 > 0 ? live : others
    const known = all[picks[1]! % Math.max(1, all.length)]
    const unknown = { id: idAt(4, picks[1]!) }
    const quote = picks[6]! % 20 === 0 ? unknown : known
    if (picks[0]! % 3 === 0 || quote === undefined) return this.offer(picks, amount * 5n)
    const id = this.id(picks[9]!)
    const [pays, takes] = [NAMES[picks[2]! % 5]!, `usd ${picks[3]! % 2 === 0 ? "a" : "b"}`]
    const least = picks[4]! % 3 === 0 ? BigInt(picks[4]! % 200) : 0n
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
    const expires = this.naive.now + 1 + picks[5]! * 1_000_000
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
    if (way < 3) return this.allow(name, owner, OWNERS[picks[2]! % 4]!, amount)
    if (way === 3) return this.close(picks[2]!)
    return this.limits(name, owner, picks, amount)
  }

  private allow(name: string, owner: string, spender: string, amount: bigint): Made {
    const { naive } = this
    const expires = naive.now + 9 * DAY
    const row = { account: numberOf(name), spender: spender as Party, amount, expires }
    const made = { signers: [SEATS[owner]!], sent: operation(setAllowance, row) }
    if (naive.of(name)!.closed) return { ...made, expected: "account_closed" }
    const others = naive.allowances.filter((one) => one.account !== name || one.spender !== spender)
    naive.allowances = others
    if (amount > 0n) others.push({ account: name, spender, left: amount, expires })
    return { ...made, expected: null }
  }

  /** One that is empty, mostly. */
  private close(pick: number): Made {
    const { naive } = this
    const all = naive.accounts.filter(({ kind }) => kind !== "issuance")
    const idle = all.filter((one) => naive.balance(one) === 0n)
    const from = idle.length > 0 && pick % 3 > 0 ? idle : all
    const one = from[pick % from.length]!
    const signers = one.owner === "shop" ? [BETA, SHOP] : [SEATS[one.owner]!]
    const still = naive.balance(one) === 0n && one.pending[0] + one.pending[1] === 0n
    const empty = still && standing(naive, one.name) === 0
    const wrong = one.closed ? "account_closed" : empty ? null : "account_not_empty"
    const expected = wrong ?? (one.frozen > 0n ? "account_blocked" : null)
    if (expected === null) one.closed = true
    const sent = operation(closeAccount, { account: numberOf(one.name) })
    return { signers, expected, sent }
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
    const signers = [...new Set([operator, SCHEME, ...Object.values(SEATS)])]
    const tier = picks[7]! % 5 === 0 ? picks[8]! % 3 : one.tier
    const shut = [sweepTo, mandate?.from ?? null].some((to) => to !== null && naive.of(to)!.closed)
    const holds = naive.balance(one) + one.pending[1]
    const used = one.pending[0] - naive.balance(one)
    const small = (credit < one.credit && credit < used) || (limit !== null && limit < holds)
    const expected = one.closed || shut ? "account_closed" : small ? "limit_in_use" : null
    if (expected === null) Object.assign(one, { tier, credit, limit, sweepTo, mandate })
    const sent = operation(setLimits, {
      ...{ account: numberOf(name), tier, creditLimit: credit, holdingLimit: limit },
      sweepTo: sweepTo === null ? null : numberOf(sweepTo),
      fundFrom: mandate === null ? null : { account: numberOf(mandate.from), left: mandate.left },
    })
    return { signers, expected, sent }
  }
}
