/**
 * What one operation does to accounts. Rows are read once, counters change in memory, and all is
 * written at the end, an account once however often it moved. A refusal throws the book away.
 */
import { type Key, organisationOf, type Row, type View, type Writer } from "@concordat/kernel"
import { type Authority, ownerReach, reachOf } from "./authority.ts"
import { moved } from "./events.ts"
import { generationOf, isUsed } from "./ids.ts"
import type { Id, Line } from "./kinds.ts"
import { type AccountRow, accounts, assets, policies, totals, uetrs } from "./tables.ts"
import { allowances, flows } from "./tables-control.ts"

type Policy = Row<typeof policies>
type Flow = Row<typeof flows>

/** An account under way. */
export type Held = {
  readonly account: Id
  readonly asset: HeldAsset
  row: AccountRow
  debitsPosted: bigint
  debitsPending: bigint
  creditsPosted: bigint
  creditsPending: bigint
  cycles: number
  flow: Flow | null
  changed: boolean
}

/** An asset under way: how much was posted and reserved in this operation. */
export type HeldAsset = {
  readonly asset: string
  readonly row: Row<typeof assets>
  readonly policy: Policy
  readonly totals: Row<typeof totals>
  posted: bigint
  pending: bigint
}

type Moved = {
  readonly line: Line
  readonly asset: string
  readonly entry: Id
  readonly index: number
}
type AllowanceKey = Key<typeof allowances>
type Allowance = { readonly key: AllowanceKey; readonly row: Row<typeof allowances> }

/** The accounts of one operation. */
export class Book {
  readonly view: View
  readonly authority: Authority
  private readonly accounts = new Map<Id, Held | null>()
  private readonly assets = new Map<string, HeldAsset>()
  private readonly reaches = new Map<string, bigint | null | undefined>()
  private readonly uetrs = new Map<Id, { readonly entry: Id; readonly line: number }>()
  private readonly allowances = new Map<string, Allowance>()
  private readonly moved: Moved[] = []

  constructor(view: View, authority: Authority) {
    this.view = view
    this.authority = authority
  }

  /** An account by its number, or null. */
  account(account: Id): Held | null {
    const known = this.accounts.get(account)
    if (known !== undefined) return known
    const row = accounts.get(this.view, { account })
    const held = row === undefined ? null : this.open(account, row)
    this.accounts.set(account, held)
    return held
  }

  /** An asset by its name, or null. */
  asset(asset: string): HeldAsset | null {
    const known = this.assets.get(asset)
    if (known !== undefined) return known
    const row = assets.get(this.view, { asset })
    if (row === undefined) return null
    const policy = policies.get(this.view, { asset, version: row.policy })!
    const sums = totals.get(this.view, { asset })!
    const held: HeldAsset = { asset, row, policy, totals: sums, posted: 0n, pending: 0n }
    this.assets.set(asset, held)
    return held
  }

  /** Up to which amount those who act may debit it: null without limit, undefined not at all. */
  reach({ row }: Held): bigint | null | undefined {
    const { owner, asset } = row
    const name = "party" in owner ? `${owner.party} ${asset}` : `${owner.service}: ${asset}`
    if (this.reaches.has(name)) return this.reaches.get(name)
    const reach = ownerReach(this.view, this.authority, owner, asset)
    this.reaches.set(name, reach)
    return reach
  }

  /** Whether a UETR was used, in this operation or before. */
  isUsed(uetr: Id): boolean {
    return this.uetrs.has(uetr) || isUsed(this.view, uetr)
  }

  /** The allowance that one of those who act may use on an account, or null. */
  allowanceFor({ account, row }: Held): Allowance | null {
    const { authority, view } = this
    if (!("signers" in authority)) return null
    for (const signer of authority.signers) {
      if (reachOf(view, [signer], signer, "money.pay", row.asset) === undefined) continue
      for (const spender of [signer, organisationOf(signer)]) {
        const key = { account, spender }
        const known = this.allowances.get(`${account} ${spender}`)?.row ?? allowances.get(view, key)
        if (known !== undefined && known.expires > view.time) return { key, row: known }
      }
    }
    return null
  }

  /** Takes a payment from the allowance that let it pass, where its owner did not sign. */
  useAllowance(debit: Held, amount: bigint): void {
    if (this.reach(debit) !== undefined) return
    const { key, row } = this.allowanceFor(debit)!
    const name = `${key.account} ${key.spender}`
    this.allowances.set(name, { key, row: { ...row, left: row.left - amount } })
  }

  /** Books a line between two accounts of one asset; what is due was checked. */
  post(line: Line, entry: Id, index: number, debit: Held, credit: Held): void {
    const { amount, uetr } = line
    debit.debitsPosted += amount
    credit.creditsPosted += amount
    debit.asset.posted += amount
    debit.changed = true
    credit.changed = true
    if (uetr !== null) this.uetrs.set(uetr, { entry, line: index })
    this.moved.push({ line, asset: debit.asset.asset, entry, index })
  }

  /** Reserves an amount, or with a negative one gives it back. */
  reserve(debit: Held, credit: Held, amount: bigint): void {
    debit.debitsPending += amount
    credit.creditsPending += amount
    debit.asset.pending += amount
    debit.changed = true
    credit.changed = true
  }

  /** A cycle is over for an account: it stands in one less. */
  leave(account: Id): void {
    const held = this.account(account)!
    held.cycles -= 1
    held.changed = true
  }

  /** Writes what changed, and tells of every line. */
  finish(tx: Writer): void {
    for (const held of this.accounts.values()) if (held?.changed) write(tx, held)
    for (const held of this.assets.values()) writeTotals(tx, held)
    for (const { key, row } of this.allowances.values()) allowances.put(tx, key, row)
    const generation = generationOf(tx.time)
    for (const [uetr, place] of this.uetrs) uetrs.put(tx, { generation, uetr }, place)
    for (const { line, asset, entry, index } of this.moved) {
      const { debit, credit, amount, code, uetr, memo } = line
      tx.emit(moved, { entry, line: index, asset, debit, credit, amount, code, uetr, memo })
    }
  }

  private open(account: Id, row: AccountRow): Held {
    const { debitsPosted, debitsPending, creditsPosted, creditsPending } = row
    return {
      ...{ account, asset: this.asset(row.asset)!, row, flow: null, changed: false },
      ...{ debitsPosted, debitsPending, creditsPosted, creditsPending, cycles: row.cycles },
    }
  }
}

function write(tx: Writer, held: Held): void {
  const { account, row, flow, cycles } = held
  const { debitsPosted, debitsPending, creditsPosted, creditsPending } = held
  const counters = { debitsPosted, debitsPending, creditsPosted, creditsPending, cycles }
  accounts.patch(tx, { account }, { ...counters, fundFrom: row.fundFrom })
  if (flow !== null) flows.put(tx, { account }, flow)
}

function writeTotals(tx: Writer, { asset, totals: sums, posted, pending }: HeldAsset): void {
  if (posted === 0n && pending === 0n) return
  totals.put(
    tx,
    { asset },
    {
      debitsPosted: sums.debitsPosted + posted,
      debitsPending: sums.debitsPending + pending,
      creditsPosted: sums.creditsPosted + posted,
      creditsPending: sums.creditsPending + pending,
    },
  )
}
