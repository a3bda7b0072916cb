/** The few flags of the scripts: known names only, with the nearest one when a name is wrong. */
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

/**
 * Reads `args`; throws `FlagError` for an unknown flag, for a value that is missing or not due, and
 * for a word where none is expected.
 */
export function parseFlags(
  flags: Flags,
  args: readonly string[],
  { words = false }: { readonly words?: boolean } = {},
): Parsed {
  const values: Record<string, string | boolean> = {}
  const free: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    const [, name, given] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? []
    if (name === undefined) {
      if (!words || arg.startsWith("-")) throw unexpected(arg, Object.keys(flags))
      free.push(arg)
      continue
    }
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined
    if (flag === undefined) throw unknown(name, Object.keys(flags))
    if (flag.value === undefined) {
      if (given !== undefined) throw new FlagError(`--${name} takes no value.`)
      values[name] = true
      continue
    }
    const value = given ?? args[++i]
    if (value === undefined || value === "" || (given === undefined && value.startsWith("--"))) {
      throw new FlagError(`--${name} needs a value: --${name} ${flag.value}`)
    }
    values[name] = value
  }
  return { values, words: free }
}

/** What a number of a flag must be. */
type Range = { readonly least?: number; readonly most?: number }

/** The whole number of a flag, `otherwise` where it is not given. Throws `FlagError`. */
export function wholeNumber(
  values: Parsed["values"],
  name: string,
  otherwise: number,
  { least = 0, most = Number.MAX_SAFE_INTEGER }: Range = {},
): number {
  const text = String(values[name] ?? otherwise)
  const number = Number(text)
  if (/^\d{1,16}$/.test(text) && number >= least && number <= most) return number
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`
  throw wrongValue(name, `a whole number ${range}`, text)
}

/** The number above 0 of a flag, `otherwise` where it is not given. Throws `FlagError`. */
export function positiveNumber(values: Parsed["values"], name: string, otherwise: number): number {
  const text = String(values[name] ?? otherwise)
  const number = Number(text)
  if (number > 0) return number
  throw wrongValue(name, "a number above 0", text)
}

function wrongValue(name: string, wanted: string, given: string): FlagError {
  const reason = `--${name} takes ${wanted}, not "${given.slice(0, 20)}".`
  return new FlagError(reason, "configuration_invalid")
}

function known(names: readonly string[]): string {
  return `Known: ${names.map((name) => `--${name}`).join(", ")}.`
}

function unexpected(arg: string, names: readonly string[]): FlagError {
  return new FlagError(`unexpected "${arg.slice(0, 40)}". ${known(names)}`)
}

function unknown(name: string, names: readonly string[]): FlagError {
  const near = nearestName(name, names)
  const hint = near === null ? known(names) : `Did you mean --${near}?`
  return new FlagError(`unknown flag --${name}. ${hint}`)
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
