/** Requests for returns (camt.056) and their answers (camt.029), as sdk and schemas have them. */
import { type Hex, sha256Hex, utf8 } from "@concordat/kernel"
import type { Line } from "@concordat/services/money"
import { describe, expect, test } from "vitest"
import type { Outcome } from "./answer.ts"
import { readMessage } from "./message.ts"
import { camt056, pacs028 } from "./messages.testing.ts"
import { paymentsOf } from "./payments.ts"
import { type KnownOriginal, planPayments } from "./plan.ts"
import { faultAt } from "./reasons.ts"
import { refusedReturns, rejectionOf } from "./resolution.ts"
import { publishedSchemas, schemasMissing } from "./schemas.testing.ts"
import { ensureValid } from "./schemas.ts"
import { statusReport } from "./status.ts"
import { at, childrenOf, textAt, type XmlElement } from "./xml/element.ts"

const NOW = Date.parse("2026-11-28T12:00:00Z")
const CREATED = "2026-11-28T11:59:00Z"
const SECRET = "5e".repeat(32) as Hex
const UETR = "8a562c67-ca16-48ba-b074-65581be6f011"
const OTHER = "9b562c67-ca16-48ba-b074-65581be6f011"
const numbered = (name: string) => sha256Hex(utf8(name)).slice(0, 32) as Hex
const WRITTEN = { messageId: "ANSWER-1", created: NOW }

const line: Line = {
  ...{ debit: numbered("ann"), credit: numbered("bob"), amount: 1250n, code: 100 },
  ...{ uetr: UETR.replaceAll("-", "") as Hex, memo: null, consent: null },
}
const original: KnownOriginal = {
  ...{ entry: numbered("entry"), index: 0, line, shown: { entry: numbered("entry") } },
  ...{ asset: "eur-demo", decimals: 2, currency: "EUR" },
}
const read = (...asked: Parameters<typeof camt056>[2]) =>
  paymentsOf(readMessage(utf8(camt056("RECALL-1", CREATED, asked))))
const planOf = (payments: ReturnType<typeof read>) => {
  const known = payments.instructions.filter(({ uetr }) => uetr === line.uetr)
  const originals = new Map(known.map(({ path }) => [path, original]))
  return planPayments(payments, { known: new Map(), originals, now: NOW, secret: SECRET })
}

describe("a request for returns", () => {
  test("becomes the return of the whole line, for the reason that it was asked for", () => {
    for (const asked of [{ uetr: UETR }, { uetr: UETR, amount: "12.50" }]) {
      const { operations, refused } = planOf(read({ ...asked, reason: "FRAD" }))
      expect(refused).toEqual([])
      expect(operations).toMatchObject([
        { command: "money.returnLine", input: { amount: "1250", reason: "FRAD" } },
      ])
    }
  })

  test("of an unknown line, of another amount or another currency is refused", () => {
    const { operations, refused } = planOf(
      read(
        ...[{ uetr: OTHER }, { uetr: UETR, amount: "12.49" }],
        ...[{ uetr: UETR, amount: "12.50", currency: "USD" }, { transaction: "abc" }],
      ),
    )
    expect(operations).toEqual([])
    expect(refused.map(({ fault }) => fault.code)).toEqual([
      ...["unknown_entry", "unknown_entry", "asset_mismatch", "unknown_entry"],
    ])
  })

  test("names one of an entry's thousand lines, the first one by the entry alone", () => {
    const entry = numbered("entry")
    const references = [entry, `${entry}.7`, `${entry}.999`, `${entry}.1000`, `${entry}.07`]
    const { instructions } = read(...references.map((transaction) => ({ transaction })))
    const named = instructions.map(({ original: one }) => one?.entry && one.line)
    expect(named).toEqual([0, 7, 999, null, null])
  })

  test("that says not who asks whom is none", () => {
    const xml = camt056("R", CREATED, [{ uetr: UETR }]).replace(/<Assgne>.*?<\/Assgne>/, "")
    const missing = expect.objectContaining({ code: "field_missing" })
    expect(() => paymentsOf(readMessage(utf8(xml)))).toThrow(missing)
  })

  test.skipIf(schemasMissing !== "").each(["001.08", "001.09"])(
    `is what camt.056.%s says`,
    (to) => {
      const said = camt056("R", CREATED, [{ uetr: UETR, amount: "12.50" }])
      // FedNow's issue of version 8 demands more of a request than ISO's.
      const message = readMessage(utf8(said.replace("001.09", to)))
      if (to === "001.09") expect(ensureValid(publishedSchemas, message)).toBe(message.id)
      expect(paymentsOf(message).booked).toBe("recalled")
    },
  )
})

describe(`its answer${schemasMissing}`, () => {
  const details = (report: XmlElement) =>
    childrenOf(at(report, "RsltnOfInvstgtn", "CxlDtls")!).map((one) => [
      textAt(one, "TxCxlSts"),
      textAt(one, "CxlStsRsnInf", "Rsn", "Cd"),
    ])
  const confirmed = (report: XmlElement) => textAt(report, "RsltnOfInvstgtn", "Sts", "Conf")
  const answered = (payments: ReturnType<typeof read>, outcomes: readonly Outcome[]) => {
    const document = statusReport(payments, outcomes, WRITTEN)
    if (schemasMissing === "") {
      expect(publishedSchemas.faults({ id: "camt.029.001.10", document })).toEqual([])
    }
    return document
  }
  const outcomesOf = (payments: ReturnType<typeof read>, ...codes: readonly (string | null)[]) =>
    payments.instructions.map((instruction, i): Outcome => {
      const code = codes[i] ?? null
      const fault = code === null ? null : faultAt(instruction.path, code, "The ledger refused it.")
      const status = code === null ? "ACSC" : "RJCT"
      return { instruction, status, fault, entry: code === null ? numbered("back") : null }
    })

  test("says what was returned, and goes back the way that the request came", () => {
    const payments = read({ uetr: UETR })
    const report = answered(payments, outcomesOf(payments))
    expect([confirmed(report), details(report)]).toEqual(["CNCL", [["ACCR", undefined]]])
    const root = at(report, "RsltnOfInvstgtn")
    const name = ["Agt", "FinInstnId", "Nm"] as const
    expect(textAt(root, "Assgnmt", "Assgnr", ...name)).toBe("South Bank")
    expect(textAt(root, "Assgnmt", "Assgne", ...name)).toBe("North Bank")
    expect(textAt(root, "RslvdCase", "Id")).toBe("CASE-1")
    const own = textAt(root, "CxlDtls", "TxInfAndSts", "CxlStsId")
    expect(own).toBe(numbered("back"))
  })

  test("maps each refusal of the ledger to a reason of the external set", () => {
    const codes = [
      ...["unknown_entry", "already_returned", "return_exceeds", "insufficient_funds"],
      ...["account_closed", "frozen_amount", "account_blocked", "asset_paused", "not_the_owner"],
    ]
    const payments = read(...codes.map(() => ({ uetr: UETR })))
    const report = answered(payments, outcomesOf(payments, ...codes))
    const reasons = "NOOR ARDT ARDT AM04 AC04 LEGL LEGL LEGL NARR".split(" ")
    expect(details(report)).toEqual(reasons.map((reason) => ["RJCR", reason]))
    expect(confirmed(report)).toBe("RJCR")
    expect(rejectionOf("grant_limit_exceeded")).toBe("NARR")
  })

  test("is of both kinds where one was returned and one not; of none before it is decided", () => {
    const both = read({ uetr: UETR }, { uetr: OTHER })
    expect(confirmed(answered(both, outcomesOf(both, null, "unknown_entry")))).toBe("PECR")
    const [{ instruction } = {}] = planOf(read({ uetr: UETR })).lines
    const waits: Outcome = { instruction: instruction!, status: "ACTC", fault: null, entry: null }
    const report = answered(read({ uetr: UETR }), [waits])
    expect([confirmed(report), details(report)]).toEqual(["PDCR", [["PDCR", undefined]]])
  })

  test("may be a refusal by who was paid, for a reason of the set and for no other", () => {
    const payments = read({ uetr: UETR }, { uetr: OTHER })
    const outcomes = refusedReturns(payments, "CUST")
    const report = answered(payments, outcomes)
    expect(details(report)).toEqual([
      ["RJCR", "CUST"],
      ["RJCR", "CUST"],
    ])
    const unknown = expect.objectContaining({ code: "unknown_value" })
    expect(() => refusedReturns(payments, "NOPE")).toThrow(unknown)
    const question = paymentsOf(readMessage(utf8(pacs028("Q", CREATED, [UETR]))))
    expect(() => refusedReturns(question, "CUST")).toThrow(unknown)
    expect(outcomes.map(({ fault }) => fault?.code)).toEqual(["not_accepted", "not_accepted"])
  })
})
