/** The bank of the story: assets and accounts that are there from the beginning, ids, and lines. */
import { type Hex, type Party, toHex } from "@concordat/kernel"
import { type GivenRow, given, testSigner } from "@concordat/kernel/testing"
import type { World } from "../organisations/random-world.testing.ts"
import { blankAccount } from "./assets.ts"
import {
  ALPHA,
  BETA,
  bankers,
  digestOfText,
  idAt,
  numberOf,
  SCHEME,
  SHOP,
  TREASURER,
} from "./bank.testing.ts"
import { toConsent } from "./consent.ts"
import type { Id, Line } from "./kinds.ts"
import { type AccountRow, accounts, assets, policies, totals } from "./tables.ts"

const SCAN = { limit: 200 }
const CENTRAL = "central" as Party
/** Who owns accounts, and who signs for them. */
export const PAYERS = { central: TREASURER, alpha: ALPHA, beta: BETA, shop: SHOP, scheme: SCHEME }
export const EVERYBODY: readonly string[] = Object.values(PAYERS)
const CUSTOMERS = ["alpha", "beta", "shop", "scheme"] as const
/** Assets that are there from the beginning; others come. */
export const ASSETS = ["eur", "usd"] as const
/** What each account holds at the beginning. */
const BEGINS_WITH = 1_000_000n

/** The signing person of the one wallet with a key; the last 32 bytes of a COSE_Key are x. */
const PERSON = testSigner("person/phone")
const WALLET_KEY = toHex(PERSON.public).slice(-64) as Hex
const WALLET = numberOf("eur wallet")

/** The main account of an owner, or its second one, which orders and limits weigh on. */
export function main(asset: string, owner: string, second = false): Id {
  return numberOf(`${asset} ${owner}${second ? " 2" : ""}`)
}
export const treasuryOf = (asset: string) => main(asset, CENTRAL)

function accountRow(asset: string, name: string, row: Partial<AccountRow>): GivenRow {
  const blank = blankAccount({
    ...{ asset, owner: { party: CENTRAL }, operator: CENTRAL, kind: "omnibus" },
  })
  return given(accounts, { account: numberOf(`${asset} ${name}`) }, { ...blank, ...row })
}

function owned(asset: string, owner: string): GivenRow[] {
  const operator = (owner === "shop" ? "beta" : owner) as Party
  const row = { owner: { party: owner as Party }, operator, creditsPosted: BEGINS_WITH }
  return [accountRow(asset, owner, row), accountRow(asset, `${owner} 2`, row)]
}

/** The rows of an asset: accounts of everybody, each with some of it. */
export function assetRows(asset: string): GivenRow[] {
  const rows = CUSTOMERS.flatMap((owner) => owned(asset, owner))
  const wallet = { owner: { party: "alpha" as Party }, operator: "alpha" as Party }
  rows.push(
    accountRow(asset, CENTRAL, { kind: "treasury", creditsPosted: BEGINS_WITH }),
    accountRow(asset, "wallet", { ...wallet, wallet: WALLET_KEY, creditsPosted: BEGINS_WITH }),
  )
  const issued = BigInt(rows.length) * BEGINS_WITH
  const terms = { class: "cbdc", decimals: 2, iso4217: null, isin: null, approvals: 1 } as const
  const row = { issuer: CENTRAL, issuance: main(asset, "issuance"), policy: 1, paused: false }
  const none = { debitsPending: 0n, creditsPending: 0n }
  return [
    given(assets, { asset }, { ...row, ...terms, document: digestOfText("terms") }),
    given(policies, { asset, version: 1 }, { tiers: [], deny: [], fees: [] }),
    given(totals, { asset }, { debitsPosted: issued, creditsPosted: issued, ...none }),
    accountRow(asset, "issuance", { kind: "issuance", debitsPosted: issued }),
    ...rows,
  ]
}

/** The rows of the bank and its people. */
export const BANK: readonly GivenRow[] = [...bankers("observer"), ...ASSETS.flatMap(assetRows)]

/** A fresh id of the next block's time; now and then one that is too old. */
export function fresh(world: World): Id {
  const old = world.chance(3) ? 8 * 86_400_000 : 0
  return idAt(world.time - old, `${world.random.next()}`)
}

export const amountOf = (world: World): bigint => BigInt(1 + world.random.below(150))

/** Accounts of an asset that are open and belong to a party. */
export function accountsOf(world: World, asset: string) {
  const all = accounts.scan(world.view, {}, SCAN)
  return all.filter(({ value }) => {
    return value.asset === asset && value.kind !== "issuance" && !value.closed
  })
}

/** One of them; of euros, mostly. */
export function someAccount(world: World, asset: string = world.chance(70) ? "eur" : "usd") {
  const { key, value } = world.pick(accountsOf(world, asset))
  return { account: key.account, row: value }
}

/** Who signs for an account; somebody else, now and then. */
export function payer(world: World, account: Id): string {
  const owner = accounts.get(world.view, { account })?.owner
  const named = owner !== undefined && "party" in owner ? owner.party : CENTRAL
  const found = Object.entries(PAYERS).find(([name]) => name === named)?.[1] ?? TREASURER
  return world.chance(95) ? found : world.pick(EVERYBODY)
}

/** A line between two accounts of one asset, with the person's consent where that is due. */
export function lineIn(world: World, entry: Id, index = 0): Line {
  const asset = world.chance(70) ? "eur" : "usd"
  const [from, to] = [someAccount(world, asset), someAccount(world, asset)]
  const debit = world.chance(10) ? WALLET : from.account
  const uetr = world.chance(30) ? idAt(world.time, `${world.random.below(20)}`) : null
  const line: Line = {
    ...{ debit, credit: to.account, amount: amountOf(world), code: world.pick([100, 101]) },
    ...{ uetr, memo: world.chance(20) ? world.hash() : null, consent: null },
  }
  const keyed = accounts.get(world.view, { account: debit })?.wallet !== null
  if (!keyed || world.chance(15)) return line
  const message = toConsent(world.chain, entry, index, line)
  return { ...line, consent: toHex(PERSON.sign(message)) as Hex }
}
