/** Signing together: the three verbs as parts of the command line. */
import type { Command } from "commander"
import { type Common, type Environment, URL_DEFAULT } from "../environment.ts"
import type { Answer } from "../output.ts"
import { type DraftFlags, draftVerb } from "./make.ts"
import { type SignFlags, signVerb } from "./sign.ts"
import { submitVerb } from "./submit.ts"

type Run = (common: Common, work: (environment: Environment) => Promise<Answer>) => Promise<void>

function verb(program: Command, name: string, about: string, example: string): Command {
  return program
    .command(name)
    .description(about)
    .option("--json", "one JSON value for programs")
    .addHelpText("after", `\nExample:\n  $ concordat ${example}`)
}

const URL = ["--url <url>", "gateway of the ledger", URL_DEFAULT] as const

/** Adds them. */
export function addDrafts(program: Command, run: Run): void {
  verb(
    program,
    "draft <command> <file>",
    "Write down what several people are to sign; the file holds the command's input as JSON",
    "draft governance.unfreeze input.json --signers education/chief,health/chief",
  )
    .option(...URL)
    .option("--signers <list>", "principals or keys, with commas between; the first one sends it")
    .option("--expires <time>", "until when it may be sent; default: in 14 minutes")
    .option("--memo <text>", "a remark, in the block for ever")
    .option("--out <file>", "where to write; default: COMMAND.draft")
    .action((command: string, file: string, flags: DraftFlags) =>
      run(flags, (environment) => draftVerb(environment, command, file, flags)),
    )
  verb(
    program,
    "sign <draft>",
    "Sign a draft with a key of a keystore on this machine; asks no network",
    "sign governance.unfreeze.draft --keys mint/keys",
  )
    .option("--keys <folder>", "folder of the keystore", "keys")
    .option("--passphrase-file <file>", "its passphrase; default: FOLDER/passphrase")
    .option("--key <kid>", "which key, where several are among the signers")
    .option("--out <file>", "where to write; default: beside the draft")
    .option("--yes", "do not ask")
    .action((file: string, flags: SignFlags) =>
      run(flags, (environment) => signVerb(environment, file, flags)),
    )
  verb(
    program,
    "submit <draft> <signatures...>",
    "Put the signatures of all signers together and send the transaction",
    "submit governance.unfreeze.draft a.signature b.signature",
  )
    .option(...URL)
    .action((file: string, answers: readonly string[], flags: Common) =>
      run(flags, (environment) => submitVerb(environment, file, answers, flags)),
    )
}
