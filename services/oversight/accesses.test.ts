/** Look-ups: asked before anything is disclosed, by an order or two persons; answered once. */
import type { Party } from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { keyRows, signedBy } from "../organisations/consortium.testing.ts"
import { revokeOrganisation } from "../organisations/grants.ts"
import { suspend } from "../organisations/membership.ts"
import { DAY, EDUCATION, hashFrom, JUSTICE, REGISTRAR } from "../provenance/office.testing.ts"
import { answerAccess, requestAccess } from "./accesses.ts"
import {
  AUDITOR,
  Bureau,
  CLERK,
  caseOf,
  INSPECTOR,
  OPERATOR,
  ROBOT,
  SECOND_INSPECTOR,
  SUPERVISION,
} from "./bureau.testing.ts"
import { accessDisclosed, accessRefused, accessRequested } from "./events.ts"
import { liftOrder, recordOrder } from "./orders.ts"
import { accesses, registers } from "./tables.ts"

const [ADA, BEN] = [{ document: hashFrom("Ada") }, { document: hashFrom("Ben") }]
const DIGEST = hashFrom("what was handed over")
const disclosed = (access: number) => ({ access, answer: { disclosed: DIGEST } })
const refused = (access: number) => ({ access, answer: { refused: "contested" as const } })

/** A ledger with one order over the ministry. */
function ordered(more: Parameters<Bureau["order"]>[0] = {}): Bureau {
  const bureau = new Bureau()
  bureau.ok(INSPECTOR, recordOrder, bureau.order(more))
  return bureau
}
const rowOf = (bureau: Bureau, access: number) =>
  accesses.get(bureau.ledger.view(), { subject: EDUCATION, access })

describe("a look-up", () => {
  test("is asked, answered with a digest, and told to whom it concerns", () => {
    const bureau = ordered()
    const asked = bureau.ok(INSPECTOR, requestAccess, bureau.look())
    expect(asked.happened.map(({ event }) => event)).toEqual([accessRequested.name])
    expect(rowOf(bureau, 1)).toMatchObject({
      ...{ authority: SUPERVISION, by: INSPECTOR, second: null, order: 1, state: "requested" },
    })
    const answered = bureau.ok(OPERATOR, answerAccess, disclosed(1))
    expect(answered.happened.map(({ event }) => event)).toEqual([accessDisclosed.name])
    expect(rowOf(bureau, 1)).toMatchObject({
      ...{ state: "disclosed", digest: DIGEST, answeredBy: OPERATOR, reason: null },
    })
    bureau.no("wrong_state", OPERATOR, answerAccess, disclosed(1))
    expect(registers.get(bureau.ledger.view(), { subject: EDUCATION })?.accesses).toBe(1)
  })

  test("is refused with a reason of the closed set, and that stands", () => {
    const bureau = ordered()
    bureau.ok(INSPECTOR, requestAccess, bureau.look())
    const { happened } = bureau.ok(OPERATOR, answerAccess, refused(1))
    expect(happened.map(({ event }) => event)).toEqual([accessRefused.name])
    bureau.no("wrong_state", OPERATOR, answerAccess, disclosed(1))
  })

  test("release-without-request: nothing is disclosed that was not asked for before", () => {
    const bureau = ordered()
    const told = bureau.no("access_request_missing", OPERATOR, answerAccess, disclosed(1))
    expect(told).toEqual({ subject: EDUCATION, access: 1 })
    bureau.ok(INSPECTOR, requestAccess, { ...bureau.look({ subject: EDUCATION }) })
    bureau.no("access_request_missing", OPERATOR, answerAccess, disclosed(2))
    // Of another organisation: numbers are each one's own.
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ subject: JUSTICE }))
    bureau.ok(INSPECTOR, requestAccess, bureau.look({ subject: JUSTICE }))
    bureau.ok(INSPECTOR, requestAccess, bureau.look({ subject: JUSTICE }))
    bureau.no("access_request_missing", OPERATOR, answerAccess, disclosed(2))
  })

  test("release-without-request: not what the same block asks for either", () => {
    const { ledger, ...bureau } = ordered()
    const look = Bureau.prototype.look.call({ ...bureau, ledger })
    const asks = ledger.sign(INSPECTOR, [{ command: "oversight.requestAccess", input: look }])
    const answers = ledger.sign(OPERATOR, [
      { command: "oversight.answerAccess", input: disclosed(1) },
    ])
    const { results } = ledger.block([asks, answers])
    expect(results.map(({ refusals }) => refusals[0]?.code)).toEqual([
      ...[undefined, "access_request_missing"],
    ])
    const [later] = ledger.block([
      ledger.sign(OPERATOR, [{ command: "oversight.answerAccess", input: refused(1) }]),
    ]).results
    expect(later?.refusals).toEqual([])
  })

  test("is answered by the organisation's operators alone, while there is time", () => {
    const bureau = ordered()
    bureau.ok(INSPECTOR, requestAccess, bureau.look())
    bureau.no("permission_missing", REGISTRAR, answerAccess, disclosed(1))
    bureau.ledger.time += 11 * DAY
    bureau.no("access_ended", OPERATOR, answerAccess, disclosed(1))
  })

  test("is disclosed under an order that still counts; a refusal needs none", () => {
    const bureau = ordered()
    bureau.ok(INSPECTOR, requestAccess, bureau.look())
    bureau.ok(INSPECTOR, liftOrder, { subject: EDUCATION, order: 1 })
    bureau.no("order_not_in_force", OPERATOR, answerAccess, disclosed(1))
    bureau.ok(OPERATOR, answerAccess, refused(1))
  })
})

describe("what is disclosed, and to whom", () => {
  const MINISTRIES = ["education/administrator", "justice/administrator"]
  const access = { role: "oversight.access", scope: "" }

  test("to no authority that is suspended; a refusal is written down all the same", () => {
    const bureau = ordered()
    bureau.ok(INSPECTOR, requestAccess, bureau.look())
    bureau.ok(MINISTRIES, suspend, { organisation: SUPERVISION, reason: "an inquiry" })
    const told = bureau.no("organisation_not_active", OPERATOR, answerAccess, disclosed(1))
    expect(told).toEqual({ organisation: SUPERVISION })
    bureau.ok(OPERATOR, answerAccess, refused(1))
  })

  test("to no authority whose right was taken", () => {
    const bureau = ordered()
    bureau.ok(INSPECTOR, requestAccess, bureau.look())
    bureau.ok(MINISTRIES, revokeOrganisation, { organisation: SUPERVISION, ...access })
    const told = bureau.no("permission_missing", OPERATOR, answerAccess, disclosed(1))
    expect(told).toEqual({ ...access, missing: SUPERVISION })
    bureau.ok(OPERATOR, answerAccess, refused(1))
  })
})

describe("what a look-up may be about", () => {
  test("its order: the own one, in force, over this organisation", () => {
    const bureau = ordered()
    const { time } = bureau.ledger
    const nobody = { subject: "nobody" as never }
    bureau.no("unknown_organisation", INSPECTOR, requestAccess, bureau.look(nobody))
    const code = "order_not_in_force"
    bureau.no(code, INSPECTOR, requestAccess, bureau.look({ order: null }))
    bureau.no(code, INSPECTOR, requestAccess, bureau.look({ order: 2 }))
    bureau.no(code, INSPECTOR, requestAccess, bureau.look({ subject: JUSTICE }))
    bureau.no(code, AUDITOR, requestAccess, bureau.look({ purpose: "audit" }))
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ from: time + DAY }))
    bureau.no(code, INSPECTOR, requestAccess, bureau.look({ order: 2 }))
    bureau.ok(INSPECTOR, liftOrder, { subject: EDUCATION, order: 1 })
    bureau.no(code, INSPECTOR, requestAccess, bureau.look())
    bureau.ledger.time += 101 * DAY
    bureau.no(code, INSPECTOR, requestAccess, bureau.look({ order: 2 }))
  })

  test("its time: after now, within thirty days, within the order", () => {
    const bureau = ordered()
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ until: bureau.ledger.time + 5 * DAY }))
    const { time } = bureau.ledger
    for (const until of [time - DAY, time, time + 31 * DAY]) {
      bureau.no("period_invalid", INSPECTOR, requestAccess, bureau.look({ until }))
    }
    bureau.no("period_invalid", INSPECTOR, requestAccess, bureau.look({ order: 2 }))
    bureau.ok(INSPECTOR, requestAccess, bureau.look({ order: 2, until: time + 2 * DAY }))
  })

  test("its scope: never beyond the order", () => {
    const bureau = ordered({ scope: { things: [ADA] } })
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ scope: { service: "provenance" } }))
    const scopes = [
      ...[null, { service: "provenance" }, { service: "money" }],
      ...[{ things: [ADA] }, { things: [ADA, BEN] }, { things: [{ account: "00".repeat(16) }] }],
    ] as const
    const covered = (order: number) =>
      scopes.map((scope) => {
        const input = bureau.look({ order, scope: scope as never })
        return bureau.ledger.run(INSPECTOR, requestAccess, input).refusals[0]?.code ?? "ok"
      })
    const no = "beyond_the_order"
    expect(covered(1)).toEqual([no, no, no, "ok", no, no])
    expect(covered(2)).toEqual([no, "ok", no, "ok", "ok", no])
  })

  test("its person: no program looks", () => {
    const bureau = ordered()
    const told = { purpose: "inspection", caller: ROBOT }
    for (const who of [ROBOT, [ROBOT, INSPECTOR]]) {
      expect(bureau.no("purpose_not_allowed", who, requestAccess, bureau.look())).toEqual(told)
    }
    bureau.ok([INSPECTOR, ROBOT], requestAccess, bureau.look())
    expect(rowOf(bureau, 1)).toMatchObject({ by: INSPECTOR, second: null })
  })

  test("its things: each once", () => {
    const bureau = ordered()
    const twice = { scope: { things: [ADA, BEN, ADA] } }
    const told = bureau.no("already_exists", INSPECTOR, requestAccess, bureau.look(twice))
    expect(told).toEqual({ thing: `document ${ADA.document}` })
  })

  test("its purpose: by class, and by kind of order", () => {
    const bureau = ordered()
    const code = "purpose_not_allowed"
    const look = (purpose: "inspection" | "audit" | "verification" | "emergency", order = 1) =>
      bureau.look({ purpose, order })
    expect(bureau.no(code, INSPECTOR, requestAccess, look("audit"))).toEqual({
      ...{ purpose: "audit", class: "supervisor" },
    })
    bureau.no(code, AUDITOR, requestAccess, look("inspection"))
    bureau.no(code, AUDITOR, requestAccess, look("emergency"))
    bureau.no(code, INSPECTOR, requestAccess, look("verification"))
    bureau.no(code, [INSPECTOR, SECOND_INSPECTOR], requestAccess, look("emergency"))
    bureau.ok(INSPECTOR, recordOrder, bureau.order({ kind: "freeze" }))
    bureau.no(code, INSPECTOR, requestAccess, look("inspection", 2))
    bureau.ok(INSPECTOR, requestAccess, look("verification", 2))
    bureau.ok(AUDITOR, recordOrder, bureau.order())
    bureau.ok(AUDITOR, requestAccess, look("audit", 3))
  })
})

describe("break-glass: an emergency waits for no order", () => {
  const emergency = (bureau: Bureau) =>
    bureau.look({ purpose: "emergency", order: null, caseFile: caseOf("E-1") })

  test.each([
    ["one person", INSPECTOR],
    ["one of another authority", [INSPECTOR, AUDITOR]],
    ["one without the right", [INSPECTOR, CLERK]],
    ["a program", [INSPECTOR, ROBOT]],
  ])("is refused of %s", (_, who) => {
    const bureau = new Bureau()
    const told = bureau.no("second_person_required", who, requestAccess, emergency(bureau))
    expect(told).toEqual({ have: 1, need: 2 })
  })

  test("is refused of one person with two keys", () => {
    const second = testSigner(INSPECTOR, "ed25519", "another")
    const bureau = new Bureau(keyRows(INSPECTOR as Party, second))
    const signers = [testSigner(INSPECTOR), second]
    const operation = { command: "oversight.requestAccess", input: emergency(bureau) }
    const { refusals } = signedBy(bureau.ledger, signers, [operation])
    expect(refusals).toMatchObject([
      { code: "second_person_required", details: { have: 1, need: 2 } },
    ])
  })

  test("is refused of a program, whoever signs with it", () => {
    const bureau = new Bureau()
    const who = [ROBOT, INSPECTOR, SECOND_INSPECTOR]
    const told = bureau.no("purpose_not_allowed", who, requestAccess, emergency(bureau))
    expect(told).toEqual({ purpose: "emergency", caller: ROBOT })
  })

  test("is asked by two persons, who are both on record", () => {
    const bureau = new Bureau()
    bureau.ok([INSPECTOR, SECOND_INSPECTOR], requestAccess, emergency(bureau))
    expect(rowOf(bureau, 1)).toMatchObject({
      ...{ by: INSPECTOR, second: SECOND_INSPECTOR, order: null },
    })
    bureau.ok(OPERATOR, answerAccess, disclosed(1))
  })
})
