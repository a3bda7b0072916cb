/** Tokens: their verbs as parts of the command line. */
import type { Command } from "commander"
import { type Common, type Environment, URL_DEFAULT } from "../environment.ts"
import type { Answer } from "../output.ts"
import {
  listTokensVerb,
  type NewTokenFlags,
  newTokenVerb,
  revokeTokenVerb,
  type TokenFlags,
} from "./verbs.ts"

type Run = (common: Common, work: (environment: Environment) => Promise<Answer>) => Promise<void>

function verb(parent: Command, name: string, about: string, ...examples: readonly string[]) {
  const lines = examples.map((line) => `  $ concordat ${line}`).join("\n")
  return parent
    .command(name)
    .description(about)
    .option("--url <url>", "gateway of the ledger", URL_DEFAULT)
    .option("--json", "one JSON value for programs")
    .addHelpText("after", `\n${examples.length === 1 ? "Example" : "Examples"}:\n${lines}`)
}

const AS = ["--as <party>", "principal to act as, on a development ledger"] as const

/** Adds them. */
export function addTokens(program: Command, run: Run): void {
  const token = program.command("token").description("What says who asks, at one gateway")
  verb(
    token,
    "new",
    "Make one by a principal's signature, and keep it here; asks for no password",
    "token new --as mint/administrator-1 --keys mint/keys --url https://ledger.example.org",
    "token new --as education/registrar --for read,send --show",
  )
    .option("--as <party>", "principal that it is for (required)")
    .option("--for <audiences>", "verify, read, send, join, with commas between", "verify,read")
    .option("--label <text>", "what it is for, in lists", "concordat")
    .option("--ends <time>", "when it ends, a year from now at most; default: in 30 days")
    .option("--keys <folder>", "keystore with its key; on a development ledger the gateway signs")
    .option("--passphrase-file <file>", "its passphrase; default: FOLDER/passphrase")
    .option("--key <key>", "which key, where the keystore has several: itself or its principal")
    .option("--show", "print it instead of keeping it")
    .action((flags: NewTokenFlags) => run(flags, (environment) => newTokenVerb(environment, flags)))
  verb(token, "list", "Tokens of the principal that asks", "token list")
    .option(...AS)
    .action((flags: TokenFlags) => run(flags, (environment) => listTokensVerb(environment, flags)))
  verb(token, "revoke <id>", "End one of them, for good", "token revoke 0123456789abcdef")
    .option(...AS)
    .action((id: string, flags: TokenFlags) =>
      run(flags, (environment) => revokeTokenVerb(environment, id, flags)),
    )
}
