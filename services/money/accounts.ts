/** Accounts: opened by an operator for their owner, closed when empty, their limits and links. */
import {
  command,
  ensure,
  fixed,
  option,
  organisationOf,
  party,
  type RefusalDetails,
  type Tx,
  u8,
  u128,
} from "@concordat/kernel"
import { blankAccount } from "./assets.ts"
import { holdersOf, reachOf, signersOf } from "./authority.ts"
import { accountStatus, limitsSet } from "./events.ts"
import { unspent } from "./funds.ts"
import { accountId, accountKind, assetName, type Id } from "./kinds.ts"
import { refuse } from "./refusals.ts"
import { type AccountRow, accounts, assets, mandate } from "./tables.ts"

const OPERATE = "money.operate"

/** An account by its number, or `unknown_account`. */
export function accountOf(tx: Tx, account: Id): AccountRow {
  const row = accounts.get(tx, { account })
  ensure(row, refuse.unknown_account, { account })
  return row
}

/** One of the signers may pay for a party. */
export function ensureOwner(tx: Tx, who: AccountRow["owner"], asset: string): void {
  const { signers } = signersOf(tx)
  const owns = "party" in who && reachOf(tx, signers, who.party, "money.pay", asset) !== undefined
  const owner = "party" in who ? who.party : who.service
  ensure(owns, refuse.not_the_owner, { owner })
}

/** One of the signers operates accounts of the asset for the account's operator. */
function ensureOperator(tx: Tx, { operator, asset }: AccountRow): void {
  const { signers } = signersOf(tx)
  const operates = holdersOf(tx, signers, OPERATE, asset, operator).length > 0
  ensure(operates, refuse.not_the_owner, { operator })
}

export const openAccount = command({
  about: "Open an account for a party; if it is another organisation, that signs too.",
  role: OPERATE,
  input: {
    account: accountId,
    asset: assetName,
    owner: party,
    kind: accountKind,
    tier: u8,
    wallet: option(fixed(32)),
  },
  scope: ({ asset }) => asset,
  run(tx, { account, asset, owner: who, kind, tier, wallet }) {
    ensure(assets.has(tx, { asset }), refuse.unknown_asset, { asset })
    ensure(!accounts.has(tx, { account }), refuse.account_exists, { account })
    ensure(kind !== "issuance", refuse.parameter_out_of_range, { kind })
    const owner = { party: who }
    if (organisationOf(who) !== tx.organisation) ensureOwner(tx, owner, asset)

    const operator = tx.organisation
    const row = blankAccount({ asset, owner, operator, kind })
    accounts.put(tx, { account }, { ...row, tier, wallet })
    tx.emit(accountStatus, { account, asset, owner, operator, kind, closed: false })
  },
})

export const closeAccount = command({
  about: "Close an account that is empty and in no cycle, for good.",
  role: null,
  input: { account: accountId },
  run(tx, { account }) {
    const row = accountOf(tx, account)
    const { asset, owner, operator, kind, cycles } = row
    ensureOperator(tx, row)
    const other = !("party" in owner) || organisationOf(owner.party) !== operator
    if (other) ensureOwner(tx, owner, asset)
    ensure(!row.closed, refuse.account_closed, { account })
    const balance = row.creditsPosted - row.debitsPosted
    const pending = row.creditsPending + row.debitsPending
    const empty = balance === 0n && pending === 0n && cycles === 0
    ensure(empty, refuse.account_not_empty, { balance, pending, cycles })
    const free = kind !== "issuance" && row.frozen === 0n
    ensure(free, refuse.account_blocked, { account, frozen: row.frozen })

    accounts.patch(tx, { account }, { closed: true })
    tx.emit(accountStatus, { account, asset, owner, operator, kind, closed: true })
  },
})

/** The account that a link leads to: there, open, another one of the same asset. */
function linked(tx: Tx, from: Id, { asset }: AccountRow, to: Id): AccountRow {
  const row = accountOf(tx, to)
  ensure(from !== to, refuse.same_account, { account: to })
  ensure(row.asset === asset, refuse.asset_mismatch, { debit: asset, credit: row.asset })
  ensure(!row.closed, refuse.account_closed, { account: to })
  return row
}

/** Money that an account may not hold goes to its owner's accounts, else its owner must agree. */
function ensureSweep(tx: Tx, account: Id, row: AccountRow, sweepTo: Id): void {
  const { owner } = linked(tx, account, row, sweepTo)
  const named = (who: AccountRow["owner"]) => ("party" in who ? who.party : `${who.service}:`)
  if (sweepTo !== row.sweepTo && named(owner) !== named(row.owner)) {
    ensureOwner(tx, row.owner, row.asset)
  }
}

/** Money is pulled where the owner agrees, and never from a person's wallet. */
function ensureMandate(tx: Tx, account: Id, row: AccountRow, from: Id): void {
  const source = linked(tx, account, row, from)
  ensureOwner(tx, source.owner, row.asset)
  ensure(source.wallet === null, refuse.consent_invalid, { account: from })
}

/** Credit is a matter of the scheme, everything else of the operator. */
function ensureScheme(tx: Tx, asset: string): void {
  const { signers } = signersOf(tx)
  const held = holdersOf(tx, signers, "money.scheme", asset, null).length > 0
  ensure(held, refuse.permission_missing, { role: "money.scheme", scope: asset })
}

function ensureRoom(fits: boolean, details: RefusalDetails): void {
  ensure(fits, refuse.limit_in_use, details)
}

export const setLimits = command({
  about: "Set what an account may owe and hold, its tier, and where its money comes from and goes.",
  role: null,
  input: {
    account: accountId,
    tier: u8,
    creditLimit: u128,
    holdingLimit: option(u128),
    sweepTo: option(accountId),
    fundFrom: option(mandate),
  },
  run(tx, { account, ...limits }) {
    const row = accountOf(tx, account)
    ensureOperator(tx, row)
    ensure(!row.closed, refuse.account_closed, { account })
    ensure(row.kind !== "issuance", refuse.account_blocked, { account })
    const { creditLimit, holdingLimit, sweepTo, fundFrom } = limits
    if (creditLimit !== row.creditLimit) ensureScheme(tx, row.asset)
    if (sweepTo !== null) ensureSweep(tx, account, row, sweepTo)
    if (fundFrom !== null) ensureMandate(tx, account, row, fundFrom.account)
    const used = -unspent(row, { creditLimit: 0n })
    if (creditLimit < row.creditLimit) ensureRoom(creditLimit >= used, { creditLimit, used })
    const holds = row.creditsPosted + row.creditsPending - row.debitsPosted
    ensureRoom(holdingLimit === null || holdingLimit >= holds, { holdingLimit, holds })

    accounts.patch(tx, { account }, limits)
    const { tier } = limits
    tx.emit(limitsSet, { account, tier, creditLimit, holdingLimit })
  },
})
