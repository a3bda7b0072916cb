/** What goes in and out of money as files: payments, statements, the journal of an asset. */
import type { Command } from "commander"
import { type Common, type Environment, URL_DEFAULT } from "../environment.ts"
import type { Answer } from "../output.ts"
import { type RecallFlags, type ReturnFlags, recallVerb, returnVerb } from "./give-back.ts"
import { type ImportFlags, importVerb } from "./import.ts"
import { type JournalFlags, journalVerb } from "./journal.ts"
import { type ProveFlags, proveVerb } from "./prove.ts"
import { type StatementFlags, statementVerb } from "./statement.ts"

type Run = (common: Common, work: (environment: Environment) => Promise<Answer>) => Promise<void>

function verb(money: Command, name: string, about: string, ...lines: readonly string[]): Command {
  const shown = lines.map((line) => `  $ concordat money ${line}`).join("\n")
  return money
    .command(name)
    .description(about)
    .option("--url <url>", "gateway of the ledger", URL_DEFAULT)
    .option("--json", "one JSON value for programs")
    .addHelpText("after", `\n${lines.length === 1 ? "Example" : "Examples"}:\n${shown}`)
}

/** What each proof is of, with an example. */
const PROOFS = {
  payment: ["payment <id>", "That a payment is final", "payment <entry or UETR>"],
  supply: ["supply <asset>", "How much of an asset there is", "supply eur-demo"],
  balance: ["balance <account>", "What an account had", "balance <account> --at-least 20.00"],
} as const

function addProofs(money: Command, run: Run): void {
  const about = "Evidence for anybody: of a payment, a supply, a balance; judged here at once"
  const prove = money.command("prove").description(about)
  for (const what of ["payment", "supply", "balance"] as const) {
    const [name, says, example] = PROOFS[what]
    const one = verb(prove, name, says, `prove ${example}`)
    one.option("--out <file>", "where to write the evidence; default: named by what it proves")
    if (what === "balance") one.option("--at-least <amount>", "fail where there is less")
    one.action((named: string, flags: ProveFlags) =>
      run(flags, (environment) => proveVerb(environment, what, named, flags)),
    )
  }
}

function addReturns(money: Command, run: Run): void {
  const given = "money back that a payment brought: all of it, or an amount; by who was paid"
  const back = [
    "return <entry or UETR> --as south-bank/teller",
    "return <entry> 1.50 --reason AM09",
  ]
  verb(money, "return <id> [amount]", `Give ${given}`, ...back)
    .option("--reason <code>", "why, of ISO 20022's external set", "CUST")
    .option("--entry <hex>", "id of the entry, to send it again; default: a fresh one")
    .option("--as <party>", "principal to act as, on a development ledger")
    .option("--cosigners <parties>", "further principals that sign, with commas between them")
    .action((id: string, amount: string | undefined, flags: ReturnFlags) =>
      run(flags, (environment) => returnVerb(environment, [id, amount], flags)),
    )
  const ask = "Write the message that asks for a payment's return (camt.056)"
  verb(money, "recall <id>", ask, "recall <entry or UETR> --reason DUPL --out camt056.xml")
    .option("--reason <code>", "why, of ISO 20022's external set", "CUST")
    .option("--out <file>", "where to write it", "camt056.xml")
    .action((id: string, flags: RecallFlags) =>
      run(flags, (environment) => recallVerb(environment, id, flags)),
    )
}

/** Adds them: payment files, statements, journals, proofs, returns. */
export function addPaymentFiles(money: Command, run: Run): void {
  addProofs(money, run)
  addReturns(money, run)
  verb(
    money,
    "import <file>",
    "Pay what a file asks for: a message of ISO 20022, or CSV; once, however often it runs",
    "import pain001.xml --dry-run",
    "import pain001.xml --as north-bank/teller --status pain002.xml",
    "import camt056.xml --as south-bank/teller --status camt029.xml",
    "import salaries.csv --signers north-bank/teller --out salaries.draft",
  )
    .option("--dry-run", "say what would be paid and what not; send nothing")
    .option("--as <party>", "principal to act as, on a development ledger")
    .option("--cosigners <parties>", "further principals that sign, with commas between them")
    .option("--signers <list>", "write drafts for these principals or keys instead of sending")
    .option("--out <file>", "where to write the drafts; default: FILE.draft")
    .option("--status <file>", "where to write the answer (pain.002, pacs.002, camt.025, camt.029)")
    .option(
      "--refuse <reason>",
      "answer a request for returns (camt.056): refused, as CUST or LEGL",
    )
    .option(
      "--secret <file>",
      "what ids of entries follow from; default: one of this machine's user",
    )
    .option("--schemas <folder>", "XML schemas by message id; none: structure is not judged")
    .option("--accounts <file>", "CSV of name,account: what IBANs and other names stand for")
    .option("--code <number>", "what the payments are for, 100 or more", "100")
    .option("--pay-twins", "rows of a CSV file that are alike are meant so")
    .action((file: string, flags: ImportFlags) =>
      run(flags, (environment) => importVerb(environment, file, flags)),
    )
  verb(
    money,
    "statement",
    "An account's day: both balances and every line between them",
    "statement --account <account> --day 2026-11-28 --format camt.053 --out statement.xml",
    "statement --account <account> --format csv",
  )
    .option("--account <number>", "the account, printed or in hex (required)")
    .option("--day <date>", "a day of UTC; default: the ledger's own")
    .option("--format <name>", "text, csv, camt.052, camt.053 or camt.054", "text")
    .option("--out <file>", "where to write; default: standard output")
    .action((flags: StatementFlags) =>
      run(flags, (environment) => statementVerb(environment, flags)),
    )
  verb(
    money,
    "journal <asset>",
    "Every line of an asset as double entry, and that it comes to the proven supply",
    "journal eur-demo --format csv --out journal.csv",
    "journal eur-demo --format hledger --out eur.journal",
  )
    .option("--format <name>", "csv, jsonl, ledger, hledger or beancount", "csv")
    .option("--out <file>", "where to write; default: standard output")
    .action((asset: string, flags: JournalFlags) =>
      run(flags, (environment) => journalVerb(environment, asset, flags)),
    )
}
