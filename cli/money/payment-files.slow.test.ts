/**
 * Payments as files, by the command line before a real development ledger: a message and a
 * spreadsheet go in once; statements come out that tie, and a journal that comes to the proven
 * supply.
 */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Hex } from "@concordat/kernel"
import { printAccount, readMessage } from "@concordat/sdk/iso20022"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { pacs004, pacs028, pain001, type Said } from "../../sdk/iso20022/messages.testing.ts"
import { publishedSchemas, schemasMissing } from "../../sdk/iso20022/schemas.testing.ts"
import { at, childrenOf, textAt } from "../../sdk/iso20022/xml/element.ts"
import { vectors } from "../../test/vectors.ts"
import { CliWorld } from "../world.testing.ts"

type Account = { key: { account: Hex }; value: { creditsPosted: string; debitsPosted: string } }

const TELLER = ["--as", "north-bank/teller"]
const world = new CliWorld()
let [ann, merchant] = ["", ""]

async function rows(): Promise<Account[]> {
  const response = await fetch(`${world.ledger!.url}/v1/money/accounts?limit=50`)
  return ((await response.json()) as { rows: Account[] }).rows
}
const balance = async (account: string) => {
  const found = (await rows()).find(({ key }) => printAccount(key.account) === account)!
  return BigInt(found.value.creditsPosted) - BigInt(found.value.debitsPosted)
}
const message = (messageId: string, payments: readonly Said[]) =>
  pain001({ created: new Date().toISOString(), debtor: ann, payments, messageId })
const read = (name: string) => readFileSync(join(world.folder, name), "utf8")

beforeAll(async () => {
  await world.open()
  const found = await rows()
  const held = (credits: string) =>
    printAccount(found.find(({ value }) => value.creditsPosted === credits)!.key.account)
  ann = held("25000")
  merchant = held("2450")
})
afterAll(() => world.close())

describe("a message of payments", () => {
  it("is rehearsed, paid, and paid once; what is refused is told with ISO's reason", async () => {
    const before = await balance(merchant)
    const nobody = printAccount("0".repeat(32) as Hex)
    world.file(
      "pain001.xml",
      message("M-1", [
        { creditor: merchant, amount: "1.25" },
        { creditor: nobody, amount: "1.00" },
        { creditor: merchant, amount: "999999.00" },
      ]),
    )
    const dry = await world.run(["money", "import", "pain001.xml", "--dry-run"])
    expect(dry).toMatchObject({ exit: 1 })
    expect(dry.out).toContain("2 could be paid, nothing was sent, 1 refused.")
    expect(dry.out).toContain("CdtTrfTxInf[2]: unknown_account (AC03)")
    expect(await balance(merchant)).toBe(before)

    const schemas = vectors("iso20022/xsd-newer")
    const judged = schemas === null ? [] : ["--schemas", schemas]
    const status = ["--status", "pain002.xml", ...judged]
    const run = ["money", "import", "pain001.xml", ...TELLER, ...status]
    const paid = await world.run(run)
    expect(paid.out).toContain("1 paid, final, 2 refused.")
    expect(paid.out).toContain("CdtTrfTxInf[3]: insufficient_funds (AM04)")
    expect(await balance(merchant)).toBe(before + 125n)
    const report = read("pain002.xml")
    expect(readMessage(new TextEncoder().encode(report)).id).toBe("pain.002.001.11")
    for (const words of ["ACSC", "AC03", "AM04", "PART"]) expect(report).toContain(words)

    const again = await world.run([...run, "--json"])
    expect(again.json()).toMatchObject({ status: "PART", refused: 2 })
    expect((await world.run(run)).out).toContain("was booked before")
    expect(await balance(merchant)).toBe(before + 125n)
  })

  it("names accounts by what the bank calls them", async () => {
    const iban = "NO9386011117947"
    world.file("accounts.csv", `name,account\n${iban},${merchant}\n`)
    world.file("iban.xml", message("M-2", [{ creditor: iban }]))
    const known = await world.run([
      ...["money", "import", "iban.xml", "--accounts", "accounts.csv", "--dry-run"],
    ])
    expect(known).toMatchObject({ exit: 0 })
    const unknown = await world.run(["money", "import", "iban.xml", "--dry-run"])
    expect(unknown).toMatchObject({ exit: 1, out: expect.stringContaining("AC03") })
  })

  it("becomes a draft that its signer signs, and that is sent", async () => {
    world.file("signed.xml", message("M-3", [{ creditor: merchant, amount: "0.50" }]))
    const before = await balance(merchant)
    const made = await world.run([
      ...["money", "import", "signed.xml", "--signers", "north-bank/teller"],
    ])
    expect(made.exit, made.err).toBe(0)
    const sign = ["sign", "signed.xml.draft", "--keys", ".data/keys", "--yes", "--out", "a.sig"]
    expect(await world.run(sign)).toMatchObject({ exit: 0 })
    const sent = await world.run(["submit", "signed.xml.draft", "a.sig"])
    expect(sent.exit, sent.err).toBe(0)
    expect(await balance(merchant)).toBe(before + 50n)
  })

  it("that is no message is told, and sends nothing", async () => {
    world.file("bad.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    const sent = world.requests.length
    const bad = await world.run(["money", "import", "bad.xml", ...TELLER])
    expect([bad.exit, bad.err]).toEqual([2, expect.stringContaining("doctype_refused")])
    expect(world.requests.slice(sent)).toEqual(["GET /v1/status"])
  })
})

describe("a spreadsheet", () => {
  it("with one wrong row pays nothing; corrected it is paid, and by no second run", async () => {
    const head = "debit;credit;amount;currency;reference"
    const good = `${ann};${merchant};2.00;EUR;a\n${ann};${merchant};3.00;EUR;b`
    const before = await balance(merchant)
    world.file("pay.csv", `${head}\n${good}\n${ann};${merchant};1.000,5;EUR;c\n`)
    const wrong = await world.run(["money", "import", "pay.csv", ...TELLER])
    expect(wrong).toMatchObject({ exit: 1, out: expect.stringContaining("row 4") })
    expect(wrong.out).toContain("amount_ambiguous")
    expect(await balance(merchant)).toBe(before)

    world.file("pay.csv", `${head}\n${good}\n`)
    const dry = await world.run(["money", "import", "pay.csv", "--dry-run"])
    expect(dry).toMatchObject({ exit: 0 })
    for (const words of ["2 paid, final", "was booked before"]) {
      const run = await world.run(["money", "import", "pay.csv", ...TELLER])
      expect(run.out).toContain(words)
      expect(await balance(merchant)).toBe(before + 500n)
    }
    expect(existsSync(join(world.folder, "pay.csv.job"))).toBe(true)
  })
})

describe("a statement", () => {
  const asked = (format: string, ...more: readonly string[]) =>
    world.run(["money", "statement", "--account", merchant, "--format", format, ...more])

  it("has what the message paid, ties, and is what its schema says", async () => {
    const uetr = "8a562c67-ca16-48ba-b074-65581be6f011"
    world.file("paid.xml", message("M-4", [{ creditor: merchant, amount: "7.25", uetr }]))
    const paid = await world.run(["money", "import", "paid.xml", ...TELLER, "--json"])
    const [{ entry = "" } = {}] = paid.json().payments as { entry: string }[]

    const out = await asked("camt.053", "--out", "camt053.xml")
    expect(out.exit, out.err).toBe(0)
    const statement = readMessage(new TextEncoder().encode(read("camt053.xml")))
    expect(statement.id).toBe("camt.053.001.08")
    if (schemasMissing === "") expect(publishedSchemas.faults(statement)).toEqual([])

    const told = at(statement.body, "Stmt")!
    const cents = (text = "") => BigInt(text.replace(".", ""))
    const [opening, closing] = childrenOf(told, "Bal").map((one) => cents(textAt(one, "Amt")))
    const entries = childrenOf(told, "Ntry")
    const moved = entries.reduce((sum, one) => {
      const amount = cents(textAt(one, "Amt"))
      return textAt(one, "CdtDbtInd") === "CRDT" ? sum + amount : sum - amount
    }, 0n)
    expect([opening! + moved, closing]).toEqual([closing, await balance(merchant)])
    const last = entries.at(-1)
    expect([textAt(last, "Amt"), textAt(last, "AcctSvcrRef")]).toEqual(["7.25", entry])
    expect(textAt(last, "NtryDtls", "TxDtls", "Refs", "UETR")).toBe(uetr)
    world.file("back.xml", pacs004("M-5", new Date().toISOString(), [{ uetr, amount: "1.25" }]))
    const back = await world.run(["money", "import", "back.xml", "--as", "south-bank/teller"])
    expect(back.out, back.err).toContain("1 paid, final, 0 refused.")
    world.file("ask.xml", pacs028("M-6", new Date().toISOString(), [uetr]))
    const answer = await world.run(["money", "import", "ask.xml"])
    expect(answer.out).toContain("1 final on the ledger, 0 refused.")
    expect(textAt(told, "AddtlStmtInf")).toMatch(/block \d+ of .*, app hash [0-9a-f]{64}/)
  })

  it("is told to people and to spreadsheets, each line with the balance after it", async () => {
    const text = await asked("text")
    expect(text.out).toContain(`Account ${merchant} of south-bank`)
    expect(text.out).toContain("so far")
    const rows = (await asked("csv")).out
      .trim()
      .split("\r\n")
      .map((row) => row.split(","))
    const [head, ...lines] = rows
    expect(head?.slice(0, 4)).toEqual(["time", "kind", "amount", "balance"])
    expect(lines.at(-1)?.[3]).toBe(lines.at(-2)?.[3])
    expect(lines.at(-2)?.[2]).toBe("-1.25")
  })

  it("of no account, of a day to come, in no format of ours is refused", async () => {
    const codes = [
      await asked("camt.053", "--day", "2999-01-01"),
      await asked("pdf"),
      await world.run(["money", "statement"]),
      await world.run(["money", "statement", "--account", "nobody"]),
    ].map(({ exit, err }) => [exit, err.split(/[ :]/)[0]])
    expect(codes).toEqual([
      [1, "period_invalid"],
      [2, "unknown_argument"],
      [2, "field_missing"],
      [2, "account_malformed"],
    ])
  })
})

describe("the journal", () => {
  it("is double entry, and comes to the supply that is proven", async () => {
    const run = await world.run(["money", "journal", "eur-demo", "--out", "journal.csv"])
    expect(run.exit, run.err).toBe(0)
    const [supply] = (await world.run(["money", "supply", "eur-demo"])).out.split(" ")
    expect(run.out).toContain(`come to the supply of ${supply} eur-demo, proven, grade C.`)
    const [head = "", ...lines] = read("journal.csv").trim().split("\r\n")
    const column = (name: string) => head.split(",").indexOf(name)
    const cents = (text = "") => Math.round(Number(text) * 100)
    const sum = (name: string) =>
      lines.reduce((total, line) => total + cents(line.split(",")[column(name)]), 0)
    expect(lines.length).toBeGreaterThan(10)
    expect(sum("debit")).toBe(sum("credit"))
    const held = lines
      .filter((line) => line.includes(merchant))
      .reduce((total, line) => {
        const cells = line.split(",")
        return total + cents(cells[column("credit")]) - cents(cells[column("debit")])
      }, 0)
    expect(BigInt(held)).toBe(await balance(merchant))
  })

  it("has a form for each kind of bookkeeping, and no other", async () => {
    const forms = {
      jsonl: '"debit":',
      ledger: '"eur-demo"',
      hledger: "    Accounts:",
      beancount: " open Liabilities:",
    }
    for (const [format, words] of Object.entries(forms)) {
      const run = await world.run(["money", "journal", "eur-demo", "--format", format])
      expect(run, format).toMatchObject({ exit: 0, out: expect.stringContaining(words) })
    }
    const none = await world.run(["money", "journal", "eur-demo", "--format", "excel"])
    expect([none.exit, none.err]).toEqual([2, expect.stringContaining("beancount")])
  })
})
