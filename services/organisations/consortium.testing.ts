/**
 * For tests: four ministries that keep a ledger together, an observatory that looks on, a court of
 * audit that supervises, and a service of permits whose commands ask for every kind of right.
 */
import {
  ascii,
  command,
  createSign1,
  encode,
  fromHex,
  type Hash,
  type Operation,
  organisationOf,
  type Party,
  service,
  u128,
} from "@concordat/kernel"
import {
  type GivenRow,
  given,
  openTestLedger,
  saltOf,
  scenario,
  shown,
  type TestLedger,
  type TestSigner,
  testSigner,
  writeTransaction,
} from "@concordat/kernel/testing"
import { POSSESSION_CONTEXT, possessionClaim } from "./possession.ts"
import { nameOf } from "./rights.ts"
import { organisationsService } from "./service.ts"
import {
  administrators,
  consortium,
  type Grant,
  grants,
  holderKeys,
  type KeyRow,
  keys,
  type OrganisationRow,
  organisations,
  principals,
} from "./tables.ts"

export const CHAIN = "test-dev-1"
/** First block time of a test ledger: 2026-11-23T10:00:00Z. */
export const BEGAN = 1_795_428_000_000
/** Time of its first block, in which a scenario's first step happens. */
export const FIRST = BEGAN + 1_000
export const DAY = 86_400_000
export const DAY_SECONDS = 86_400

/** Members; of education two administrators decide, of the others one. */
export const EDUCATION = "education" as Party
export const HEALTH = "health" as Party
export const INTERIOR = "interior" as Party
export const JUSTICE = "justice" as Party
export const OBSERVATORY = "observatory" as Party
export const AUDIT = "audit" as Party
export const MEMBERS = [EDUCATION, HEALTH, INTERIOR, JUSTICE] as const

/** The principal of an organisation by its name. */
export const seat = (organisation: string, name: string) => `${organisation}/${name}` as Party
/** Administrators of education, whose threshold is two. */
export const [CHIEF, DEPUTY, THIRD] = ["chief", "deputy", "third"].map((name) =>
  seat(EDUCATION, name),
) as [Party, Party, Party]
export const REGISTRAR = seat(EDUCATION, "registrar")
export const ASSISTANT = seat(EDUCATION, "assistant")
/** Two of education, who decide for it; one administrator of each member named. */
export const BOTH = [CHIEF, DEPUTY]
export const chiefsOf = (...of: readonly string[]) => of.map((name) => seat(name, "chief"))
/** Three of four: more than two thirds. */
export const THREE = chiefsOf(EDUCATION, HEALTH, JUSTICE)

const scope = ascii(64, 0)
/** A right in a scope, up to an amount. */
export const issue = command({
  about: "Issue a permit of a kind.",
  input: { scope, amount: u128 },
  scope: (input) => input.scope,
  amount: (input) => input.amount,
  run() {},
})
/** Any principal of an active organisation. */
export const look = command({ about: "Look.", role: null, input: {}, run() {} })
/** An administrator alone; the daily commands. */
export const close = command({ about: "Close.", role: "org.admin", input: {}, run() {} })
export const operate = command({ about: "Operate.", role: "org.operator", input: {}, run() {} })
const about = "Decide together."
/** As many administrators as decide, half of the members, two thirds of them, oneself. */
export const together = command({ about, signers: "administrators", input: {}, run() {} })
const concerning = { about, input: { scope }, scope: (input: { scope: string }) => input.scope }
export const byHalf = command({ ...concerning, signers: "half", run() {} })
export const byTwoThirds = command({ ...concerning, signers: "two_thirds", run() {} })
export const bySelf = command({ about, signers: "self", input: {}, run() {} })

export const permits = service({
  name: "permits",
  about: "Permits, for tests of rights",
  roles: { issue: ["member", "observer"] },
  commands: { issue, look, close, operate, together, byHalf, byTwoThirds, bySelf },
})
const SERVICES = [organisationsService, permits]

/** A row of an organisation: an active member with one administrator. */
export function organisationRow(organisation: Party, more: Partial<OrganisationRow> = {}) {
  const row: OrganisationRow = {
    ...{ name: `The ${organisation}`, class: "member", status: "active", adminThreshold: 1 },
    ...{ administrators: 1, principals: 1, page: null, reason: null },
    ...{ since: BEGAN, changed: BEGAN, ...more },
  }
  return given(organisations, { organisation }, row)
}

type PrincipalRow = Parameters<typeof principals.put>[2]
/** A row of a principal: an active person. */
export function principalRow(who: Party, more: Partial<PrincipalRow> = {}): GivenRow {
  const key = { organisation: organisationOf(who), name: nameOf(who) }
  const row = { kind: "person", status: "active", since: BEGAN, changed: BEGAN, ...more } as const
  return given(principals, key, row)
}

/** Rows of a key: it signs, from the beginning on, without end. */
export function keyRows(
  holder: Party,
  { kid, algorithm, public: bytes }: Pick<TestSigner, "kid" | "algorithm" | "public">,
  more: Partial<KeyRow> = {},
): GivenRow[] {
  const row: KeyRow = {
    ...{ holder, purpose: "sign", algorithm, public: bytes, from: BEGAN, until: null },
    ...{ status: "active", since: null, ...more },
  }
  return [given(keys, { key: kid }, row), given(holderKeys, { holder, key: kid }, {})]
}

/** A row of a grant: by the organisation to its principal, or by the consortium to it. */
export function grantRow(holder: Party, role: string, more: Partial<Grant> = {}, scope = "") {
  const row: Grant = {
    ...{ grantor: organisationOf(holder), from: BEGAN, until: null, limit: null },
    ...{ delegable: false, depth: nameOf(holder) === "" ? 0 : 1, status: "active" },
    ...{ changed: BEGAN, ...more },
  }
  return given(grants, { holder, role, scope }, row)
}

/** A principal with its key; an administrator with its right. */
function seatRows(who: Party, administers = false): GivenRow[] {
  const rows = [principalRow(who), ...keyRows(who, testSigner(who))]
  if (!administers) return rows
  const id = { organisation: organisationOf(who), name: nameOf(who) }
  return [...rows, given(administrators, id, {}), grantRow(who, "org.admin")]
}

/** An organisation with administrators and other principals. */
export function officeRows(
  organisation: Party,
  heads: readonly string[],
  others: readonly string[] = [],
  more: Partial<OrganisationRow> = {},
): GivenRow[] {
  const counts = { administrators: heads.length, principals: heads.length + others.length }
  return [
    organisationRow(organisation, { ...counts, ...more }),
    ...heads.flatMap((name) => seatRows(seat(organisation, name), true)),
    ...others.flatMap((name) => seatRows(seat(organisation, name))),
  ]
}

/** The row of the consortium. */
export function consortiumRow(
  members: readonly Party[],
  suspended = 0,
  profile: "development" | "production" = "development",
): GivenRow {
  return given(consortium, {}, { name: "Test", profile, members, suspended })
}

/** What tests of this service begin with. */
export const OFFICES: readonly GivenRow[] = [
  consortiumRow(MEMBERS),
  ...officeRows(EDUCATION, ["chief", "deputy", "third"], ["registrar", "assistant"], {
    adminThreshold: 2,
  }),
  ...officeRows(HEALTH, ["chief"]),
  ...officeRows(INTERIOR, ["chief"]),
  ...officeRows(JUSTICE, ["chief"], ["clerk"]),
  ...officeRows(OBSERVATORY, ["chief"], [], { class: "observer" }),
  ...officeRows(AUDIT, ["chief"], [], { class: "supervisor" }),
]

/** Education with so many principals. */
export function crowded(count: number): GivenRow[] {
  const counts = { administrators: 3, adminThreshold: 2, principals: count }
  const more = Array.from({ length: count - 5 }, (_, i) => principalRow(seat(EDUCATION, `p${i}`)))
  return [organisationRow(EDUCATION, counts), ...more]
}

/** Rows of which later ones take the place of earlier ones. */
export function overlaid(rows: readonly GivenRow[]): GivenRow[] {
  return [...new Map(rows.map((row) => [`${row.table.name} ${shown(row.key)}`, row])).values()]
}

/** A scenario that begins with these rows. */
export const beginning = (rows: readonly GivenRow[]) =>
  scenario(...SERVICES)
    .begins({ chain: CHAIN, time: BEGAN })
    .given(...overlaid(rows))

/** Four ministries and their guests; `rows` in place of theirs. */
export const ministries = (...rows: readonly GivenRow[]) => beginning([...OFFICES, ...rows])

/** The same as a ledger. */
export const openConsortium = (...rows: readonly GivenRow[]): TestLedger =>
  openTestLedger(SERVICES, { rows: overlaid([...OFFICES, ...rows]), chain: CHAIN, time: BEGAN })

/** Administrators as `admit` and `resetAdministrators` take them. */
export function newcomers(organisation: string, ...names: readonly string[]) {
  return names.map((name) => ({ name, public: testSigner(seat(organisation, name)).public }))
}

type Purpose = KeyRow["purpose"]
/** What a proof of possession may say otherwise, and who signs it. */
export type Claiming = {
  readonly chain?: string
  readonly expires?: number
  readonly holder?: Party
  readonly purpose?: Purpose
  readonly thumbprint?: Hash
  readonly by?: TestSigner
  readonly context?: Uint8Array
}

/** The proof that somebody has this key, for this holder and purpose. */
export function possessionOf(
  key: TestSigner,
  holder: Party,
  purpose: Purpose = "sign",
  { by = key, context = POSSESSION_CONTEXT, ...claiming }: Claiming = {},
): Uint8Array {
  const claim = { chain: CHAIN, expires: BEGAN + DAY, holder, purpose, thumbprint: key.kid }
  return createSign1({
    protectedHeader: new Map<number, number | Uint8Array>([
      [1, key.algorithm === "ed25519" ? -8 : -7],
      [4, fromHex(key.kid)],
    ]),
    payload: encode(possessionClaim, { ...claim, ...claiming }),
    externalAad: context,
    sign: (message) => by.sign(message),
  })
}

let signed = 0
/** Closes a block with operations that these very keys signed, in this order. */
export function signedBy(
  ledger: TestLedger,
  signers: readonly TestSigner[],
  operations: readonly Operation[],
) {
  const { chain } = ledger.state
  const expires = ledger.time + 60_000
  const heading = {
    chain,
    expires,
    memo: null,
    mode: "each",
    salt: saltOf(1e9 + ++signed),
  } as const
  const bytes = writeTransaction(ledger.runtime, heading, operations, signers)
  return ledger.block([bytes]).results[0]!
}
