/**
 * Reads `concordat.toml` and the environment. A setting that is unknown or out of bounds refuses
 * the start with its line and the nearest name; all faults are found at once.
 */
import { ConcordatError, nearestName } from "@concordat/kernel"
import { parse, TomlError } from "smol-toml"
import { allSettings, type Configuration, nameOf, SETTINGS, variableOf } from "./settings.ts"

/** One fault: where, what, and what would be right. */
export type Fault = {
  /** Full name, or the variable of the environment. */
  readonly setting: string
  /** Line of the file, from 1; null for the environment. */
  readonly line: number | null
  readonly reason: string
  readonly nearest: string | null
}

type Environment = Readonly<Record<string, string | undefined>>
type Table = Readonly<Record<string, unknown>>

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const NAMES: readonly string[] = [...allSettings()].map(({ section, key }) => nameOf(section, key))
const SECTIONS: ReadonlySet<string> = new Set(Object.keys(SETTINGS))

/** The line on which a setting, or at least its section, is named. */
function lineOf(text: string, name: string): number {
  const [key = ""] = name.split(".").slice(-1)
  const section = name.slice(0, Math.max(0, name.length - key.length - 1))
  let current = ""
  let sectionLine = 1
  for (const [index, line] of text.split("\n").entries()) {
    const header = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1]
    if (header !== undefined) {
      current = header.replace(/\s*\.\s*/g, ".").replaceAll('"', "")
      if (current === section || current === name) sectionLine = index + 1
    }
    const named = /^\s*"?([A-Za-z0-9_.-]+)"?\s*=/.exec(line)?.[1]
    if (named !== undefined && [current, named].filter(Boolean).join(".") === name) return index + 1
  }
  return sectionLine
}

/** All leaves of a parsed file by full name; a table that is no section counts as one. */
function* leaves(table: Table, path: readonly string[] = []): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(table)) {
    const here = [...path, key]
    const name = here.join(".")
    const goesOn = [...SECTIONS].some(
      (section) => section === name || section.startsWith(`${name}.`),
    )
    if (isTable(value) && goesOn) yield* leaves(value, here)
    else yield [name, value]
  }
}

function parsed(text: string): { table: Table } | { fault: Fault } {
  try {
    return { table: parse(text) }
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause
    const reason = "The file is not TOML here."
    return { fault: { setting: "", line: cause.line, reason, nearest: null } }
  }
}

function unknown(setting: string, line: number | null, names: readonly string[]): Fault {
  const nearest = nearestName(setting, names) ?? null
  const meant = nearest === null ? "" : ` Did you mean ${nearest}?`
  return { setting, line, reason: `There is no setting ${setting}.${meant}`, nearest }
}

/** What was said about each setting, the environment last; unknown names are faults. */
function gathered(text: string, environment: Environment, faults: Fault[]) {
  const said = new Map<string, { value: unknown; setting: string; line: number | null }>()
  const file = parsed(text)
  if ("fault" in file) faults.push(file.fault)
  for (const [name, value] of "table" in file ? leaves(file.table) : []) {
    const line = lineOf(text, name)
    if (NAMES.includes(name)) said.set(name, { value, setting: name, line })
    else faults.push(unknown(name, line, NAMES))
  }
  const variables = new Map<string, string>()
  for (const { section, key } of allSettings()) {
    variables.set(variableOf(section, key), nameOf(section, key))
  }
  for (const [variable, value] of Object.entries(environment)) {
    const name = variables.get(variable)
    if (name !== undefined) said.set(name, { value, setting: variable, line: null })
    else if (isOurs(variable)) faults.push(unknown(variable, null, [...variables.keys()]))
  }
  return said
}

/** Whether a variable names one of our sections, so that a wrong key in it is a fault. */
function isOurs(variable: string): boolean {
  return [...SECTIONS].some((section) => variable.startsWith(`${variableOf(section, "")}`))
}

/** The configuration, and every fault of it. With faults the configuration is not to be used. */
export function readConfiguration(
  text: string,
  environment: Environment = {},
): { readonly configuration: Configuration; readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const said = gathered(text, environment, faults)
  const configuration: Record<string, Record<string, unknown>> = {}
  for (const { section, key, of } of allSettings()) {
    const given = said.get(nameOf(section, key))
    const taken = given === undefined ? { value: of.default } : of.parse(given.value)
    configuration[section] ??= {}
    configuration[section][key] = "value" in taken ? taken.value : of.default
    if ("value" in taken || given === undefined) continue
    const nearest = nearestName(String(given.value), of.choices) ?? null
    const reason = `${given.setting} must be ${taken.expected}.`
    faults.push({ setting: given.setting, line: given.line, reason, nearest })
  }
  const read = configuration as unknown as Configuration
  faults.push(...clashes(read, (name) => said.get(name)))
  faults.push(...halfSignIn(read, (name) => said.get(name)))
  return { configuration: read, faults }
}

/** People sign in at an issuer that knows this gateway, by the origin that their browsers see. */
function halfSignIn({ signIn, gateway }: Configuration, said: SaidOf): Fault[] {
  const from = said("signIn.issuer")
  if (from === undefined || signIn.issuer === null) return []
  const due = [
    ["signIn.clientId", signIn.clientId],
    ["gateway.publicOrigin", gateway.publicOrigin],
  ] as const
  return due
    .filter(([, value]) => value === null)
    .map(([name]) => {
      const reason = `signIn.issuer needs ${name} beside it.`
      return { setting: from.setting, line: from.line, reason, nearest: null }
    })
}

/** What was said of a setting, and where. */
type SaidOf = (
  name: string,
) => { readonly setting: string; readonly line: number | null } | undefined

/** Two listeners of one process cannot have one port. Port 0 takes any that is free. */
function clashes({ gateway, admin, engine }: Configuration, said: SaidOf): Fault[] {
  const comet = engine.kind === "cometbft"
  const listeners = [
    ["gateway.listen", gateway.listen],
    ["admin.listen", admin.listen],
    ...(comet ? [["engine.listen", engine.listen] as const] : []),
    ...(comet ? [["engine.metrics", engine.metrics] as const] : []),
  ] as const
  const faults: Fault[] = []
  const taken = new Map<string, string>()
  for (const [name, at] of listeners) {
    const port = at.slice(at.lastIndexOf(":") + 1)
    const other = taken.get(port)
    taken.set(port, other ?? name)
    if (other === undefined || port === "0") continue
    const reason = `${name} and ${other} both take port ${port}.`
    const { setting, line } = said(name) ?? said(other) ?? { setting: name, line: null }
    faults.push({ setting, line, reason, nearest: null })
  }
  return faults
}

/** The configuration of a file; an absent file is all defaults. Throws `configuration_invalid`. */
export function loadConfiguration(
  path: string,
  text: string | null,
  environment: Environment = {},
): Configuration {
  const { configuration, faults } = readConfiguration(text ?? "", environment)
  const [first] = faults
  if (first === undefined) return configuration
  const where = first.line === null ? "environment" : `${path}:${first.line}`
  throw new ConcordatError("configuration_invalid", `${where}: ${first.reason}`, {
    hint: "concordat config check shows every fault at once.",
    details: { path, ...first, faults: faults.length },
  })
}
