/** `concordat config check|explain|diff`: what a node's file says, and what is wrong with it. */
import { existsSync, readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { checkGenesis, defineRuntime, type Json, nearestName } from "@concordat/kernel"
import {
  allSettings,
  nameOf,
  readConfiguration,
  type Setting,
  services,
  settingChanges,
  variableOf,
} from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { type Answer, columns } from "../output.ts"
import { placesOf, readNodeText, type Variables } from "./file.ts"

const CONFIGURATION = 78

export type ConfigFlags = Common & { readonly config: string }

const shown = (value: unknown) => JSON.stringify(value)

/** The ledger may have been upgraded since. */
const OLDER = { older: true }

/** All faults of the file, the environment and the genesis file at once. */
export async function checkConfigVerb(
  { cwd }: Environment,
  flags: ConfigFlags,
  variables: Variables,
): Promise<Answer> {
  const path = resolve(cwd, flags.config)
  const { configuration, faults } = readConfiguration(readNodeText(path), variables)
  const inFile = faults.map(({ line, reason }) => ({
    place: line === null ? "environment" : `${path}:${line}`,
    reason,
  }))
  const { genesis } = placesOf({ path, folder: dirname(path), configuration })
  const inGenesis = existsSync(genesis)
    ? checkGenesis(defineRuntime(services), readFileSync(genesis), OLDER).map((fault) => ({
        place: `${genesis} ${fault.path}`,
        reason: fault.message,
      }))
    : [{ place: genesis, reason: "There is no genesis file." }]
  const all = [...inFile, ...inGenesis]
  if (all.length === 0) {
    return { lines: [`${path} has no fault.`], json: { path, faults: [] } }
  }
  const lines = all.map(({ place, reason }) => `${place}: ${reason}`)
  return { lines, json: { path, faults: all }, exit: CONFIGURATION }
}

type Named = { readonly section: string; readonly key: string; readonly of: Setting<unknown> }

function settingCalled(name: string): Named {
  const all = [...allSettings()]
  const found = all.find(({ section, key }) => nameOf(section, key) === name)
  if (found !== undefined) return found
  const names = all.map(({ section, key }) => nameOf(section, key))
  const near = nearestName(name, names)
  const hint = near === null ? "`concordat config explain` lists them." : `Did you mean ${near}?`
  throw new UsageError("unknown_argument", `There is no setting ${name.slice(0, 60)}.`, hint)
}

/** What a setting means, takes, and is; without a name all of them in a line each. */
export async function explainVerb(name: string | undefined, _: Common): Promise<Answer> {
  if (name === undefined) {
    const rows = [...allSettings()].map(({ section, key, of }) => {
      return [nameOf(section, key), of.about] as const
    })
    return { lines: columns(rows), json: Object.fromEntries(rows) }
  }
  const { section, key, of } = settingCalled(name)
  const facts = {
    meaning: of.about,
    takes: of.bounds,
    default: of.default as Json,
    variable: variableOf(section, key),
    effect: of.reload ? "at SIGHUP" : "at the next start",
  }
  const lines = Object.entries(facts).map(([fact, value]) => {
    return [fact, typeof value === "string" ? value : shown(value)] as const
  })
  return { lines: [name, ...columns(lines)], json: { setting: name, ...facts } }
}

/** What differs from the defaults, and where it was said. */
export async function diffConfigVerb(
  { cwd }: Environment,
  flags: ConfigFlags,
  variables: Variables,
): Promise<Answer> {
  const path = resolve(cwd, flags.config)
  const text = readNodeText(path)
  const { configuration } = readConfiguration(text, variables)
  const defaults = readConfiguration("").configuration
  const alone = readConfiguration(text).configuration
  const overridden = new Set(settingChanges(alone, configuration).map(({ setting }) => setting))
  const rows = settingChanges(defaults, configuration).map(({ setting, before, after }) => {
    const from = overridden.has(setting) ? "environment" : "file"
    return { setting, value: after as Json, default: before as Json, from }
  })
  const lines = rows.map(({ setting, value, from, ...other }) => {
    const said = from === "file" ? "" : `, by the ${from}`
    return [setting, `${shown(value)}  (default ${shown(other.default)}${said})`] as const
  })
  const none = [`${path} says nothing that differs from the defaults.`]
  return { lines: rows.length === 0 ? none : columns(lines), json: { path, changes: rows } }
}
