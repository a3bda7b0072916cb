/**
 * A seeded consortium: two ministries, each with an administrator, and the people who work with
 * documents. Pure data: the caller makes the keys and hands in their public parts.
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

const ISSUING = ["provenance.class", "provenance.issue", "provenance.status"]

/** Organisations of the story with their principals; the first of each is its administrator. */
const DEMO: Readonly<Record<string, { readonly title: string; readonly seats: readonly Seat[] }>> =
  {
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
  }
const DEMO_NAMES = ["education", "justice"] as const

/** Who acts where nobody is named, and who runs the only validator. */
export const DEMO_REGISTRAR = "education/registrar" as Party
export const DEMO_VALIDATOR = "education" as Party

const seatOf = (organisation: string, { name }: Seat) => `${organisation}/${name}` as Party

/** All principals of the story. */
export const DEMO_PRINCIPALS: readonly Party[] = DEMO_NAMES.flatMap((organisation) =>
  DEMO[organisation]!.seats.map((seat) => seatOf(organisation, seat)),
)

/** Every key of the story: each principal signs with one, ministries have a seal and receipts. */
export const DEMO_KEYS: readonly DemoKey[] = [
  ...DEMO_PRINCIPALS.map((holder) => ({ holder, purpose: "sign" as const })),
  ...DEMO_NAMES.flatMap((name) => [
    { holder: name as Party, purpose: "seal" as const },
    { holder: name as Party, purpose: "receipt" as const },
  ]),
]

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
): Readonly<Record<string, readonly Row[]>> {
  const at = time.toJson(begun)
  const keys = DEMO_KEYS.map((key) => ({ key, bytes: publicKey(key) }))
  const seats = DEMO_NAMES.flatMap((organisation) =>
    DEMO[organisation]!.seats.map((seat) => ({ organisation, seat })),
  )
  return {
    consortium: [
      {
        key: {},
        value: {
          ...{ name: "Concordat development ledger", profile: "development" },
          ...{ members: [...DEMO_NAMES], suspended: 0 },
        },
      },
    ],
    organisations: DEMO_NAMES.map((name) => organisationRow(name, at)),
    principals: seats.map(({ organisation, seat: { name } }) => ({
      key: { organisation, name },
      value: { kind: "person", status: "active", since: at, changed: at },
    })),
    keys: keys.map(({ key, bytes }) => keyRow(key, bytes, at)),
    holderKeys: keys.map(({ key: { holder }, bytes }) => ({
      key: { holder, key: thumbprint(bytes) as Hash },
      value: {},
    })),
    administrators: DEMO_NAMES.map((organisation) => ({
      key: { organisation, name: DEMO[organisation]!.seats[0]!.name },
      value: {},
    })),
    grants: [
      ...DEMO_NAMES.map((name) => grantRow(`${name}/administrator-1` as Party, "org.admin", at)),
      ...DEMO_NAMES.flatMap((name) => ISSUING.map((role) => grantRow(name as Party, role, at))),
      ...seats.flatMap(({ organisation, seat }) =>
        seat.roles.map((role) => grantRow(seatOf(organisation, seat), role, at)),
      ),
    ],
  }
}
