/** Signing together: the four verbs as parts of the command line. */
import type { Command } from "commander"
import { type Common, type Environment, URL_DEFAULT } from "../environment.ts"
import type { Answer } from "../output.ts"
import { cosignVerb } from "./cosign.ts"
import { type DraftFlags, draftVerb } from "./make.ts"
import type { KeyFlags } from "./own-key.ts"
import { signVerb } from "./sign.ts"
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

/** Whose key signs, of which ledger. */
function signing(program: Command): Command {
  return program
    .option("--keys <folder>", "folder of the keystore", "keys")
    .option("--passphrase-file <file>", "its passphrase; default: FOLDER/passphrase")
    .option("--key <key>", "which one, where several may sign: itself, or its principal")
    .option("--url <url>", "gateway that is asked for a principal's keys", URL_DEFAULT)
    .option("--chain <name>", "refuse a draft of any other ledger")
    .option("--yes", "do not ask")
}

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
  signing(
    verb(
      program,
      "sign <draft>",
      "Sign a draft with a key of a keystore on this machine, without a network",
      "sign governance.unfreeze.draft --keys mint/keys",
    ).option("--out <file>", "where to write; default: beside the draft"),
  ).action((file: string, flags: KeyFlags) =>
    run(flags, (environment) => signVerb(environment, file, flags)),
  )
  signing(
    verb(
      program,
      "cosign <file>",
      "Add one's signature to a draft that goes from hand to hand; asks no network",
      "cosign governance.unfreeze.signed --keys mint/keys",
    ).option("--out <file>", "where to write; default: FILE.signed, in the place of the former"),
  ).action((file: string, flags: KeyFlags) =>
    run(flags, (environment) => cosignVerb(environment, file, flags)),
  )
  verb(
    program,
    "submit <draft> [signatures...]",
    "Put the signatures of all signers together and send the transaction",
    "submit governance.unfreeze.signed",
  )
    .option(...URL)
    .action((file: string, answers: readonly string[], flags: Common) =>
      run(flags, (environment) => submitVerb(environment, file, answers, flags)),
    )
}
