/** A command of the scripts: its flags with `--help`, what it does, how its process ends. */
import { FlagError, type Flags, type Parsed, parseFlags, usage } from "./flags.ts"

/** Takes what a command tells, for its standard output. */
export type Write = (text: string) => void
/** Runs with the given words and flags; the process's exit status. Throws `FlagError`. */
export type Command = (args: readonly string[], write: Write) => Promise<number>

/** How a command is called, and what for. */
type Described = {
  /** The line to type, with its flags. */
  readonly line: string
  readonly about: string
  readonly flags: Flags
  /** Whether it takes words besides flags. */
  readonly words?: boolean
}

const HELP: Flags = { help: { about: "print this" } }

/** The command that does `work`, or prints its help. */
export function commandOf(
  { line, about, flags, words = false }: Described,
  work: (parsed: Parsed, write: Write) => Promise<number>,
): Command {
  const all = { ...flags, ...HELP }
  return async (args, write) => {
    const parsed = parseFlags(all, args, { words })
    if (!parsed.values["help"]) return await work(parsed, write)
    write(usage(line, about, all))
    return 0
  }
}

/** Runs a command with this process's arguments; a wrong flag is told with its code. */
export async function runHere(command: Command): Promise<void> {
  try {
    const write = (text: string) => void process.stdout.write(text)
    process.exitCode = await command(process.argv.slice(2), write)
  } catch (error) {
    if (!(error instanceof FlagError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n`)
    process.exitCode = error.exit
  }
}
