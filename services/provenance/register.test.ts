/** Registering: form, seal, class, period, and what was registered before. */
import { coseKey, fromHex, sha256Hex, toHex } from "@concordat/kernel"
import {
  accepted,
  type Expectation,
  emitted,
  type GivenRow,
  holds,
  refused,
  scenario,
  silent,
} from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { setClass } from "./classes.ts"
import { statementRegistered } from "./events.ts"
import {
  ASSISTANT,
  BEGAN,
  CHAIN,
  CLERK,
  classOf,
  DAY,
  documentOf,
  EDUCATION,
  hashFrom,
  JUSTICE,
  OFFICES,
  REGISTRAR,
  type Saying,
  SECOND,
  SERVICES,
  sealOf,
  sealRows,
  statementOf,
} from "./office.testing.ts"
import { register } from "./register.ts"
import { readStatement } from "./statement.ts"
import { items, log, statements } from "./tables.ts"

const ADA = documentOf(EDUCATION, "diploma", "Ada")
const BEN = documentOf(EDUCATION, "diploma", "Ben")

/** Two ministries and the class `diploma`. */
const ready = (...rows: readonly GivenRow[]) =>
  scenario(...SERVICES)
    .begins({ chain: CHAIN, time: BEGAN })
    .given(...OFFICES, ...rows)
    .when(REGISTRAR, setClass, classOf("diploma"))
    .then(accepted)

/** What becomes of one statement about Ada's diploma. */
function comesTo(expectation: Expectation, saying: Saying, rows: readonly GivenRow[] = []) {
  const statement = statementOf(EDUCATION, "diploma", ADA, saying)
  ready(...rows)
    .when(REGISTRAR, register, { statement })
    .then(expectation)
}

describe("registering", () => {
  test.each(["ed25519", "es256"] as const)("one document, sealed by %s", (algorithm) => {
    const seal = sealOf(EDUCATION, algorithm)
    const bytes = statementOf(EDUCATION, "diploma", ADA, { seal })
    const { statement } = readStatement(bytes)
    const facts = { issuer: EDUCATION, class: "diploma", kind: "document", root: ADA.leaf } as const
    ready()
      .when(REGISTRAR, register, { statement: bytes })
      .then(
        accepted,
        emitted(statementRegistered, {
          statement,
          ...facts,
          count: 1,
          position: 0n,
          key: seal.key,
        }),
        holds(
          statements,
          { statement },
          { ...facts, at: BEGAN + 2_000, by: "education/registrar" as never },
        ),
        holds(items, { issuer: EDUCATION, handle: ADA.handle }, { statement, leaf: ADA.leaf }),
        holds(log, {}, { size: 1n }),
      )
  })

  test("a batch leaves no row of its documents", () => {
    const bytes = statementOf(EDUCATION, "diploma", { root: hashFrom("root"), count: 100_000 })
    ready()
      .when(REGISTRAR, register, { statement: bytes })
      .then(accepted, emitted(statementRegistered, { kind: "batch", count: 100_000 }))
      .then(({ ledger }) => {
        expect(items.scan(ledger.view(), {}, { limit: 1 })).toEqual([])
      })
  })

  test("in another office's class, with a right to it", () => {
    const document = documentOf(JUSTICE, "diploma", "Cleo")
    ready()
      .when(CLERK, register, { statement: statementOf(JUSTICE, "diploma", document) })
      .then(accepted, holds(items, { issuer: JUSTICE, handle: document.handle }))
  })

  test("by an officer whose grant covers this class alone", () => {
    const certificate = documentOf(EDUCATION, "certificate", "Dora")
    ready()
      .when(REGISTRAR, setClass, classOf("certificate"))
      .when(ASSISTANT, register, { statement: statementOf(EDUCATION, "diploma", ADA) })
      .then(accepted)
      .when(ASSISTANT, register, { statement: statementOf(EDUCATION, "certificate", certificate) })
      .then(refused("permission_missing", "organisations"))
      .when(SECOND, register, { statement: statementOf(EDUCATION, "diploma", BEN) })
      .then(refused("permission_missing", "organisations"))
  })
})

describe("the form of a statement", () => {
  const good = statementOf(EDUCATION, "diploma", ADA)

  test("anything else than the one form is malformed, whoever sends it", () => {
    const bytes = [fromHex(toHex(good).replace("a058", "a1617800" + "58")), good.slice(1)]
    for (const statement of [...bytes, new Uint8Array(0)]) {
      ready()
        .when(ASSISTANT, register, { statement })
        .then(refused("statement_malformed", "provenance"), silent)
    }
  })

  test("more than 2,048 bytes are too long before anything is executed", () => {
    ready()
      .when(REGISTRAR, register, { statement: new Uint8Array(2_048) })
      .then(refused("statement_malformed"))
    const tooLong = () => register.input.check({ statement: new Uint8Array(2_049) })
    expect(tooLong).toThrow(expect.objectContaining({ code: "too_long", path: "/statement" }))
  })

  test("another algorithm", () => {
    const statement = fromHex(toHex(good).replace("0127", "0138" + "24"))
    ready().when(REGISTRAR, register, { statement }).then(refused("statement_malformed"))
    const es512 = fromHex(toHex(good).replace("a40127", "a4012a"))
    ready().when(REGISTRAR, register, { statement: es512 }).then(refused("algorithm_unsupported"))
  })

  test("a renewal is not registered as new", () => {
    const of = hashFrom("older")
    const payload = { subject: { renewal: { of } } }
    const statement = statementOf(EDUCATION, "diploma", { leaf: of, handle: of }, { payload })
    ready().when(REGISTRAR, register, { statement }).then(refused("statement_malformed"))
  })
})

describe("the seal", () => {
  const other = sealOf(EDUCATION, "ed25519", "another seal")
  const withKey = (expectation: Expectation, more: Parameters<typeof sealRows>[2]) =>
    comesTo(expectation, { seal: other }, sealRows(EDUCATION, other, more))

  test("of another ledger, another office, another office's key", () => {
    comesTo(refused("statement_issuer_mismatch"), { chain: "test-dev-2" })
    comesTo(refused("statement_issuer_mismatch"), { issuer: JUSTICE })
    comesTo(refused("statement_issuer_mismatch"), { seal: sealOf(JUSTICE) })
    ready()
      .when(CLERK, register, { statement: statementOf(EDUCATION, "diploma", ADA) })
      .then(refused("statement_issuer_mismatch"))
  })

  test("unknown, or not for sealing", () => {
    comesTo(refused("unknown_key"), { seal: other })
    withKey(refused("key_purpose_mismatch"), { purpose: "receipt" })
  })

  test("before its time, after its time, retired, revoked, stolen", () => {
    withKey(accepted, {})
    withKey(refused("key_not_yet_valid"), { from: BEGAN + DAY })
    withKey(refused("key_retired"), { until: BEGAN + 1_000 })
    withKey(refused("key_retired"), { status: "retired", since: BEGAN })
    withKey(refused("key_revoked"), { status: "revoked", since: BEGAN })
    withKey(refused("key_revoked"), { status: "compromised", since: BEGAN })
  })

  test("over other words, or by another key", () => {
    const forged = { ...sealOf(EDUCATION), sign: other.sign }
    comesTo(refused("signature_invalid"), { seal: forged })
    const es256 = { ...sealOf(EDUCATION), algorithm: "es256" as const }
    comesTo(refused("signature_invalid"), { seal: es256 })
  })

  test("with a high s, or an S beyond the order", () => {
    const order = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
    const es256 = sealOf(EDUCATION, "es256")
    const high = {
      ...es256,
      sign(message: Uint8Array) {
        const hex = toHex(es256.sign(message))
        const s = order - BigInt(`0x${hex.slice(64)}`)
        return fromHex(hex.slice(0, 64) + s.toString(16).padStart(64, "0"))
      },
    }
    comesTo(refused("signature_not_canonical"), { seal: high })
    const beyond = { ...sealOf(EDUCATION), sign: () => new Uint8Array(64).fill(0xff) }
    comesTo(refused("signature_not_canonical"), { seal: beyond })
  })

  test("by a key of small order", () => {
    const seal = sealOf(EDUCATION)
    const point = fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
    const weak = { ...seal, public: coseKey({ algorithm: "ed25519", x: point }) }
    const key = sha256Hex(weak.public)
    const rows = sealRows(EDUCATION, { ...weak, key })
    comesTo(refused("key_weak"), { seal: { ...weak, key } }, rows)
  })
})

describe("class, period, and what was registered before", () => {
  test("an unknown class, a closed one, one that asks for an accreditation", () => {
    const statement = statementOf(EDUCATION, "degree", documentOf(EDUCATION, "degree", "Ada"))
    ready()
      .when(REGISTRAR, register, { statement })
      .then(refused("unknown_class"))
      .when(REGISTRAR, setClass, classOf("degree", { open: false }))
      .when(REGISTRAR, register, { statement })
      .then(refused("class_closed"))
      .when(REGISTRAR, setClass, classOf("degree", { version: 2, accreditation: hashFrom("s") }))
      .when(REGISTRAR, register, { statement })
      .then(refused("not_accredited"))
      .when(REGISTRAR, setClass, classOf("degree", { version: 3 }))
      .when(REGISTRAR, register, { statement })
      .then(accepted)
  })

  test("issued in the future, ended, or ending before it begins", () => {
    comesTo(refused("period_invalid"), { issued: BEGAN / 1_000 + 60 })
    comesTo(refused("period_invalid"), { payload: { until: BEGAN - 1 } })
    comesTo(refused("period_invalid"), { payload: { from: BEGAN - 2, until: BEGAN - 1 } })
    comesTo(accepted, { payload: { from: BEGAN + DAY, until: BEGAN + 2 * DAY } })
  })

  test("the same statement, and the same secret again", () => {
    const statement = statementOf(EDUCATION, "diploma", ADA)
    const again = statementOf(EDUCATION, "diploma", ADA, { issued: BEGAN / 1_000 - 1 })
    ready()
      .when(REGISTRAR, register, { statement })
      .then(accepted)
      .when(REGISTRAR, register, { statement })
      .then(refused("already_registered"), ({ result }) => {
        expect(result?.refusals[0]?.details).toEqual({ position: "0" })
      })
      .when(REGISTRAR, register, { statement: again })
      .then(refused("handle_taken"))
  })

  test("nobody can occupy another office's handles", () => {
    const copied = statementOf(JUSTICE, "diploma", ADA)
    ready()
      .when(CLERK, register, { statement: copied })
      .then(accepted)
      .when(REGISTRAR, register, { statement: statementOf(EDUCATION, "diploma", ADA) })
      .then(accepted, holds(log, {}, { size: 2n }))
  })
})
