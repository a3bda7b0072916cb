/** For tests: two ministries with people, seals and rights, and statements that they seal. */
import { encodeValue, type Hash, hashOf, type Party, sha256, utf8 } from "@concordat/kernel"
import {
  type GivenRow,
  given,
  openTestLedger,
  type TestLedger,
  testSigner,
} from "@concordat/kernel/testing"
import {
  consortiumRow,
  grantRow,
  keyRows,
  organisationRow,
  overlaid,
  principalRow,
} from "../organisations/consortium.testing.ts"
import { organisationsService } from "../organisations/service.ts"
import { administrators } from "../organisations/tables.ts"
import { oversightService } from "../oversight/service.ts"
import type { setClass } from "./classes.ts"
import { commit, type DocumentField, handleOf, leafOf } from "./commitment.ts"
import { provenanceService } from "./service.ts"
import { type SealAlgorithm, type StatementPayload, sealed, toBeSealed } from "./statement.ts"

export const CHAIN = "test-dev-1"
/** First block time of a test ledger: 2026-11-23T10:00:00Z. */
export const BEGAN = 1_795_428_000_000
export const DAY = 86_400_000
export const EDUCATION = "education" as Party
export const JUSTICE = "justice" as Party
export const REGISTRAR = "education/registrar"
export const SECOND = "education/registrar-2"
export const MACHINE = "education/gateway"
export const ASSISTANT = "education/assistant"
export const CLERK = "justice/clerk"

const ALL = ["provenance.class", "provenance.issue", "provenance.status"]
type Seat = {
  readonly kind: "person" | "service"
  readonly roles: readonly string[]
  scope?: string
}
const SEATS: Readonly<Record<string, Seat>> = {
  "education/administrator": { kind: "person", roles: ["org.admin"] },
  [REGISTRAR]: { kind: "person", roles: ALL },
  [SECOND]: { kind: "person", roles: ["provenance.status"] },
  [MACHINE]: { kind: "service", roles: ["provenance.status"] },
  [ASSISTANT]: { kind: "person", roles: ["provenance.issue"], scope: "diploma" },
  "justice/administrator": { kind: "person", roles: ["org.admin"] },
  [CLERK]: { kind: "person", roles: ALL },
}

/** The key of a seal; `label` makes further ones of one office. */
export function sealOf(office: Party, algorithm: SealAlgorithm = "ed25519", label = "seal") {
  const { kid, sign, public: bytes } = testSigner(office, algorithm, label)
  return { key: kid, algorithm, sign, public: bytes }
}
export type TestSeal = ReturnType<typeof sealOf>

export function hashFrom(text: string): Hash {
  return hashOf(sha256(utf8(text)))
}

/** Rows of a seal's key, as a test wants it. */
export function sealRows(
  office: Party,
  { key: kid, ...seal }: TestSeal,
  more: Parameters<typeof keyRows>[2] = {},
): GivenRow[] {
  return keyRows(office, { kid, ...seal }, { purpose: "seal", ...more })
}

function officeRows(office: Party): GivenRow[] {
  const seats = Object.entries(SEATS).filter(([who]) => who.startsWith(`${office}/`))
  return [
    organisationRow(office, { name: `Ministry of ${office}`, principals: seats.length }),
    given(administrators, { organisation: office, name: "administrator" }, {}),
    ...ALL.map((role) => grantRow(office, role)),
    ...seats.flatMap(([seat, { kind, roles, scope = "" }]) => {
      const who = seat as Party
      return [
        ...[principalRow(who, { kind }), ...keyRows(who, testSigner(who))],
        ...roles.map((role) => grantRow(who, role, {}, scope)),
      ]
    }),
    ...sealRows(office, sealOf(office)),
    ...sealRows(office, sealOf(office, "es256")),
  ]
}

/** What a test of this service begins with. */
export const OFFICES: readonly GivenRow[] = [
  consortiumRow([EDUCATION, JUSTICE]),
  ...officeRows(EDUCATION),
  ...officeRows(JUSTICE),
]

export const SERVICES = [organisationsService, oversightService, provenanceService]

/** A ledger of the two ministries, without any class; `rows` in place of theirs. */
export function openOffices(rows: readonly GivenRow[] = []): TestLedger {
  return openTestLedger(SERVICES, {
    ...{ rows: overlaid([...OFFICES, ...rows]), chain: CHAIN, time: BEGAN },
  })
}

export type ClassTerms = Parameters<typeof setClass.run>[1]

/** A class of documents; `more` is what a test wants otherwise. */
export function classOf(name: string, more: Partial<ClassTerms> = {}): ClassTerms {
  return {
    ...{ class: name, title: `Class ${name}`, fields: hashFrom("fields"), accreditation: null },
    ...{ approvals: 1, keep: 10, reasons: "shown", version: 1, open: true, ...more },
  }
}

/** A document of a test: its secret follows from its name. */
export function documentOf(office: Party, of: string, name: string, until: number | null = null) {
  const secret = sha256(utf8(`secret of ${name}`)).slice(0, 16)
  const fields: DocumentField[] = [{ path: "title", value: encodeValue(name) }]
  const handle = handleOf(office, secret)
  const commitment = commit(of, secret, fields)
  return { handle, commitment, until, leaf: leafOf({ handle, commitment, until }), secret, fields }
}

/** What a statement of a test may say otherwise. */
export type Saying = {
  readonly chain?: string
  readonly issuer?: Party
  readonly issued?: number
  readonly seal?: TestSeal
  readonly payload?: Partial<StatementPayload>
}

/** The sealed statement about one document or a batch. */
export function statementOf(
  office: Party,
  of: string,
  subject: { readonly leaf: Hash; readonly handle: Hash } | { readonly root: Hash; count: number },
  { seal = sealOf(office), payload, ...saying }: Saying = {},
): Uint8Array {
  const single = "leaf" in subject
  const header = {
    ...{ algorithm: seal.algorithm, key: seal.key, chain: CHAIN, issuer: office },
    ...{ names: single ? subject.handle : subject.root, issued: BEGAN / 1_000, ...saying },
  }
  const says: StatementPayload = {
    ...{ version: 1, class: of, from: BEGAN, until: null },
    subject: single
      ? { document: subject.leaf }
      : { batch: { root: subject.root, count: subject.count } },
    ...payload,
  }
  return sealed(header, says, seal.sign(toBeSealed(header, says)))
}
