/**
 * A seeded consortium: ministries and offices, each with an administrator, and the people who work
 * with documents. Two of them on one node, as many as there are validators on a network. Pure data:
 * the caller makes the keys and hands in their public parts.
 */
import {
  type Hash,
  type Json,
  type JsonObject,
  type Party,
  parseCoseKey,
  thumbprint,
  time,
  toBase64url,
} from "@concordat/kernel"
import { nameOf } from "./rights.ts"

/** One key that the story needs. */
export type DemoKey = {
  readonly holder: Party
  readonly purpose: "sign" | "seal" | "receipt"
}

type Seat = { readonly name: string; readonly roles: readonly string[] }
type Office = { readonly title: string; readonly seats: readonly Seat[] }

const ISSUING = ["provenance.class", "provenance.issue", "provenance.status"]

/** An office where one person works beside the administrator. */
const office = (title: string): Office => ({
  title,
  seats: [
    { name: "administrator-1", roles: [] },
    { name: "registrar", roles: ISSUING },
  ],
})

/** Organisations of the story with their principals; the first of each is its administrator. */
const DEMO: Readonly<Record<string, Office>> = {
  education: {
    title: "Ministry of Education",
    seats: [
      { name: "administrator-1", roles: [] },
      { name: "registrar", roles: ISSUING },
      { name: "registrar-2", roles: ["provenance.status"] },
    ],
  },
  justice: {
    title: "Ministry of Justice",
    seats: [
      { name: "administrator-1", roles: [] },
      { name: "clerk", roles: ISSUING },
    ],
  },
  interior: office("Ministry of the Interior"),
  health: office("Ministry of Health"),
  treasury: office("Treasury"),
  statistics: office("Office of Statistics"),
  archives: office("National Archives"),
}

/** All organisations that the story knows, in the order in which a network takes them in. */
export const DEMO_ORGANISATIONS = [
  ...["education", "justice", "interior", "health", "treasury", "statistics", "archives"],
] as Party[]

/** Those of a ledger on one node. */
const DEMO_PAIR = DEMO_ORGANISATIONS.slice(0, 2)

/** Who acts where nobody is named, and who runs the only validator. */
export const DEMO_REGISTRAR = "education/registrar" as Party
export const DEMO_VALIDATOR = "education" as Party

const seatOf = (organisation: string, { name }: Seat) => `${organisation}/${name}` as Party

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

type Row = { readonly key: JsonObject; readonly value: JsonObject }

function grantRow(holder: Party, role: string, at: Json): Row {
  const depth = nameOf(holder) === "" ? 0 : 1
  const grantor = depth === 0 ? holder : holder.slice(0, holder.indexOf("/"))
  return {
    key: { holder, role, scope: "" },
    value: {
      ...{ grantor, from: at, until: null, limit: null, delegable: false, depth },
      ...{ status: "active", changed: at },
    },
  }
}

function keyRow({ holder, purpose }: DemoKey, bytes: Uint8Array, at: Json): Row {
  return {
    key: { key: thumbprint(bytes) },
    value: {
      ...{ holder, purpose, algorithm: parseCoseKey(bytes).algorithm },
      ...{ public: toBase64url(bytes), from: at, until: null, status: "active", since: null },
    },
  }
}

function organisationRow(organisation: string, at: Json): Row {
  const { title, seats } = DEMO[organisation]!
  return {
    key: { organisation },
    value: {
      ...{ name: title, class: "member", status: "active", adminThreshold: 1, administrators: 1 },
      ...{ principals: seats.length, page: null, since: at, changed: at, reason: null },
    },
  }
}

/** Rows of the register for a genesis file, by table. `begun` is the ledger's first time. */
export function demoRows(
  publicKey: (key: DemoKey) => Uint8Array,
  begun: number,
  organisations: readonly Party[] = DEMO_PAIR,
): Readonly<Record<string, readonly Row[]>> {
  const at = time.toJson(begun)
  const keys = demoKeys(organisations).map((key) => ({ key, bytes: publicKey(key) }))
  const seats = organisations.flatMap((organisation) =>
    DEMO[organisation]!.seats.map((seat) => ({ organisation, seat })),
  )
  return {
    consortium: [
      {
        key: {},
        value: {
          ...{ name: "Concordat development ledger", profile: "development" },
          ...{ members: organisations.toSorted((a, b) => (a < b ? -1 : 1)), suspended: 0 },
        },
      },
    ],
    organisations: organisations.map((name) => organisationRow(name, at)),
    principals: seats.map(({ organisation, seat: { name } }) => ({
      key: { organisation, name },
      value: { kind: "person", status: "active", since: at, changed: at },
    })),
    keys: keys.map(({ key, bytes }) => keyRow(key, bytes, at)),
    holderKeys: keys.map(({ key: { holder }, bytes }) => ({
      key: { holder, key: thumbprint(bytes) as Hash },
      value: {},
    })),
    administrators: organisations.map((organisation) => ({
      key: { organisation, name: DEMO[organisation]!.seats[0]!.name },
      value: {},
    })),
    grants: [
      ...organisations.map((name) => grantRow(`${name}/administrator-1` as Party, "org.admin", at)),
      ...organisations.flatMap((name) => ISSUING.map((role) => grantRow(name, role, at))),
      ...seats.flatMap(({ organisation, seat }) =>
        seat.roles.map((role) => grantRow(seatOf(organisation, seat), role, at)),
      ),
    ],
  }
}
