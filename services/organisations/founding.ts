/**
 * The register that a ledger begins with: its founders, their principals, keys and rights, as rows
 * of a genesis file. Pure data: who founds makes the keys and hands in their public parts.
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

/** A principal's function, and the roles that it has in its organisation. */
export type Seat = { readonly name: string; readonly roles: readonly string[] }

/** The public part of a key. */
export type FoundingKey = {
  readonly holder: Party
  readonly purpose: "sign" | "seal" | "receipt" | "recovery"
  /** Canonical COSE_Key. */
  readonly public: Uint8Array
}

/** An organisation that founds a ledger. */
export type Founder = {
  readonly organisation: Party
  readonly title: string
  /** All but members vote not; a member unless given. */
  readonly class?: "member" | "observer" | "supervisor" | "auditor"
  /** The first is its administrator. */
  readonly seats: readonly Seat[]
  /** Roles that it holds itself, and may give on. */
  readonly roles: readonly string[]
  readonly keys: readonly FoundingKey[]
}

/** How the ledger begins. */
export type Founding = {
  readonly name: string
  readonly profile: "production" | "development"
  readonly founders: readonly Founder[]
  /** The ledger's first time, milliseconds of 1970. */
  readonly begun: number
}

/** What offices do with documents; founders hold it, as nobody was there to grant it. */
export const ISSUING: readonly string[] = [
  ...["provenance.class", "provenance.issue", "provenance.status"],
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

function keyRow({ holder, purpose, public: bytes }: FoundingKey, at: Json): Row {
  return {
    key: { key: thumbprint(bytes) },
    value: {
      ...{ holder, purpose, algorithm: parseCoseKey(bytes).algorithm },
      ...{ public: toBase64url(bytes), from: at, until: null, status: "active", since: null },
    },
  }
}

function organisationRow({ organisation, title, seats, ...more }: Founder, at: Json): Row {
  return {
    key: { organisation },
    value: {
      ...{ name: title, class: more.class ?? "member", status: "active", adminThreshold: 1 },
      administrators: 1,
      ...{ principals: seats.length, page: null, since: at, changed: at, reason: null },
    },
  }
}

const partyOf = ({ organisation }: Founder, { name }: Seat) => `${organisation}/${name}` as Party

/** Rows of the register for a genesis file, by table. */
export function foundingRows(founding: Founding): Readonly<Record<string, readonly Row[]>> {
  const { name, profile, founders, begun } = founding
  const at = time.toJson(begun)
  const voting = founders.filter((founder) => (founder.class ?? "member") === "member")
  const members = voting.map(({ organisation }) => organisation)
  const keys = founders.flatMap((founder) => founder.keys)
  const seats = founders.flatMap((founder) => founder.seats.map((seat) => ({ founder, seat })))
  return {
    consortium: [
      {
        key: {},
        value: {
          name,
          profile,
          members: members.toSorted((a, b) => (a < b ? -1 : 1)),
          suspended: 0,
        },
      },
    ],
    organisations: founders.map((founder) => organisationRow(founder, at)),
    principals: seats.map(({ founder: { organisation }, seat }) => ({
      key: { organisation, name: seat.name },
      value: { kind: "person", status: "active", since: at, changed: at },
    })),
    keys: keys.map((key) => keyRow(key, at)),
    holderKeys: keys.map(({ holder, public: bytes }) => ({
      key: { holder, key: thumbprint(bytes) as Hash },
      value: {},
    })),
    administrators: founders.map(({ organisation, seats: [administrator] }) => ({
      key: { organisation, name: administrator!.name },
      value: {},
    })),
    grants: [
      ...founders.map((founder) => grantRow(partyOf(founder, founder.seats[0]!), "org.admin", at)),
      ...founders.flatMap(({ organisation, roles }) =>
        roles.map((role) => grantRow(organisation, role, at)),
      ),
      ...seats.flatMap(({ founder, seat }) =>
        seat.roles.map((role) => grantRow(partyOf(founder, seat), role, at)),
      ),
    ],
  }
}
