/**
 * A seeded consortium: ministries and offices, each with an administrator, and the people who work
 * with documents. Two of them on one node, as many as there are validators on a network. Pure data:
 * the caller makes the keys and hands in their public parts.
 */
import { organisationOf, type Party } from "@concordat/kernel"
import { type FoundingKey, foundingRows, ISSUING, type Seat } from "./founding.ts"

/** One key that the story needs. */
export type DemoKey = {
  readonly holder: Party
  readonly purpose: "sign" | "seal" | "receipt"
}

type Office = {
  readonly title: string
  readonly seats: readonly Seat[]
  /** A bank observes, authorities look over it; ministries and offices are members. */
  readonly class?: "observer" | "supervisor" | "auditor"
  /** What it holds; the right to issue documents unless given. */
  readonly roles?: readonly string[]
}

/** Who decides for an organisation, votes for it and operates its node. */
const ADMINISTRATOR: Seat = { name: "administrator-1", roles: ["org.approver", "org.operator"] }

/** An office where one person works beside the administrator. */
const office = (title: string): Office => ({
  title,
  seats: [ADMINISTRATOR, { name: "registrar", roles: ISSUING }],
})

const BANKING = ["money.operate", "money.pay", "money.quote"]
const CENTRAL = ["money.issue", "money.operate", "money.pay", "money.control", "money.scheme"]

/** A bank: it keeps accounts for others and pays, and has no vote on the ledger. */
const bank = (title: string): Office => ({
  ...{ title, class: "observer", roles: BANKING },
  seats: [ADMINISTRATOR, { name: "teller", roles: BANKING }],
})

const LOOKING = ["oversight.order", "oversight.access"]

/** Who looks over the others: it has no vote on the ledger. */
const authority = (
  title: string,
  of: "supervisor" | "auditor",
  names: readonly string[],
): Office => ({
  ...{ title, class: of, roles: LOOKING },
  seats: [ADMINISTRATOR, ...names.map((name) => ({ name, roles: LOOKING }))],
})

/** Who has accounts with a bank: it pays and is paid. */
const customer = (title: string, name: string): Office => ({
  ...{ title, class: "observer", roles: ["money.pay"] },
  seats: [ADMINISTRATOR, { name, roles: ["money.pay"] }],
})

/** Organisations of the story with their principals; the first of each is its administrator. */
const DEMO: Readonly<Record<string, Office>> = {
  education: {
    title: "Ministry of Education",
    seats: [
      ADMINISTRATOR,
      { name: "registrar", roles: ISSUING },
      { name: "registrar-2", roles: ["provenance.status"] },
    ],
  },
  justice: {
    title: "Ministry of Justice",
    seats: [ADMINISTRATOR, { name: "clerk", roles: ISSUING }],
  },
  interior: office("Ministry of the Interior"),
  health: office("Ministry of Health"),
  treasury: office("Treasury"),
  statistics: office("Office of Statistics"),
  archives: office("National Archives"),
  "central-bank": {
    ...{ title: "Central Bank", class: "observer", roles: CENTRAL },
    seats: [
      ADMINISTRATOR,
      { name: "treasurer", roles: CENTRAL },
      { name: "treasurer-2", roles: ["money.issue"] },
      { name: "officer", roles: ["money.control"] },
    ],
  },
  "north-bank": bank("North Bank"),
  "south-bank": bank("South Bank"),
  "east-bank": bank("East Bank"),
  "west-bank": bank("West Bank"),
  "harbour-bank": bank("Harbour Bank"),
  supervision: authority("Supervision Office", "supervisor", ["inspector", "inspector-2"]),
  "audit-office": authority("Court of Audit", "auditor", ["auditor"]),
  ann: customer("Ann, a customer of North Bank", "phone"),
  "corner-cafe": customer("Corner Café, a customer of South Bank", "till"),
}

/** All organisations that the story knows, in the order in which a network takes them in. */
export const DEMO_ORGANISATIONS = [
  ...["education", "justice", "interior", "health", "treasury", "statistics", "archives"],
] as Party[]

/** Those of a ledger on one node. */
const DEMO_PAIR = DEMO_ORGANISATIONS.slice(0, 2)

/** A central bank, five banks and two of their customers: who moves money in the story. */
export const DEMO_MONEY = [
  ...["central-bank", "north-bank", "south-bank", "east-bank", "west-bank", "harbour-bank"],
  ...["ann", "corner-cafe"],
] as Party[]
export const DEMO_ISSUER = "central-bank/treasurer" as Party
export const DEMO_OFFICER = "central-bank/officer" as Party
export const DEMO_TELLERS = [
  ...["north-bank/teller", "south-bank/teller", "east-bank/teller", "west-bank/teller"],
  "harbour-bank/teller",
] as Party[]
export const DEMO_CUSTOMERS = ["ann/phone", "corner-cafe/till"] as Party[]

/** A supervisor and an auditor, and their people. */
export const DEMO_AUTHORITIES = ["supervision", "audit-office"] as Party[]
export const DEMO_INSPECTORS = ["supervision/inspector", "supervision/inspector-2"] as Party[]
export const DEMO_AUDITOR = "audit-office/auditor" as Party

/** Those of a ledger on one node that tells the whole story. */
export const DEMO_ALONE = [...DEMO_PAIR, ...DEMO_MONEY, ...DEMO_AUTHORITIES]

/** Who acts where nobody is named, and who runs the only validator. */
export const DEMO_REGISTRAR = "education/registrar" as Party
export const DEMO_VALIDATOR = "education" as Party

const seatOf = (organisation: string, { name }: Seat) => `${organisation}/${name}` as Party

/** Who decides for each of these organisations. */
export function demoAdministrators(organisations: readonly Party[] = DEMO_PAIR): readonly Party[] {
  return organisations.map((organisation) => seatOf(organisation, ADMINISTRATOR))
}

/** All principals of these organisations. */
export function demoPrincipals(organisations: readonly Party[] = DEMO_PAIR): readonly Party[] {
  return organisations.flatMap((organisation) =>
    DEMO[organisation]!.seats.map((seat) => seatOf(organisation, seat)),
  )
}

/** Every key they need: each principal signs with one, organisations have a seal and receipts. */
export function demoKeys(organisations: readonly Party[] = DEMO_PAIR): readonly DemoKey[] {
  return [
    ...demoPrincipals(organisations).map((holder) => ({ holder, purpose: "sign" as const })),
    ...organisations.flatMap((holder) => [
      { holder, purpose: "seal" as const },
      { holder, purpose: "receipt" as const },
    ]),
  ]
}

/** What a register begins with besides; a ledger of profile development unless it says so. */
export type DemoMore = {
  readonly profile?: "production" | "development"
  readonly keys?: readonly FoundingKey[]
}

/** Rows of the register for a genesis file, by table. `begun` is the ledger's first time. */
export function demoRows(
  publicKey: (key: DemoKey) => Uint8Array,
  begun: number,
  organisations: readonly Party[] = DEMO_PAIR,
  { profile = "development", keys: more = [] }: DemoMore = {},
): ReturnType<typeof foundingRows> {
  const made = demoKeys(organisations).map((key) => ({ ...key, public: publicKey(key) }))
  const keys: readonly FoundingKey[] = [...made, ...more]
  const founders = organisations.map((organisation) => ({
    ...{ roles: ISSUING, ...DEMO[organisation]!, organisation },
    keys: keys.filter(({ holder }) => organisationOf(holder) === organisation),
  }))
  const name = "Concordat development ledger"
  return foundingRows({ name, profile, founders, begun })
}
