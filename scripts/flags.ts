/** The few flags of the scripts: known names only, with the nearest one when a name is wrong. */
import { parseArgs } from "node:util"
import { nearestName } from "../kernel/schema/nearest.ts"

/** One flag: a value is text, without `value` it is a switch. */
export type Flag = { readonly about: string; readonly value?: string }
export type Flags = Readonly<Record<string, Flag>>
export type Parsed = {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly words: readonly string[]
}

/** A wrong flag, or a wrong value of one; the process prints its code and ends with its status. */
export class FlagError extends Error {
  override readonly name = "FlagError"
  readonly code: "unknown_argument" | "configuration_invalid"

  constructor(message: string, code: FlagError["code"] = "unknown_argument") {
    super(message)
    this.code = code
  }

  /** Exit status: 2 for a wrong command line, 78 for a wrong setting (sysexits.h). */
  get exit(): number {
    return this.code === "unknown_argument" ? 2 : 78
  }
}

/** Reads `args`; throws `FlagError` for an unknown flag, a missing or an unexpected value. */
export function parseFlags(flags: Flags, args: readonly string[]): Parsed {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      { type: flag.value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  )
  for (const arg of args) requireKnown(arg, Object.keys(flags))
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return { values: values as Parsed["values"], words: positionals }
  } catch (error) {
    throw new FlagError(error instanceof Error ? error.message : String(error))
  }
}

function requireKnown(arg: string, names: readonly string[]): void {
  const name = /^--([^=]+)/.exec(arg)?.[1]
  if (name === undefined || names.includes(name)) return
  const near = nearestName(name, names)
  const hint = near === null ? `Known: ${names.map((known) => `--${known}`).join(", ")}.` : ""
  throw new FlagError(`unknown flag --${name}. ${near === null ? hint : `Did you mean --${near}?`}`)
}

/** The text of `--help`. */
export function usage(line: string, about: string, flags: Flags): string {
  const left = ([name, flag]: [string, Flag]) => `--${name}${flag.value ? ` ${flag.value}` : ""}`
  const width = Math.max(...Object.entries(flags).map((entry) => left(entry).length))
  const rows = Object.entries(flags).map(
    (entry) => `  ${left(entry).padEnd(width)}  ${entry[1].about}`,
  )
  return [`${line}`, "", about, "", ...rows, ""].join("\n")
}
