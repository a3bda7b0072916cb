/** Answers to requests for returns (camt.029): what they say, and what the ledger has. */
import { type Hex, sha256Hex, utf8 } from "@concordat/kernel"
import type { Line } from "@concordat/services/money"
import { describe, expect, test } from "vitest"
import { readMessage } from "./message.ts"
import { camt029, camt056, type SaidAnswer } from "./messages.testing.ts"
import { paymentsOf } from "./payments.ts"
import { recallStates } from "./recall-state.ts"
import { refusedReturns } from "./resolution.ts"
import { publishedSchemas, schemasMissing } from "./schemas.testing.ts"
import { ensureValid } from "./schemas.ts"
import { statusReport } from "./status.ts"
import { writeXml } from "./xml/write.ts"

const CREATED = "2026-11-28T11:59:00Z"
const UETR = "8a562c67-ca16-48ba-b074-65581be6f011"
const numbered = (name: string) => sha256Hex(utf8(name)).slice(0, 32) as Hex
const entry = numbered("entry")
const line: Line = {
  ...{ debit: numbered("ann"), credit: numbered("bob"), amount: 1250n, code: 100 },
  ...{ uetr: UETR.replaceAll("-", "") as Hex, memo: null, consent: null },
}

const read = (xml: string) => paymentsOf(readMessage(utf8(xml)))
const answer = (...said: readonly SaidAnswer[]) => camt029("ANSWER-1", CREATED, said)

/** The state of each return, where so much of the line was returned; null: no line. */
function states(xml: string, returned: bigint | null) {
  const payments = read(xml)
  const known = returned === null ? [] : payments.instructions.map(({ path }) => path)
  const lines = new Map(
    known.map((path) => [path, { entry, line, decimals: 2, returned: returned! }]),
  )
  return recallStates(payments, lines).map(({ status, fault }) =>
    fault === null ? [status] : [status, fault.code, fault.reason, fault.text],
  )
}

describe("the answer to a request for returns", () => {
  test("is made where the ledger has the whole line as returned, whatever it says", () => {
    for (const status of ["ACCR", "RJCR", "PDCR"]) {
      expect(states(answer({ uetr: UETR, status }), 1250n)).toEqual([["ACSC"]])
    }
  })

  test("names the payment that it is about, where it is known", () => {
    const payments = read(answer({ uetr: UETR, status: "PDCR" }, { uetr: UETR, status: "RJCR" }))
    const [{ path } = { path: "" }] = payments.instructions
    const lines = new Map([[path, { entry, line, decimals: 2, returned: 0n }]])
    expect(recallStates(payments, lines).map((one) => one.entry)).toEqual([entry, null])
  })

  test("is refused for a reason, in words; another's words cannot move what is shown", () => {
    const [cust, other, none] = states(
      answer(
        { uetr: UETR, status: "RJCR", reason: "CUST" },
        { uetr: UETR, status: "RJCR", reason: "NARR", text: "see\u202e letter \u009b2J" },
        { uetr: UETR, status: "RJCR" },
      ),
      0n,
    )
    expect(cust).toEqual(["RJCT", "not_accepted", "CUST", "Who was paid does not agree."])
    expect(other?.[3]).toBe("The bank that was paid refused it. It says: see letter 2J")
    expect(none?.slice(1, 3)).toEqual(["not_accepted", "NARR"])
  })

  test("that says to be made and is not is told so, with what the ledger has", () => {
    const said = answer({ uetr: UETR, status: "ACCR" })
    const [partly] = states(said, 450n)
    expect(partly?.slice(0, 2)).toEqual(["RJCT", "upstream_mismatch"])
    expect(partly?.[3]).toContain("4.50 of 12.50")
    expect(states(said, null)[0]?.slice(0, 3)).toEqual(["RJCT", "unknown_entry", "NOOR"])
  })

  test("waits where it is not decided, or says nothing of it", () => {
    const waiting = [{ uetr: UETR, status: "PDCR" }, { transaction: numbered("entry") }]
    expect(states(answer(...waiting), 0n)).toEqual([["ACTC"], ["ACTC"]])
    expect(states(answer(...waiting), null)).toEqual([["ACTC"], ["ACTC"]])
  })

  test("says of each what it says of the group, or of all, where it says nothing of it", () => {
    const bare = answer({ uetr: UETR })
    const code = (xml: string) => states(xml, 0n)[0]?.[1]
    expect(code(bare.replace("<Conf>PECR<", "<Conf>RJCR<"))).toBe("not_accepted")
    expect(code(bare.replace("<Conf>PECR<", "<Conf>CNCL<"))).toBe("upstream_mismatch")
    const group = `<CxlDtls><OrgnlGrpInfAndSts><OrgnlMsgId>R</OrgnlMsgId>
      <OrgnlMsgNmId>camt.056</OrgnlMsgNmId><GrpCxlSts>RJCR</GrpCxlSts></OrgnlGrpInfAndSts>`
    expect(code(bare.replace("<CxlDtls>", group))).toBe("not_accepted")
  })

  test("without a payment is of none", () => {
    const empty = answer()
    expect(read(empty).fault?.code).toBe("field_missing")
    expect(states(empty, 0n)).toEqual([])
  })

  test.skipIf(schemasMissing !== "").each(["001.09", "001.10"])(
    `is what camt.029.%s says`,
    (version) => {
      const said = answer({ uetr: UETR, status: "RJCR", reason: "CUST" })
      const message = readMessage(utf8(said.replace("001.10", version)))
      expect(ensureValid(publishedSchemas, message)).toBe(message.id)
      expect(paymentsOf(message).booked).toBe("answered")
    },
  )

  test("of ours is read as we wrote it", () => {
    const asked = read(camt056("RECALL-1", CREATED, [{ uetr: UETR }, { transaction: "abc" }]))
    const written = { messageId: "ANSWER-2", created: Date.parse(CREATED) }
    const report = statusReport(asked, refusedReturns(asked, "LEGL"), written)
    const told = states(writeXml(report), 0n)
    expect(told.map(([, ...why]) => why.slice(0, 2))).toEqual([
      ["not_accepted", "LEGL"],
      ["not_accepted", "LEGL"],
    ])
  })
})
