/** The process behind `npx concordat`: the real world handed to the program, and its exit status. */
import { randomBytes } from "node:crypto"
import { homedir } from "node:os"
import { join } from "node:path"
import { CommanderError } from "commander"
import type { Environment } from "./environment.ts"
import { EXIT, failureOf, UsageError } from "./failure.ts"
import { printFailure } from "./output.ts"
import { createProgram } from "./program.ts"
import { VERSION } from "./version.ts"

/** Where the user's configuration is: `CONCORDAT_HOME`, else by the XDG base directories. */
function homeOf(variables: NodeJS.ProcessEnv): string {
  const own = variables["CONCORDAT_HOME"]
  if (own) return own
  const base = variables["XDG_CONFIG_HOME"] || join(homedir(), ".config")
  return join(base, "concordat")
}

/** The usage error behind what the argument parser says, in our own words. */
function usageError({ message, code }: CommanderError): UsageError {
  const text = message.replace(/^error: /, "").replace(/\n/g, " ")
  const hint = "`concordat --help`, or --help behind a command, lists what there is."
  const missing =
    code === "commander.missingMandatoryOptionValue" || code === "commander.missingArgument"
  return new UsageError(missing ? "field_missing" : "unknown_argument", text, hint)
}

/** Runs one command line; resolves to the exit status. */
export async function main(environment: Environment, args: readonly string[]): Promise<number> {
  let exit: number = EXIT.done
  const program = createProgram(
    environment,
    (status) => {
      exit = status
    },
    VERSION,
  )
  try {
    await program.parseAsync([...args], { from: "user" })
    if (args.length === 0) environment.out(program.helpInformation())
    return exit
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return EXIT.done
    if (error.code === "commander.help") return EXIT.invalid
    const failure = failureOf(usageError(error))
    printFailure(environment, failure, args.includes("--json"))
    return failure.exit
  }
}

if (import.meta.main) {
  const environment: Environment = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    home: homeOf(process.env),
    cwd: process.env["INIT_CWD"] ?? process.cwd(),
    fetch: (url, init) => fetch(url, init),
    random: (length) => new Uint8Array(randomBytes(length)),
    now: () => Date.now(),
    elapsed: () => performance.now(),
    terminal: process.stderr.isTTY === true,
  }
  process.exitCode = await main(environment, process.argv.slice(2))
}
