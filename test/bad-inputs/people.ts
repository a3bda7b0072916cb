/**
 * Who the catalogue's ledger knows: the two ministries of the tests of provenance, and beside them
 * one of everything that must not sign: keys too early, ended, revoked or weak, principals and
 * organisations that are suspended, retired or not active yet.
 */
import { testValidator } from "@concordat/engines/testing"
import {
  addressText,
  coseKey,
  fromHex,
  type Hash,
  type Hex,
  type Party,
  party,
  type Row,
  thumbprint,
} from "@concordat/kernel"
import { type GivenRow, given, type TestSigner, testSigner } from "@concordat/kernel/testing"
import { smallOrderCases } from "../../kernel/crypto/signature-cases.testing.ts"
import {
  administrators,
  consortium,
  grants,
  holderKeys,
  keys,
  organisations,
  principals,
} from "../../services/organisations/tables.ts"
import { BEGAN, DAY, OFFICES, REGISTRAR } from "../../services/provenance/office.testing.ts"
import { validators } from "../../services/validators/tables.ts"

/** Active members, so many that shares of them can be counted. */
const MEMBERS = ["education", "harbour", "justice", "lighthouse", "pilots"].map((name) =>
  party.check(name),
)
/** How much the registrar may spend. */
export const SPEND_LIMIT = 100n

type KeyRow = Row<typeof keys>
type OrganisationRow = Row<typeof organisations>

function keyRows(signer: TestSigner, more: Partial<KeyRow> = {}): GivenRow[] {
  const { principal: holder, kid: key, public: bytes, algorithm } = signer
  const row: KeyRow = {
    ...{ holder, purpose: "sign", algorithm, public: bytes, from: BEGAN, until: null },
    ...{ status: "active", since: null, ...more },
  }
  return [given(keys, { key }, row), given(holderKeys, { holder, key }, {})]
}

function grantRow(holder: string, role: string, more: Partial<Row<typeof grants>> = {}): GivenRow {
  const own = holder.split("/")[0] as Party
  return given(
    grants,
    { holder: holder as Party, role, scope: "" },
    {
      ...{ grantor: own, from: BEGAN, until: null, limit: null, delegable: false },
      ...{ depth: holder.includes("/") ? 1 : 0, status: "active", changed: BEGAN, ...more },
    },
  )
}

function principalRow(who: string, status: Row<typeof principals>["status"] = "active"): GivenRow {
  const [organisation, name] = who.split("/") as [Party, string]
  const row = { kind: "person", status, since: BEGAN, changed: BEGAN } as const
  return given(principals, { organisation, name }, row)
}

type Office = Partial<OrganisationRow> & { readonly others?: number }

/** An organisation with administrators of these names, all of whom must sign, and others. */
function office(name: string, names: readonly string[], { others = 0, ...more }: Office = {}) {
  const organisation = name as Party
  const { length } = names
  const counted = { adminThreshold: length, administrators: length, principals: length + others }
  const row: OrganisationRow = {
    ...{ name: `Office of ${name}`, class: "member", status: "active", page: null, reason: null },
    ...{ since: BEGAN, changed: BEGAN, ...counted, ...more },
  }
  return [
    given(organisations, { organisation }, row),
    ...names.flatMap((seat) => {
      const who = `${name}/${seat}`
      return [
        principalRow(who),
        ...keyRows(testSigner(who)),
        given(administrators, { organisation, name: seat }, {}),
        grantRow(who, "org.admin"),
      ]
    }),
  ]
}

/** Further keys of the registrar, none of which may sign. */
export const KEYS = {
  early: testSigner(REGISTRAR, "ed25519", "early"),
  ended: testSigner(REGISTRAR, "ed25519", "ended"),
  revoked: testSigner(REGISTRAR, "ed25519", "revoked"),
  receipt: testSigner(REGISTRAR, "ed25519", "receipt"),
  /** May sign, by the other algorithm. */
  es256: testSigner(REGISTRAR, "es256", "second"),
} as const

const REGISTRAR_KEYS: readonly GivenRow[] = [
  ...keyRows(KEYS.early, { from: BEGAN + 30 * DAY }),
  ...keyRows(KEYS.ended, { until: BEGAN + 1 }),
  ...keyRows(KEYS.revoked, { status: "revoked", since: BEGAN + 1 }),
  ...keyRows(KEYS.receipt, { purpose: "receipt" }),
  ...keyRows(KEYS.es256),
]

/** Principals and organisations that may not act, by what they are. */
export const OUT = {
  suspended: "harbour/suspended",
  retired: "harbour/retired",
  ofSuspended: "customs/clerk",
  ofInvited: "archive/clerk",
  ofRemoved: "tollhouse/clerk",
} as const

const ONE = ["administrator"]

const OUTSIDERS: readonly GivenRow[] = [
  principalRow(OUT.suspended, "suspended"),
  principalRow(OUT.retired, "retired"),
  principalRow(OUT.ofSuspended),
  principalRow(OUT.ofInvited),
  principalRow(OUT.ofRemoved),
  ...Object.values(OUT).flatMap((who) => keyRows(testSigner(who))),
  ...office("customs", ONE, { class: "observer", status: "suspended", others: 1 }),
  ...office("granary", ONE, { status: "suspended" }),
  ...office("quarry", ONE, { status: "suspended" }),
  ...office("archive", ONE, { status: "invited", others: 1 }),
  ...office("tollhouse", ONE, { status: "removed", others: 1 }),
]

/** Signatures that hold for any message under a key of small order, and those keys. */
export function weakPairs(): readonly {
  readonly signer: TestSigner
  readonly bytes: Uint8Array
}[] {
  return smallOrderCases().map(({ key, signature }) => {
    const bytes = coseKey({ algorithm: "ed25519", x: key })
    const kid = thumbprint(bytes) as Hash
    const signer = { ...testSigner(REGISTRAR), kid, public: bytes, sign: () => signature }
    return { signer, bytes }
  })
}

function weakKeys(): GivenRow[] {
  const pairs = new Map(weakPairs().map(({ signer }) => [signer.kid, signer]))
  return [...pairs.values()].flatMap((signer) => keyRows(signer))
}

/** The only validator, and the key that it is known by. */
function validatorRows(): GivenRow[] {
  const { key } = testValidator(1)
  const organisation = "education" as Party
  const bytes = coseKey({ algorithm: "ed25519", x: fromHex(key) })
  const signer = { ...testSigner(organisation), public: bytes, kid: thumbprint(bytes) as Hash }
  const row: Row<typeof validators> = {
    ...{ organisation, key: key as Hash, power: 10n, state: "active", since: 0n },
    ...{ changed: BEGAN, predecessor: null, successor: null },
  }
  const address = addressText({ key: { ed25519: key as Hash }, power: 1n }) as Hex
  return [...keyRows(signer, { purpose: "consensus" }), given(validators, { address }, row)]
}

const isConsortium = ({ table }: GivenRow) => table === consortium

/** The rows of genesis. */
export const ROWS: readonly GivenRow[] = [
  ...OFFICES.filter((row) => !isConsortium(row)),
  given(
    consortium,
    {},
    { name: "Bad inputs", profile: "development", members: [...MEMBERS], suspended: 2 },
  ),
  ...office("harbour", ["administrator", "deputy"], { others: 2 }),
  ...office("lighthouse", ONE),
  ...office("pilots", ONE),
  ...REGISTRAR_KEYS,
  ...keyRows(testSigner("education", "ed25519", "receipt"), { purpose: "receipt" }),
  ...validatorRows(),
  ...OUTSIDERS,
  ...weakKeys(),
  grantRow("education", "sample.spend", { delegable: true }),
  grantRow(REGISTRAR, "sample.spend", { limit: SPEND_LIMIT, delegable: true }),
  grantRow("education/assistant", "sample.spend", { until: BEGAN + 1 }),
]
