/** From message to plan: what is asked for, what is refused and as what, and that nothing moves. */
import { type Hash, type Hex, sha256Hex, utf8 } from "@concordat/kernel"
import { moneyService } from "@concordat/services/money"
import { describe, expect, test } from "vitest"
import { printAccount } from "./account-number.ts"
import type { Outcome } from "./answer.ts"
import { readSecret } from "./entry-id.ts"
import { readMessage } from "./message.ts"
import {
  HYBRID,
  pacs004,
  pacs008,
  pacs028,
  pain001,
  type Said,
  type SaidMessage,
  smallForms,
} from "./messages.testing.ts"
import { paymentsOf } from "./payments.ts"
import { accountNames, type KnownAccount, type Plan, planPayments } from "./plan.ts"
import { REASONS, reasonOf } from "./reasons.ts"
import { publishedSchemas, schemasMissing } from "./schemas.testing.ts"
import { createSchemas, ensureValid } from "./schemas.ts"
import { groupStatus, statusReport } from "./status.ts"
import { textAt } from "./xml/element.ts"

const NOW = Date.parse("2026-11-28T12:00:00Z")
const CREATED = "2026-11-28T11:59:00Z"
const SECRET = "5e".repeat(32) as Hex
const numbered = (name: string) => sha256Hex(utf8(name)).slice(0, 32) as Hex
const UETR = "8a562c67-ca16-48ba-b074-65581be6f011"

/** Accounts of the tests by name, as messages write them. */
const account = (name: string) => printAccount(numbered(name))
const EURO = { asset: "eur-demo", decimals: 2, currency: "EUR" }
const known = new Map<string, KnownAccount>([
  ...["ann", "bob", "carol"].map((name): [string, KnownAccount] => [
    account(name),
    { account: numbered(name), ...EURO },
  ]),
  [account("gold"), { account: numbered("gold"), asset: "gold", decimals: 3, currency: null }],
])

const planOf = (xml: string): Plan =>
  planPayments(paymentsOf(readMessage(utf8(xml))), { known, now: NOW, secret: SECRET })
const asked = (payments: readonly Said[], more: Partial<SaidMessage> = {}) =>
  pain001({ created: CREATED, debtor: account("ann"), payments, ...more })
const bob = account("bob")
const faults = (xml: string) =>
  planOf(xml).refused.map(({ fault }) => [fault.code, fault.reason, fault.path.split("/").at(-1)])

describe("a pacs.009 of the account of issuance", () => {
  const issuance = account("issuance")
  const bank = new Map([
    ...known,
    [issuance, { account: numbered("issuance"), ...EURO, isIssuance: true }],
    [account("other"), { account: numbered("other"), ...EURO, asset: "eur-two", isIssuance: true }],
  ])
  const backing = sha256Hex(utf8("the message")) as Hash
  const planned = (debtor: string, creditor: string, form: string) => {
    const [, xml = ""] = smallForms(CREATED, debtor, creditor).find(([id]) => id.startsWith(form))!
    const payments = paymentsOf(readMessage(utf8(xml)))
    return planPayments(payments, { known: bank, now: NOW, secret: SECRET, backing }).operations
  }

  test("issues, or takes back, with the message as the backing", () => {
    for (const [debtor, creditor, command] of [
      [issuance, bob, "mint"],
      [bob, issuance, "burn"],
    ] as const) {
      const [operation, ...others] = planned(debtor, creditor, "pacs.009")
      expect(others).toEqual([])
      const input = { asset: "eur-demo", treasury: numbered("bob"), amount: "1", backing }
      expect(operation).toMatchObject({ command: `money.${command}`, input })
      expect(() => moneyService.commands[command].input.fromJson(operation!.input)).not.toThrow()
    }
  })

  test("takes nothing back of another asset, though its currency is the same", () => {
    expect(planned(bob, account("other"), "pacs.009")).toEqual([])
  })

  test("is a payment between any other accounts", () => {
    const [operation] = planned(account("ann"), bob, "pacs.009")
    expect(operation?.command).toBe("money.transfer")
  })
})

describe("a pain.001", () => {
  test("is one entry of lines, each for itself; its names are those to look up", () => {
    const xml = asked([{ creditor: bob, amount: "12.5", uetr: UETR }, { creditor: bob }])
    const payments = paymentsOf(readMessage(utf8(xml)))
    expect(accountNames(payments)).toEqual([account("ann"), bob])
    const { operations, lines, refused } = planOf(xml)
    expect(refused).toEqual([])
    expect(operations).toHaveLength(1)
    const [{ command = "", input = {} } = {}] = operations
    expect(command).toBe("money.post")
    expect(input).toMatchObject({ mode: "each", lines: [{ amount: "1250" }, { amount: "100" }] })
    expect(lines[0]?.line).toEqual({
      ...{ debit: numbered("ann"), credit: numbered("bob"), amount: "1250", code: 100 },
      ...{ uetr: UETR.replaceAll("-", ""), memo: null, consent: null },
    })
    // It is what the command takes.
    expect(() => moneyService.commands.post.input.fromJson(input)).not.toThrow()
  })

  test("has the same entries whenever it is read, and others as another message", () => {
    const entries = (xml: string) => planOf(xml).operations.map(({ input }) => input["entry"])
    const many = Array.from({ length: 250 }, () => ({ creditor: bob }))
    const first = entries(asked(many))
    expect(first).toHaveLength(3)
    expect(new Set(first).size).toBe(3)
    expect(entries(asked(many))).toEqual(first)
    expect(entries(asked(many, { messageId: "MSG-2" }))).not.toEqual(first)
    // A payment that is refused now leaves the others where they are.
    const short = entries(asked([{ creditor: account("nobody") }, ...many.slice(1)]))
    expect(short).toEqual(first)
    for (const entry of first) {
      expect(entry).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
      expect(Number.parseInt(String(entry).slice(0, 12), 16)).toBe(Date.parse(CREATED))
    }
  })

  test("has entries that nobody can tell who has not its sender's secret", () => {
    const payments = paymentsOf(readMessage(utf8(asked([{ creditor: bob }]))))
    const entryBy = (secret: string) =>
      planPayments(payments, { known, now: NOW, secret: readSecret(secret) }).lines[0]?.entry
    expect(entryBy(SECRET)).toBe(entryBy(SECRET))
    expect(entryBy("5f".repeat(32))).not.toBe(entryBy(SECRET))
    const malformed = expect.objectContaining({ code: "hex_malformed" })
    for (const wrong of ["", "5e".repeat(15), "5e".repeat(65), "5E".repeat(32), `${SECRET}5`]) {
      expect(() => readSecret(wrong)).toThrow(malformed)
    }
  })

  test("is refused by payment, each with a code, ISO's reason, and where", () => {
    expect(
      faults(
        asked([
          { creditor: account("nobody") },
          { creditor: "DE89370400440532013000" },
          { creditor: account("gold") },
          { creditor: account("ann") },
          { creditor: bob, amount: "0.00" },
          { creditor: bob, amount: "0.001" },
          { creditor: bob, currency: "USD" },
          { creditor: bob, address: "<PstlAdr><AdrLine>Oslo 1</AdrLine></PstlAdr>" },
          { creditor: bob, address: HYBRID.replace("<TwnNm>Oslo</TwnNm>", "") },
          { creditor: bob, address: HYBRID.replace("Main", "x".repeat(70)) },
          { creditor: bob, address: HYBRID },
          { creditor: bob, uetr: UETR },
          { creditor: bob, uetr: UETR },
        ]),
      ),
    ).toEqual([
      ["unknown_account", "AC03", "CdtTrfTxInf[1]"],
      ["unknown_account", "AC03", "CdtTrfTxInf[2]"],
      ["asset_mismatch", "AM11", "CdtTrfTxInf[3]"],
      ["same_account", "AG01", "CdtTrfTxInf[4]"],
      ["zero_amount", "AM01", "CdtTrfTxInf[5]"],
      ["amount_precision", "AM12", "CdtTrfTxInf[6]"],
      ["asset_mismatch", "AM11", "CdtTrfTxInf[7]"],
      ["address_unstructured", "NARR", "AdrLine"],
      ["address_unstructured", "NARR", "AdrLine"],
      ["address_unstructured", "NARR", "AdrLine"],
      ["uetr_exists", "DUPL", "CdtTrfTxInf[13]"],
    ])
  })

  test.each([
    ["a wrong control sum", { sum: "1.01" }, "batch_total_mismatch", "AM10"],
    ["a wrong count", { count: 2 }, "batch_total_mismatch", "AM18"],
    ["tomorrow's payments", { day: "2026-11-29" }, "not_due", "CH03"],
    ["one of last month", { created: "2026-10-28T10:00:00Z" }, "id_too_old", "CH04"],
    ["one of the future", { created: "2026-11-28T15:00:00+01:00" }, "id_in_future", "CH03"],
    ["an unknown debtor", { debtor: account("nobody") }, "unknown_account", "AC01"],
  ] as const)("%s: nothing of it is planned", (_, more, code, reason) => {
    const { operations, refused } = planOf(asked([{ creditor: bob }], more))
    expect(operations).toEqual([])
    expect(refused.map(({ fault }) => [fault.code, fault.reason])).toEqual([[code, reason]])
  })

  test.each([
    ["without an id", /<MsgId>[^<]*<\/MsgId>/, "", "field_missing"],
    ["without its time", /<CreDtTm>[^<]*<\/CreDtTm>/, "", "field_missing"],
    ["of no time", /<CreDtTm>[^<]*/, "<CreDtTm>yesterday", "date_invalid"],
    ["of a version to come", /pain\.001\.001\.12/, "pain.001.001.99", "message_unsupported"],
    ["that is another message", /pain\.001\.001\.12/, "camt.110.001.01", "message_unsupported"],
  ])("one %s is no message to plan", (_, part, by, code) => {
    const xml = asked([{ creditor: bob }]).replace(part, by)
    expect(() => planOf(xml)).toThrow(expect.objectContaining({ code }))
  })

  test("an account number with one wrong digit is no account", () => {
    const wrong = bob.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))
    expect(faults(asked([{ creditor: wrong }]))).toEqual([
      ["unknown_account", "AC03", "CdtTrfTxInf[1]"],
    ])
  })
})

describe("a pacs.008", () => {
  test("is one transfer a payment", () => {
    const payments = [{ creditor: bob }, { creditor: account("carol"), uetr: UETR }]
    const { operations } = planOf(pacs008({ created: CREATED, debtor: account("ann"), payments }))
    expect(operations.map(({ command }) => command)).toEqual(["money.transfer", "money.transfer"])
    const [first, second] = operations.map(({ input }) => input["entry"])
    expect(first).not.toBe(second)
    for (const { input } of operations) {
      expect(() => moneyService.commands.transfer.input.fromJson(input)).not.toThrow()
    }
  })
})

describe(`the smaller forms${schemasMissing}`, () => {
  test.each(smallForms(CREATED, account("ann"), bob))("a %s debits the debtor", (id, xml) => {
    const message = readMessage(utf8(xml))
    if (schemasMissing === "") expect(ensureValid(publishedSchemas, message)).toBe(id)
    const plan = planOf(xml)
    expect(plan.refused).toEqual([])
    expect(plan.operations).toMatchObject([{ command: "money.transfer" }])
    const [{ line = {} } = {}] = plan.lines
    const sides = { debit: numbered("ann"), credit: numbered("bob"), amount: "1" }
    expect(line).toMatchObject(sides)
    const [{ instruction } = {}] = plan.lines
    const outcomes = [
      { instruction: instruction!, status: "ACSC" as const, fault: null, entry: null },
    ]
    const report = statusReport(plan.payments, outcomes, { messageId: "S", created: NOW })
    const answer = id.startsWith("camt") ? "camt.025.001.05" : "pacs.002.001.11"
    if (schemasMissing !== "") return
    expect(publishedSchemas.faults({ id: answer, document: report })).toEqual([])
  })

  test("are refused by a receipt that says why", () => {
    const xml = smallForms(CREATED, account("ann"), account("nobody")).at(-1)![1]
    const { payments, refused } = planOf(xml)
    const [{ instruction, fault }] = refused as [(typeof refused)[number]]
    const outcomes = [{ instruction, fault, entry: null, status: "RJCT" as const }]
    const report = statusReport(payments, outcomes, { messageId: "S", created: NOW })
    expect(textAt(report, "Rct", "RctDtls", "ReqHdlg", "Desc")).toContain("AC03 unknown_account")
    if (schemasMissing !== "") return
    expect(publishedSchemas.faults({ id: "camt.025.001.05", document: report })).toEqual([])
  })
})

describe("a schema that is none", () => {
  test("is the operator's to mend, and no fault of the message", () => {
    const broken = createSchemas(() => utf8("<a>"))
    const message = readMessage(utf8(asked([{ creditor: bob }])))
    const wrong = expect.objectContaining({ code: "configuration_invalid" })
    expect(() => ensureValid(broken, message)).toThrow(wrong)
  })
})

describe(`messages of the tests${schemasMissing}`, () => {
  test.skipIf(schemasMissing !== "")("are what their schemas say", () => {
    const payments = [{ creditor: bob, uetr: UETR, address: HYBRID }]
    const said = { created: CREATED, debtor: account("ann"), payments }
    const back = pacs004("R", CREATED, [{ uetr: UETR, amount: "1.00" }])
    for (const xml of [pain001(said), pacs008(said), back, pacs028("Q", CREATED, [UETR])]) {
      const message = readMessage(utf8(xml))
      expect(ensureValid(publishedSchemas, message)).toBe(message.id)
    }
  })
})

describe(`status reports${schemasMissing}`, () => {
  const outcomesOf = ({ lines, refused }: Plan): Outcome[] => [
    ...lines.map(({ instruction, entry }) => ({
      ...{ instruction, entry, status: "ACSC" as const, fault: null },
    })),
    ...refused.map(({ instruction, fault }) => ({
      ...{ instruction, fault, entry: null, status: "RJCT" as const },
    })),
  ]
  const payments = [
    { creditor: bob, uetr: UETR },
    { creditor: account("nobody") },
    { creditor: bob, address: "<PstlAdr><AdrLine>Oslo</AdrLine></PstlAdr>" },
  ]
  const said = { created: CREATED, debtor: account("ann"), payments }

  test.skipIf(schemasMissing !== "").each([
    ["pain.001", pain001(said), "pain.002.001.11", "CstmrPmtStsRpt"],
    ["pacs.008", pacs008(said), "pacs.002.001.11", "FIToFIPmtStsRpt"],
  ])("the answer to a %s is what its schema says", (_, xml, id, root) => {
    const message = readMessage(utf8(xml))
    expect(ensureValid(publishedSchemas, message)).toBe(message.id)
    const plan = planOf(xml)
    const outcomes = outcomesOf(plan)
    expect(groupStatus(outcomes)).toBe("PART")
    const report = statusReport(plan.payments, outcomes, { messageId: "S-1", created: NOW })
    expect(report.namespace).toContain(id)
    expect(publishedSchemas.faults({ id, document: report })).toEqual([])
    expect(textAt(report, root, "OrgnlGrpInfAndSts", "GrpSts")).toBe("PART")
  })

  test("of a message that is refused whole say so once more at its head", () => {
    const plan = planOf(pain001({ ...said, sum: "9.00" }))
    const report = statusReport(plan.payments, outcomesOf(plan), { messageId: "S", created: NOW })
    const head = ["CstmrPmtStsRpt", "OrgnlGrpInfAndSts"] as const
    expect(textAt(report, ...head, "GrpSts")).toBe("RJCT")
    expect(textAt(report, ...head, "StsRsnInf", "Rsn", "Cd")).toBe("AM10")
    if (schemasMissing === "") {
      const id = "pain.002.001.11"
      expect(publishedSchemas.faults({ id, document: report })).toEqual([])
    }
  })
})

/**
 * Codes of ISO 20022's external sets for status and return reasons that are used here. The XML
 * schemas only say that a code has four characters, so the set stands here by hand.
 */
const EXTERNAL = new Set(
  (
    "AB03 AC01 AC03 AC05 AC06 AC07 AG01 AG08 AM01 AM03 AM04 AM05 AM07 AM09 AM10 AM11 AM12 AM14 " +
    "AM18 AM21 AM23 ARDT CH03 CH04 DUPL FF01 MD01 NARR NOOR RR04"
  ).split(" "),
)

describe("reasons", () => {
  test("are of the external code sets; every refusal of a line has one of its own", () => {
    for (const [code, reason] of Object.entries(REASONS)) expect(EXTERNAL, code).toContain(reason)
    const lines = [
      ...["id_too_old", "id_in_future", "uetr_exists", "same_account", "unknown_account"],
      ...["asset_mismatch", "asset_paused", "account_closed", "account_blocked"],
      ...["consent_invalid", "allowance_exceeded", "counterparty_not_allowed", "frozen_amount"],
      ...["insufficient_funds", "holding_limit", "flow_limit"],
    ]
    for (const code of lines) {
      expect(moneyService.refusals, code).toHaveProperty(code)
      expect(reasonOf(code), code).not.toBe("NARR")
    }
    expect([reasonOf("account_closed", "credit"), reasonOf("quote_expired")]).toEqual([
      "AC07",
      "NARR",
    ])
  })
})
