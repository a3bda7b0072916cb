/** The process behind `npx concordat`: the real world handed to the program; its exit status. */
import { randomBytes } from "node:crypto"
import { homedir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline/promises"
import { type Command, CommanderError } from "commander"
import type { Environment, Screen } from "./environment.ts"
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

/** The deepest command that the words name: `concordat provenance register`. */
function commandNamed(program: Command, args: readonly string[]): string {
  const words = ["concordat"]
  let part = program
  for (const arg of args) {
    const next = part.commands.find((one) => one.name() === arg)
    if (next === undefined) break
    words.push(arg)
    part = next
  }
  return words.join(" ")
}

/** The usage error behind what the argument parser says, in our own words. */
function usageError({ message, code }: CommanderError, command: string): UsageError {
  const [what = "", guess] = message.replace(/^error: /, "").split("\n")
  const near = guess === undefined ? "" : ` ${guess.replace(/^\(|\)$/g, "")}`
  const text = `${what.charAt(0).toUpperCase()}${what.slice(1).replace(/\.$/, "")}.${near}`
  const missing = ["commander.optionMissingArgument", "commander.missingArgument"].includes(code)
  const kind = missing ? "field_missing" : "unknown_argument"
  return new UsageError(kind, text, `\`${command} --help\` lists what there is.`)
}

/** Runs one command line; resolves to the exit status. */
export async function main(environment: Environment, args: readonly string[]): Promise<number> {
  let exit: number = EXIT.done
  const ended = (status: number) => {
    exit = status
  }
  const program = createProgram(environment, ended, VERSION)
  try {
    await program.parseAsync([...args], { from: "user" })
    return exit
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return EXIT.done
    if (error.code === "commander.help") return EXIT.invalid
    const failure = failureOf(usageError(error, commandNamed(program, args)))
    printFailure(environment, failure, args.includes("--json"))
    return failure.exit
  }
}

/** A terminal as https://no-color.org wants it; nothing where a program reads the answers. */
function screenOf({ isTTY, columns }: NodeJS.WriteStream): { screen?: Screen } {
  if (isTTY !== true) return {}
  const { NO_COLOR, TERM } = process.env
  return { screen: { width: columns || 80, colour: !NO_COLOR && TERM !== "dumb" } }
}

/** Asks on the terminal, where there is one to answer. */
function asking(): Pick<Environment, "ask"> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return {}
  return {
    async ask(question) {
      const lines = createInterface({ input: process.stdin, output: process.stderr })
      const answer = await lines.question(`${question} [y/N] `)
      lines.close()
      return /^y(es)?$/i.test(answer.trim())
    },
  }
}

/** The process of the command: what it was asked is in its arguments. */
export async function runProcess(): Promise<void> {
  // A reader that has seen enough (`| head`) is no fault of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? process.exitCode : EXIT.bug)
  })
  const environment: Environment = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    home: homeOf(process.env),
    cwd: process.cwd(),
    fetch: (url, init) => fetch(url, init),
    random: (length) => new Uint8Array(randomBytes(length)),
    now: () => Date.now(),
    elapsed: () => performance.now(),
    terminal: process.stderr.isTTY === true,
    ...screenOf(process.stdout),
    ...asking(),
  }
  process.exitCode = await main(environment, process.argv.slice(2))
}

if (import.meta.main) await runProcess()
