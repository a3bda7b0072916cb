/** F01 to F03: payment files of spreadsheets, and every way in which they are wrong. */
import { type Hex, Invalid, utf8 } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { printAccount } from "./account-number.ts"
import { paymentsOfCsv } from "./csv.ts"
import { planPayments } from "./plan.ts"

const NOW = Date.parse("2026-11-28T12:00:00Z")
const [ANN, BOB] = ["a".repeat(32), "b".repeat(32)] as [Hex, Hex]
const HEAD = "debit,credit,amount,currency,reference,uetr"
const SECRET = "5e".repeat(32) as Hex
const UETR = "8a562c67-ca16-48ba-b074-65581be6f011"

const read = (text: string, twins = false) => paymentsOfCsv(utf8(text), { created: NOW, twins })
const known = new Map(
  [ANN, BOB].flatMap((account) => {
    const terms = { account, asset: "eur-demo", decimals: 2, currency: "EUR" }
    return [
      [account as string, terms],
      [printAccount(account), terms],
    ] as const
  }),
)
const refused = (...rows: readonly string[]) => {
  const { refused: all } = planPayments(read([HEAD, ...rows].join("\n")), {
    known,
    now: NOW,
    secret: SECRET,
  })
  return all.map(({ instruction, fault }) => [instruction.path, fault.code])
}
const failure = (text: string | Uint8Array): Invalid => {
  try {
    paymentsOfCsv(typeof text === "string" ? utf8(text) : text, { created: NOW })
  } catch (error) {
    if (error instanceof Invalid) return error
    throw error
  }
  throw new Error("it was read")
}

describe("a payment file", () => {
  test.each([
    ["commas", `${HEAD}\n${ANN},${BOB},1.50,EUR,"Bill ""7"", May",${UETR}\n`],
    [
      "semicolons, CR LF, a mark, an empty last line",
      `\uFEFF${HEAD.replaceAll(",", ";")}\r
${ANN};${BOB};1.50;EUR;"Bill ""7"", May";${UETR}\r\n\r\n`,
    ],
    [
      "columns in another order, capitals",
      `Reference,AMOUNT,currency,credit,debit,uetr
"Bill ""7"", May",1.50,EUR,${BOB},${ANN},${UETR}`,
    ],
  ])("with %s says what it says", (_, text) => {
    const { instructions } = read(text)
    expect(instructions).toMatchObject([
      {
        ...{ path: "row 2", debtor: ANN, creditor: BOB, amount: "1.50", currency: "EUR" },
        ...{ endToEndId: 'Bill "7", May', uetr: UETR.replaceAll("-", ""), fault: null },
      },
    ])
    const { operations } = planPayments(read(text), { known, now: NOW, secret: SECRET })
    expect(operations).toMatchObject([{ input: { lines: [{ amount: "150" }] } }])
  })

  test("has the ids of its content: the same file again, the same entries", () => {
    const text = `${HEAD}\n${ANN},${BOB},1,EUR,,`
    const entries = (file: string) =>
      planPayments(read(file), { known, now: NOW, secret: SECRET }).operations.map(
        ({ input }) => input["entry"],
      )
    expect(entries(text)).toEqual(entries(text))
    expect(entries(text)).not.toEqual(entries(text.replace(",1,", ",2,")))
  })

  test("tells of every wrong row at once", () => {
    expect(
      refused(
        `${ANN},${BOB},1.00,EUR,ok,`,
        `${ANN},${BOB},"1.000,5",EUR,b,`,
        `${ANN},${BOB},1.005,EUR,c,`,
        `${ANN},${BOB},,EUR,d,`,
        `${ANN},${BOB},-1,EUR,e,`,
        `${ANN},${BOB},1,EUR,=cmd(),`,
        `${ANN},nobody,1,EUR,g,`,
        `${ANN},${BOB},1,USD,h,`,
        `${ANN},${BOB},1,EUR,i,some-uetr`,
        `${ANN},${BOB},1.00,EUR,ok,`,
      ),
    ).toEqual([
      ["row 3", "amount_ambiguous"],
      ["row 4", "amount_precision"],
      ["row 5", "field_missing"],
      ["row 6", "csv_invalid"],
      ["row 7", "csv_invalid"],
      ["row 8", "unknown_account"],
      ["row 9", "asset_mismatch"],
      ["row 10", "hex_malformed"],
      ["row 11", "batch_duplicate"],
    ])
  })

  test("takes rows that are alike where that is meant", () => {
    const row = `${ANN},${BOB},1,EUR,,`
    const plan = planPayments(read([HEAD, row, row].join("\n"), true), {
      known,
      now: NOW,
      secret: SECRET,
    })
    expect([plan.lines.length, plan.refused]).toEqual([2, []])
  })
})

describe("F01: no table", () => {
  const row = `${ANN},${BOB},1,EUR,,`
  test.each([
    ["a quote never closed", `${HEAD}\n${ANN},"${BOB},1,EUR,,`, "Row 2, column 2"],
    ["a quote in a bare cell", `${HEAD}\n${ANN},${BOB},1,E"UR,,`, "Row 2, column 4"],
    ["something behind a quote", `${HEAD}\n"${ANN}"x,${BOB},1,EUR,,`, "Row 2, column 1"],
    ["a column too few", `${HEAD}\n${row}\n${ANN},${BOB},1,EUR,`, "Row 3, column 5"],
    ["a heading twice", `${HEAD},debit\n${row},`, "Row 1, column 7"],
    ["an unknown heading", `${HEAD},colour\n${row},`, "Row 1, column 7"],
    ["a column missing", "debit,credit,amount\n", "currency"],
    ["NUL", `${HEAD}\n${ANN},${BOB},1,EUR,\0,`, "Row 2, column 5"],
    ["more than 256 columns", `${HEAD}\n${",".repeat(257)}`, "256"],
  ])("%s", (_, text, words) => {
    expect(failure(text)).toMatchObject({ code: "csv_invalid" })
    expect(failure(text).message).toContain(words)
  })

  test("F02: what is not UTF-8; nothing at all", () => {
    expect(failure(new Uint8Array([0xe9, 0x2c])).code).toBe("charset_unsupported")
    expect(failure("").code).toBe("csv_invalid")
  })
})
