/** For tests: a central bank, banks, a shop, officers of a court, a scheme, and their accounts. */
import {
  type Command,
  type Hash,
  type Hex,
  hashOf,
  type Party,
  type Service,
  sha256,
  utf8,
  type Values,
} from "@concordat/kernel"
import {
  type GivenRow,
  given,
  openTestLedger,
  type Signatories,
  type TestLedger,
  testSigner,
} from "@concordat/kernel/testing"
import { expect } from "vitest"
import {
  consortiumRow,
  keyRows,
  organisationRow,
  overlaid,
  principalRow,
  grantRow as roleRow,
} from "../organisations/consortium.testing.ts"
import { organisationsService } from "../organisations/service.ts"
import { administrators, type OrganisationRow } from "../organisations/tables.ts"
import { openAccount } from "./accounts.ts"
import { registerAsset } from "./assets.ts"
import { available } from "./funds.ts"
import { mint } from "./issue.ts"
import type { Id, Line } from "./kinds.ts"
import { transfer } from "./post.ts"
import { moneyService } from "./service.ts"
import { type AccountRow, accounts } from "./tables.ts"

export const CHAIN = "test-dev-1"
/** First block time of a test ledger: 2026-11-23T10:00:00Z. */
export const BEGAN = 1_795_428_000_000
export const DAY = 86_400_000

/** Who acts in tests, with the roles of money; everywhere, without limit. */
const SEATS: Readonly<Record<string, readonly string[]>> = {
  "central/treasurer": ["issue", "operate", "pay"],
  "central/second": ["issue"],
  "alpha/teller": ["operate", "pay", "quote"],
  "beta/teller": ["operate", "pay", "quote"],
  "gamma/teller": ["operate", "pay"],
  "shop/owner": ["pay"],
  "court/officer": ["control"],
  "court/officer-2": ["control"],
  "scheme/desk": ["scheme", "pay", "operate"],
  "idle/clerk": [],
}
export const TREASURER = "central/treasurer"
export const ALPHA = "alpha/teller"
export const BETA = "beta/teller"
export const GAMMA = "gamma/teller"
export const SHOP = "shop/owner"
export const OFFICERS = ["court/officer", "court/officer-2"] as const
export const SCHEME = "scheme/desk"
export const IDLE = "idle/clerk"

function hexOf(text: string): Hash {
  return hashOf(sha256(utf8(text)))
}

/** A digest of a test, by a name. */
export const digestOfText = hexOf

/** An account's number, by a name. */
export function numberOf(name: string): Id {
  return hexOf(name).slice(0, 32) as Hex
}

/** An id of a time, UUIDv7: `n` tells ids of one time apart. */
export function idAt(time: number, n: number | string): Id {
  const start = time.toString(16).padStart(12, "0")
  return `${start}7${hexOf(`${n}`).slice(0, 19)}` as Hex
}

function seatRows(who: string): GivenRow[] {
  const holder = who as Party
  const [organisation] = who.split("/") as [Party]
  return [
    principalRow(holder),
    ...keyRows(holder, testSigner(who)),
    ...(SEATS[who] ?? []).flatMap((role) => [grantRow(organisation, role), grantRow(holder, role)]),
  ]
}

/** A grant of a role of money. */
export function grantRow(
  holder: Party,
  role: string,
  { limit = null }: { readonly limit?: bigint | null } = {},
): GivenRow {
  return roleRow(holder, `money.${role}`, { limit })
}

type Class = OrganisationRow["class"]

function organisationRows(organisation: Party, of: Class): GivenRow[] {
  const seats = Object.keys(SEATS).filter((who) => who.startsWith(`${organisation}/`))
  const named = organisation === "court" ? "supervisor" : of
  const administrator = `${organisation}/administrator` as Party
  return [
    organisationRow(organisation, {
      ...{ name: organisation, class: named, principals: seats.length + 1 },
    }),
    given(administrators, { organisation, name: "administrator" }, {}),
    principalRow(administrator),
    roleRow(administrator, "org.admin"),
    ...seats.flatMap(seatRows),
  ]
}

const NAMES = [...new Set(Object.keys(SEATS).map((who) => who.split("/")[0]!))].sort() as Party[]

/** Their rows, of one class all but the court: where others are the members, they observe. */
export function bankers(of: Class): readonly GivenRow[] {
  return overlaid(NAMES.flatMap((name) => organisationRows(name, of)))
}

const ROWS: readonly GivenRow[] = [
  consortiumRow(NAMES.filter((name) => name !== "court")),
  ...bankers("member"),
]

export type Bank = ReturnType<typeof openBank>

type Opening = { readonly services?: readonly Service[]; readonly rows?: readonly GivenRow[] }

/** A ledger of these organisations, and short words for what tests do with it. */
export function openBank({ services = [], rows = [] }: Opening = {}) {
  const ledger = openTestLedger([organisationsService, moneyService, ...services], {
    ...{ rows: overlaid([...ROWS, ...rows]), chain: CHAIN, time: BEGAN },
  })
  return bankOn(ledger)
}

function bankOn(ledger: TestLedger) {
  let count = 0
  const bank = {
    ledger,
    /** A fresh id of the next block's time. */
    id: () => idAt(ledger.time, ++count),
    run<F extends Command["fields"]>(
      who: Signatories,
      command: Command<F>,
      input: Values<NoInfer<F>>,
    ) {
      return ledger.run(who, command, input)
    },
    /** Must be accepted. */
    ok<F extends Command["fields"]>(
      who: Signatories,
      command: Command<F>,
      input: Values<NoInfer<F>>,
    ) {
      const result = ledger.run(who, command, input)
      expect(result.refusals).toEqual([])
      return result
    },
    /** Must be refused with the code; answers the details. */
    no<F extends Command["fields"]>(
      code: string,
      who: Signatories,
      command: Command<F>,
      input: Values<NoInfer<F>>,
    ) {
      const result = ledger.run(who, command, input)
      expect(result.refusals[0]?.code ?? "accepted").toBe(code)
      expect(result.happened).toEqual([])
      return result.refusals[0]!.details
    },
    row: (name: string): AccountRow => accounts.get(ledger.view(), { account: numberOf(name) })!,
    /** What is booked of an account. */
    balance(name: string): bigint {
      const { creditsPosted, debitsPosted } = bank.row(name)
      return creditsPosted - debitsPosted
    },
    /** What an account can spend. */
    free: (name: string) => available(ledger.view(), numberOf(name)),
    /** An asset of the central bank, its treasury holding `amount`. */
    asset(asset: string, amount = 0n, more: Partial<Values<typeof registerAsset.fields>> = {}) {
      bank.ok(TREASURER, registerAsset, {
        ...{ asset, class: "cbdc", decimals: 2, iso4217: null, isin: null, approvals: 1 },
        ...{ issuance: numberOf(`${asset} issuance`), document: hexOf("terms"), ...more },
      })
      bank.open(TREASURER, `${asset} treasury`, asset, { kind: "treasury" })
      if (amount > 0n) bank.mint(asset, amount)
    },
    mint(asset: string, amount: bigint) {
      const treasury = numberOf(`${asset} treasury`)
      const entry = bank.id()
      bank.ok(TREASURER, mint, { entry, asset, treasury, amount, backing: hexOf("gold") })
      return entry
    },
    open(
      who: Exclude<Signatories, null>,
      name: string,
      asset: string,
      more: Partial<Values<typeof openAccount.fields>> = {},
    ) {
      const [first] = typeof who === "string" ? [who] : who
      const owner = first!.split("/")[0] as Party
      const account = numberOf(name)
      const row = { account, asset, owner, kind: "wallet", tier: 0, wallet: null } as const
      bank.ok(who, openAccount, { ...row, ...more })
    },
  }
  return bank
}

/** Euros: 9,000 in the treasury, 1,000 at alpha, nothing at beta and the shop. */
export function euros(opening: Opening = {}): Bank {
  const bank = openBank(opening)
  bank.asset("eur", 10_000n)
  bank.open(ALPHA, "alpha", "eur")
  bank.open(BETA, "beta", "eur")
  bank.open([BETA, SHOP], "shop", "eur", { owner: "shop" as Party })
  const line = lineOf("eur treasury", "alpha", 1_000n)
  bank.ok(TREASURER, transfer, { entry: bank.id(), line })
  return bank
}

/** A line between two accounts of a test. */
export function lineOf(
  debit: string,
  credit: string,
  amount: bigint,
  more: Partial<Line> = {},
): Line {
  return {
    ...{ debit: numberOf(debit), credit: numberOf(credit), amount, code: 100 },
    ...{ uetr: null, memo: null, consent: null, ...more },
  }
}
