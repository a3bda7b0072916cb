/**
 * A seeded story: a central bank registers digital euros and issues them, two banks distribute
 * them, and a person pays a merchant. Pure data: the caller says who plays whom, hands in a time
 * and digests, and sends the commands in order, each signed by one principal.
 */
import { type Hash, type Hex, organisationOf, type Party } from "@concordat/kernel"

/** The asset of the story. */
export const DEMO_ASSET = "eur-demo"

/** Who plays whom, and what chance and the clock give. */
export type DemoBank = {
  readonly issuer: Party
  readonly banks: readonly [Party, Party]
  /** 16 bytes of hex by the name of an account: always the same for one name. */
  readonly number: (name: string) => Hex
  /** A fresh UUIDv7 of the ledger's time. */
  readonly fresh: () => Hex
  readonly terms: Hash
  readonly backing: Hash
}

/** One command of the story, its input as JSON. */
export type DemoPayment = {
  readonly who: Party
  readonly command: string
  readonly input: Readonly<Record<string, unknown>>
}

/** Accounts of the story by name, and what each holds at its end, in cents. */
export const DEMO_BALANCES: Readonly<Record<string, string>> = {
  treasury: "400000",
  "north reserve": "275000",
  "south reserve": "300000",
  ann: "22550",
  merchant: "2450",
}

/** The whole story in order. */
export function demoPayments(bank: DemoBank): readonly DemoPayment[] {
  const { issuer, banks, number, fresh, terms, backing } = bank
  const [north, south] = banks
  const open = (who: Party, name: string, kind: string): DemoPayment => ({
    who,
    command: "money.openAccount",
    input: {
      ...{ account: number(name), asset: DEMO_ASSET, owner: organisationOf(who), kind },
      ...{ tier: 0, wallet: null },
    },
  })
  const pay = (who: Party, from: string, to: string, amount: string): DemoPayment => ({
    who,
    command: "money.transfer",
    input: {
      entry: fresh(),
      line: {
        ...{ debit: number(from), credit: number(to), amount, code: 100 },
        ...{ uetr: null, memo: null, consent: null },
      },
    },
  })
  const asset = { asset: DEMO_ASSET, class: "cbdc", decimals: 2, iso4217: "EUR", isin: null }
  return [
    {
      who: issuer,
      command: "money.registerAsset",
      input: { ...asset, issuance: number("issuance"), approvals: 1, document: terms },
    },
    open(issuer, "treasury", "treasury"),
    {
      who: issuer,
      command: "money.mint",
      input: {
        ...{ entry: fresh(), asset: DEMO_ASSET, treasury: number("treasury") },
        ...{ amount: "1000000", backing },
      },
    },
    open(north, "north reserve", "omnibus"),
    open(south, "south reserve", "omnibus"),
    open(north, "ann", "wallet"),
    open(south, "merchant", "wallet"),
    pay(issuer, "treasury", "north reserve", "300000"),
    pay(issuer, "treasury", "south reserve", "300000"),
    pay(north, "north reserve", "ann", "25000"),
    pay(north, "ann", "merchant", "2450"),
  ]
}
