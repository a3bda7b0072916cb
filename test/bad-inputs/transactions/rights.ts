/** Rows T20, T21 and T27 to T33: what the ledger knows of time, keys, principals and rights. */
import type { Operation } from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import {
  ASSISTANT,
  CLERK,
  classOf,
  REGISTRAR,
} from "../../../services/provenance/office.testing.ts"
import { countOf, type Live } from "../live.ts"
import { KEYS, OUT, SPEND_LIMIT } from "../people.ts"
import type { TransactionRow } from "../row.ts"

const EXPIRY_AHEAD_MS_MAX = 900_000

type Signer = Parameters<Live["sign"]>[0][number]

const counted =
  (...who: readonly Signer[]) =>
  (live: Live) =>
    live.sign(who, [countOf("good")])
const asked = (operation: Operation, ...who: readonly Signer[]) => {
  return (live: Live) => live.sign(who, [operation])
}
const spend = (amount: bigint): Operation => ({ command: "sample.spend", input: { amount } })
const renamed: Operation = {
  command: "organisations.update",
  input: { name: "Harbour", page: null, adminThreshold: 2 },
}
const setClass = (name: string): Operation => ({
  command: "provenance.setClass",
  input: classOf(name),
})
const promoted: Operation = {
  command: "organisations.grantOrganisation",
  input: {
    ...{ organisation: "justice", role: "provenance.issue", scope: "" },
    ...{ from: 0, until: null, limit: null, delegable: false },
  },
}

const refused = (row: string, what: string, code: string, says: readonly string[]) => {
  return { row, what, code, status: 403, says, decodes: true } as const
}

export const RIGHTS: readonly TransactionRow[] = [
  {
    ...{ row: "T20", what: "another chain id", code: "chain_mismatch", status: 400 },
    ...{ pointer: "/chain", says: ["elsewhere-1", "-dev-1"], decodes: true },
    bytes: (live) => live.good({ chain: "elsewhere-1" }),
  },
  {
    ...{ row: "T21a", what: "expires at block time", code: "transaction_expired", status: 409 },
    ...{ says: ["expires", "time", "sign it anew"], decodes: true },
    bytes: (live) => live.good({ expires: live.now }),
  },
  {
    ...{ row: "T21b", what: "expires beyond the window", code: "expiry_too_far", status: 409 },
    ...{ says: ["expires", "time", "15 minutes"], decodes: true },
    bytes: (live) => live.good({ expires: live.now + EXPIRY_AHEAD_MS_MAX + 60_000 }),
  },
  {
    ...refused("T27a", "kid unknown", "signer_not_registered", ["key"]),
    bytes: counted(testSigner("nowhere/nobody")),
  },
  {
    ...refused("T27b", "key too early", "key_not_yet_valid", ["from", "2026-12-23T10:00:00.000Z"]),
    bytes: counted(KEYS.early),
  },
  {
    ...refused("T27c", "key ended", "key_retired", ["since", "2026-11-23T10:00:00.001Z"]),
    bytes: counted(KEYS.ended),
  },
  {
    ...refused("T27d", "key revoked", "key_revoked", ["since", "2026-11-23T10:00:00.001Z"]),
    bytes: counted(KEYS.revoked),
  },
  {
    ...refused("T28", "a receipt key signs", "key_purpose_mismatch", ["receipt", "sign"]),
    bytes: counted(KEYS.receipt),
  },
  {
    ...refused("T29a", "principal suspended", "principal_suspended", ["since", "2026-11-23T10"]),
    bytes: counted(OUT.suspended),
  },
  {
    ...refused("T29b", "principal retired", "principal_retired", ["since", "2026-11-23T10"]),
    bytes: counted(OUT.retired),
  },
  {
    ...refused("T30a", "organisation suspended", "organisation_suspended", ["customs", "since"]),
    bytes: counted(OUT.ofSuspended),
  },
  {
    ...refused("T30b", "organisation invited", "organisation_not_active", ["archive"]),
    bytes: counted(OUT.ofInvited),
  },
  {
    ...refused("T30c", "organisation removed", "organisation_not_active", ["tollhouse", "since"]),
    bytes: counted(OUT.ofRemoved),
  },
  {
    ...refused("T31a", "no grant", "permission_missing", ["sample.spend", 'grantor "justice"']),
    bytes: asked(spend(1n), CLERK),
  },
  {
    ...refused("T31b", "grant ended", "permission_missing", [
      "sample.spend",
      "grantor",
      "education",
    ]),
    bytes: asked(spend(1n), ASSISTANT),
  },
  {
    ...refused("T31c", "a narrower scope", "permission_missing", ["provenance.class", "licence"]),
    bytes: asked(setClass("licence"), ASSISTANT),
  },
  {
    ...refused("T32", "amount above the grant's limit", "grant_limit_exceeded", ['limit "100"']),
    bytes: asked(spend(SPEND_LIMIT + 1n), REGISTRAR),
  },
  {
    ...refused("T33a", "1 of 2 administrators", "administrators_insufficient", [
      ...['have "1"', 'need "2"'],
    ]),
    bytes: asked(renamed, "harbour/administrator"),
  },
  {
    ...refused("T33b", "2 of 4 members", "endorsement_insufficient", ['have "2"', 'need "3"']),
    bytes: asked(promoted, "lighthouse/administrator", "pilots/administrator"),
  },
]
