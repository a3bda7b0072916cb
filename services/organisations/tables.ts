/**
 * What the register of organisations keeps: the consortium, its organisations, their principals,
 * keys and grants. Other services read these tables and cannot write them.
 */
import {
  ascii,
  bool,
  bytes,
  enumeration,
  hash,
  list,
  option,
  party,
  type Row,
  record,
  table,
  text,
  time,
  u8,
  u16,
  u128,
} from "@concordat/kernel"

/** What an organisation may be: a member votes and may run validators, the others may not. */
export const organisationClass = enumeration("member", "observer", "supervisor", "auditor")
/** What a principal is: a person named by function, a program, or a node. */
export const principalKind = enumeration("person", "service", "node")
/** What a key is for. One key, one purpose. */
export const keyPurpose = enumeration(
  "sign",
  "approve",
  "recovery",
  "receipt",
  "encryption",
  "consensus",
  "node",
  "seal",
  "witness",
)
export const keyAlgorithm = enumeration("ed25519", "es256", "x25519")

/** Members at most, principals of an organisation, keys of a holder, administrators. */
export const MEMBERS_MAX = 256
export const PRINCIPALS_MAX = 4_096
export const KEYS_OF_HOLDER_MAX = 64
export const ADMINISTRATORS_MAX = 32
/** Administrators whose signatures together decide for an organisation, at most. */
export const THRESHOLD_MAX = 5
/** Administrators that one command brings, at most. */
export const NEWCOMERS_MAX = 5
/** How long a key and its successor may both be in force. */
export const OVERLAP_SECONDS_MAX = 7 * 86_400
/** How long an invitation stands. */
const INVITATION_MS = 30 * 86_400_000

/** The consortium: its profile and its active members, sorted by name bytes. */
export const consortium = table("consortium", {
  key: {},
  value: {
    name: text(80),
    profile: enumeration("development", "production"),
    members: list(party, MEMBERS_MAX),
    suspended: u16,
  },
})

export const organisations = table("organisations", {
  key: { organisation: party },
  value: {
    name: text(120),
    class: organisationClass,
    status: enumeration("invited", "active", "suspended", "removed"),
    adminThreshold: u8,
    administrators: u8,
    principals: u16,
    page: option(text(200)),
    since: time,
    changed: time,
    reason: option(text(40)),
  },
  indexes: ["class", "status"],
  absent: "unknown_organisation",
})
export type OrganisationRow = Row<typeof organisations>

/** The first moment at which an invitation that nobody accepted is void. */
export function invitationEnds({ since }: OrganisationRow): number {
  return since + INVITATION_MS
}

export const principals = table("principals", {
  key: { organisation: party, name: ascii(31) },
  value: {
    kind: principalKind,
    status: enumeration("active", "suspended", "retired"),
    since: time,
    changed: time,
  },
  absent: "unknown_principal",
})

/** `public` is the canonical COSE_Key, `key` its thumbprint (RFC 9679). */
export const keys = table("keys", {
  key: { key: hash },
  value: {
    holder: party,
    purpose: keyPurpose,
    algorithm: keyAlgorithm,
    public: bytes(2048),
    from: time,
    until: option(time),
    status: enumeration("active", "retired", "revoked", "compromised"),
    since: option(time),
  },
  indexes: ["holder", "until"],
  absent: "unknown_key",
})
export type KeyRow = Row<typeof keys>

/** The terms of a right: shared by the table of grants and the events about them. */
export const grantTerms = {
  grantor: party,
  from: time,
  until: option(time),
  limit: option(u128),
  delegable: bool,
  depth: u8,
}

/** One grant a key: so *has no such right* is provable by absence. Scope `""` is everywhere. */
export const grants = table("grants", {
  key: { holder: party, role: ascii(64), scope: ascii(64, 0) },
  value: { ...grantTerms, status: enumeration("active", "revoked"), changed: time },
  absent: "unknown_grant",
})
export type Grant = Row<typeof grants>

/** Which keys a holder has, for rules that count them. */
export const holderKeys = table("holderKeys", { key: { holder: party, key: hash }, value: {} })

/** Who holds `org.admin` in an organisation. */
export const administrators = table("administrators", {
  key: { organisation: party, name: ascii(31) },
  value: {},
})

/** An administrator named at admission: the function's name and the public key to sign with. */
export const newAdministrator = record({ name: ascii(31), public: bytes(2048) })
