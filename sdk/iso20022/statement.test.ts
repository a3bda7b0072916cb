/** Statements are what their schemas say, tie, and are refused where they would not. */
import { Bug, type Hex } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { readMessage } from "./message.ts"
import { publishedSchemas, schemasMissing } from "./schemas.testing.ts"
import {
  STATEMENT_MESSAGES,
  type Statement,
  statementMessage,
  statementPieces,
} from "./statement.ts"
import { at, childrenOf, textAt } from "./xml/element.ts"
import { writeXml } from "./xml/write.ts"

const DAY = Date.parse("2026-11-28T00:00:00Z")
const ACCOUNT = "0123456789abcdef0123456789abcdef" as Hex
const OTHER = "fedcba9876543210fedcba9876543210" as Hex

const STATEMENT: Statement = {
  ...{ account: ACCOUNT, owner: "north-bank", asset: "eur-demo", currency: "EUR", decimals: 2 },
  ...{ from: DAY, to: DAY + 86_399_999, whole: true, opening: 100_00n, closing: -1n },
  lines: [
    {
      ...{ position: "17", at: DAY + 1_000, entry: OTHER, line: 0, side: "credit", amount: 1n },
      ...{ code: 100, uetr: "8a562c67ca1648bab07465581be6f011" as Hex, other: OTHER },
    },
    {
      ...{ position: "18", at: DAY + 2_000, entry: ACCOUNT, line: 999, side: "debit" },
      // Its UETR is none of version 4: no message may say it.
      ...{ amount: 100_02n, code: 3, uetr: ACCOUNT, other: OTHER },
    },
  ],
  ...{ chain: "concordat-1", height: "60", time: DAY + 90_000_000, appHash: "ab".repeat(32) },
}

const names = Object.keys(STATEMENT_MESSAGES) as (keyof typeof STATEMENT_MESSAGES)[]

describe(`statements${schemasMissing}`, () => {
  test.skipIf(schemasMissing !== "").each(names)("a %s is what its schema says", (name) => {
    const id = STATEMENT_MESSAGES[name]
    const empty = { ...STATEMENT, currency: null, lines: [], closing: 100_00n, whole: false }
    for (const statement of [STATEMENT, empty]) {
      const document = statementMessage(name, statement, DAY)
      expect(publishedSchemas.faults({ id, document })).toEqual([])
    }
  })

  test("say both balances, each line with its entry, and where they come from", () => {
    const xml = writeXml(statementMessage("camt.053", STATEMENT, DAY))
    const { id, body } = readMessage(new TextEncoder().encode(xml))
    expect(id).toBe("camt.053.001.08")
    const told = at(body, "Stmt")!
    const balances = childrenOf(told, "Bal").map((balance) => [
      textAt(balance, "Tp", "CdOrPrtry", "Cd"),
      textAt(balance, "Amt"),
      textAt(balance, "CdtDbtInd"),
    ])
    expect(balances).toEqual([
      ["OPBD", "100.00", "CRDT"],
      ["CLBD", "0.01", "DBIT"],
    ])
    const entries = childrenOf(told, "Ntry")
    expect(entries.map((entry) => textAt(entry, "AcctSvcrRef"))).toEqual([OTHER, ACCOUNT])
    const refs = (i: number) => at(entries[i], "NtryDtls", "TxDtls", "Refs")
    expect(textAt(refs(0), "UETR")).toBe("8a562c67-ca16-48ba-b074-65581be6f011")
    expect(at(refs(1), "UETR")).toBeUndefined()
    expect(textAt(told, "TxsSummry", "TtlDbtNtries", "Sum")).toBe("100.02")
    const source = textAt(told, "AddtlStmtInf")
    for (const words of ["concordat-1", "block 60", "ab".repeat(32)])
      expect(source).toContain(words)
  })

  test("are the same in pieces", () => {
    const whole = writeXml(statementMessage("camt.053", STATEMENT, DAY))
    expect([...statementPieces("camt.053", STATEMENT, DAY)].join("")).toBe(whole)
  })

  test("of amounts that no message can say are refused before the first piece", () => {
    const one = { ...STATEMENT.lines[0]!, amount: 1n }
    const fine = { ...STATEMENT, decimals: 8, opening: 0n, closing: 1n, lines: [one] }
    const wrong = expect.objectContaining({ code: "number_out_of_range" })
    expect(() => statementPieces("camt.053", fine, DAY)).toThrow(wrong)
    const huge = {
      ...fine,
      decimals: 2,
      closing: 10n ** 18n,
      lines: [{ ...one, amount: 10n ** 18n }],
    }
    expect(() => statementPieces("camt.053", huge, DAY)).toThrow(wrong)
    const whole = { ...fine, closing: 10n ** 8n, lines: [{ ...one, amount: 10n ** 8n }] }
    expect([...statementPieces("camt.053", whole, DAY)].join("")).toContain('"EUR">1</Amt>')
  })

  test("that do not tie are not made", () => {
    const wrong = { ...STATEMENT, closing: 0n }
    expect(() => statementMessage("camt.053", wrong, DAY)).toThrow(Bug)
  })
})
