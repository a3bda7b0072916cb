/** Rows C01 to C15: codes that no table has, where organisations or a class say no. */
import type { Operation } from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import { classOf, REGISTRAR, SECOND } from "../../../services/provenance/office.testing.ts"
import type { Live } from "../live.ts"
import type { TransactionRow } from "../row.ts"

const ADMINISTRATOR = "education/administrator"
/** Administrators of four of the five members. */
const MOST = [
  "harbour/administrator",
  "justice/administrator",
  "lighthouse/administrator",
  "pilots/administrator",
]
const EIGHT_DAYS = 8 * 86_400
const UNITS_TOO_MANY = 2_000_001
const JUNK = Uint8Array.of(1, 2, 3)

type Input = Readonly<Record<string, unknown>>

const by =
  (who: readonly string[], command: string, input: (live: Live) => Input) => (live: Live) =>
    live.sign(who, [{ command, input: input(live) } as Operation])

const organisations = (name: string, input: Input, who: readonly string[] = [ADMINISTRATOR]) =>
  by(who, `organisations.${name}`, () => input)

const grant = (input: Input) => (live: Live) => ({
  ...{ holder: SECOND, role: "sample.spend", scope: "", from: live.now, until: null, limit: null },
  ...{ delegable: false, ...input },
})

/** A key for encryption, which proves no possession. */
const addKey = (input: Input) =>
  by([ADMINISTRATOR], "organisations.addKey", (live) => ({
    ...{ holder: SECOND, purpose: "encryption", algorithm: "x25519", public: JUNK },
    ...{ from: live.now, until: null, possession: new Uint8Array(0), ...input },
  }))

const row = (
  ...[row, what, code, status, says]: readonly [string, string, string, number, readonly string[]]
) => ({ row, what, code, status, says, decodes: true }) as const

export const REGISTER: readonly TransactionRow[] = [
  {
    ...row("C01", "a principal that is there", "already_exists", 409, [REGISTRAR]),
    bytes: organisations("addPrincipal", { name: "registrar", kind: "person" }),
  },
  {
    ...row("C02", "a role that a class may not have", "class_not_allowed", 403, ["observer"]),
    bytes: by(MOST, "organisations.grantOrganisation", (live) => {
      const { holder: _, ...terms } = grant({})(live)
      return { organisation: "customs", ...terms }
    }),
  },
  {
    ...row("C03", "a key that is none", "key_malformed", 400, [SECOND]),
    bytes: addKey({}),
  },
  {
    ...row("C04", "a signing key for encryption", "purpose_not_allowed", 403, ["encryption"]),
    bytes: addKey({ algorithm: "ed25519", public: testSigner(SECOND, "ed25519", "new").public }),
  },
  {
    ...row("C05", "a key for another's principal", "not_the_owner", 403, ["justice/clerk"]),
    bytes: addKey({ holder: "justice/clerk" }),
  },
  {
    ...row("C06", "two keys for too long", "overlap_too_long", 409, ["limit"]),
    bytes: by([REGISTRAR], "organisations.rotateKey", () => ({
      ...{ old: testSigner(REGISTRAR).kid, algorithm: "ed25519", overlap: EIGHT_DAYS },
      ...{ public: testSigner(REGISTRAR, "ed25519", "new").public, possession: new Uint8Array(0) },
    })),
  },
  {
    ...row("C07", "a third member suspended", "suspension_limit_reached", 409, ["3", "7"]),
    bytes: organisations("suspend", { organisation: "education", reason: "audit" }, MOST),
  },
  {
    ...row("C08", "no such grant", "unknown_grant", 404, [REGISTRAR, "sample.none"]),
    bytes: organisations("revokeGrant", { holder: REGISTRAR, role: "sample.none", scope: "" }),
  },
  {
    ...row("C09", "no such organisation", "unknown_organisation", 404, ["nowhere"]),
    bytes: organisations("suspend", { organisation: "nowhere", reason: "audit" }, MOST),
  },
  {
    ...row("C10", "no such principal", "unknown_principal", 404, ["education/nobody"]),
    bytes: organisations("retirePrincipal", { name: "nobody" }),
  },
  {
    ...row("C11", "no such role", "unknown_role", 404, ["sample.none"]),
    bytes: by([ADMINISTRATOR], "organisations.grant", grant({ role: "sample.none" })),
  },
  {
    ...row("C12", "no such key", "unknown_key", 404, ["ab".repeat(32)]),
    bytes: organisations("revokeKey", { key: "ab".repeat(32), compromisedSince: null }),
  },
  {
    ...row("C13", "reinstated, not suspended", "wrong_state", 409, ["active", "suspended"]),
    bytes: organisations("reinstatePrincipal", { name: "registrar" }),
  },
  {
    ...row("C14", "more work than a transaction may declare", "limit_reached", 409, ["2000000"]),
    pointer: "/operations",
    bytes: by([REGISTRAR], "sample.work", () => ({ units: UNITS_TOO_MANY })),
  },
  {
    ...row("C15", "a class of three approvals", "parameter_out_of_range", 409, ["approvals", "2"]),
    bytes: by([REGISTRAR], "provenance.setClass", () => classOf("diploma", { approvals: 3 })),
  },
]
