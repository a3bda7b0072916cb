/** What supervisors and auditors take from their node, as parts of the command line. */
import type { Command } from "commander"
import { type Common, type Environment, URL_DEFAULT } from "../environment.ts"
import type { Answer } from "../output.ts"
import { type CaseFlags, caseVerb } from "./case.ts"
import { type ExportFlags, exportVerb } from "./export.ts"
import { type VerifyAuditFlags, verifyAuditVerb } from "./verify.ts"

type Run = (common: Common, work: (environment: Environment) => Promise<Answer>) => Promise<void>

/** Adds `audit` and its verbs. */
export function addAudit(program: Command, run: Run): void {
  const audit = program
    .command("audit")
    .description("What supervisors and auditors take from their node, sealed (docs/oversight.md)")
  const verb = (name: string, about: string, example: string) =>
    audit
      .command(name)
      .description(about)
      .option("--json", "one JSON value for programs")
      .addHelpText("after", `\nExample:\n  $ concordat audit ${example}`)
  verb("case <number>", "The commitment to a case, and the file that opens it", "case S-2026-14")
    .option("--out <file>", "where to write what opens it; default: NUMBER.opening")
    .action((number: string, flags: CaseFlags) =>
      run(flags, (environment) => caseVerb(environment, number, flags)),
    )
  verb(
    "export",
    "Blocks and rows with their proofs, sealed by a key of a keystore on this machine",
    "export --blocks 1-500 --organisation education --keys node/keys",
  )
    .option("--url <url>", "gateway of the own node", URL_DEFAULT)
    .option("--blocks <range>", "whole blocks from and to a height: 1-500")
    .option("--organisation <name>", "it, and all orders and look-ups that concern it")
    .option("--service <name>", "every row of a service")
    .option("--account <number>", "an account of money")
    .option("--row <path...>", "a row, or that there is none: SERVICE/TABLE/KEY")
    .option("--opened <files...>", "what opens commitments to cases, as `audit case` wrote it")
    .option("--by <organisation>", "who seals, where the keystore has seals of several")
    .option("--keys <folder>", "folder of the keystore", "keys")
    .option("--passphrase-file <file>", "its passphrase; default: FOLDER/passphrase")
    .option("--out <file>", "where to write; default: CHAIN-TIME.audit")
    .action((flags: ExportFlags) => run(flags, (environment) => exportVerb(environment, flags)))
  verb(
    "verify <file>",
    "What an export proves, and what it only says; asks no network",
    "verify a.audit",
  )
    .option("--anchor <file>", "trust this anchor alone")
    .action((file: string, flags: VerifyAuditFlags) =>
      run(flags, (environment) => verifyAuditVerb(environment, file, flags)),
    )
}
