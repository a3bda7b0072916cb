/**
 * `concordat upgrade rehearse`: the newer services on this ledger's own blocks, before anybody says
 * that it is ready. The program that is run is the newer one; the node stands still.
 */
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { Json, Service } from "@concordat/kernel"
import { type Rehearsed, rehearseIn, services } from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { nodeFile, placesOf, type Variables } from "../node/file.ts"
import { type Answer, columns } from "../output.ts"

const UNSOUND = 1
/** Answers that are listed; all are counted. */
const LISTED_MAX = 20
const PROGRESS_BLOCKS = 1_000n

export type RehearseFlags = Common & {
  readonly config: string
  readonly from?: string
  readonly services?: string
  readonly before?: string
}

/** The services that a module exports under this name. */
async function servicesIn({ cwd }: Environment, name: string): Promise<readonly Service[]> {
  const path = resolve(cwd, name)
  const hint = "Name a module that exports `services`, a list."
  if (!existsSync(path)) throw new UsageError("file_unreadable", `There is no file ${path}.`, hint)
  const { services: found } = (await import(pathToFileURL(path).href)) as {
    readonly services?: readonly Service[]
  }
  if (Array.isArray(found)) return found
  throw new UsageError("file_unreadable", `${path} exports no services.`, hint)
}

function heightOf(text: string | undefined): { readonly from?: bigint } {
  if (text === undefined) return {}
  if (/^[1-9]\d{0,14}$/.test(text)) return { from: BigInt(text) }
  const hint = "`concordat snapshot list` names the heights."
  throw new UsageError("unknown_argument", `"${text.slice(0, 20)}" is no height.`, hint)
}

function versionLines({ changed }: Rehearsed): string[] {
  if (changed.length === 0) return ["No service is of another version: nothing was migrated."]
  return [
    "Services of another version:",
    ...columns(
      changed.map(({ service, from, to }) => [
        `  ${service}`,
        from === 0 ? `new, version ${to}` : `version ${from} to ${to}`,
      ]),
    ),
  ]
}

function rowLines({ services: all }: Rehearsed): string[] {
  return [
    "Rows, against those that the ledger has:",
    ...columns(
      all.map(({ service, newer, same, changed, added, removed, first }) => {
        const differs = `${changed} changed, ${added} added, ${removed} removed`
        const where = first === null ? "" : ` (first: ${Buffer.from(first, "hex").toString()})`
        const wrong = !newer && first !== null ? `  DIFFERS${where}` : ""
        return [`  ${service}`, `${same} the same, ${differs}${wrong}`]
      }),
    ),
  ]
}

function answerLines({ answers, transactions }: Rehearsed): string[] {
  const first = `${transactions} transactions, ${answers.length} of them answered otherwise.`
  const said = (code: string | null) => code ?? "accepted"
  const listed = answers.slice(0, LISTED_MAX).map(({ height, index, before, after }) => {
    return `  block ${height}, transaction ${index}: ${said(before)}, now ${said(after)}`
  })
  const more = answers.length - listed.length
  return [first, ...listed, ...(more > 0 ? [`  and ${more} more`] : [])]
}

function jsonOf(result: Rehearsed): Json {
  const { chain, from, to, changed, services: rows, transactions, answers, broken, sound } = result
  return {
    ...{ chain, from: String(from), to: String(to), sound, transactions },
    changed: changed as unknown as Json,
    services: rows as unknown as Json,
    answers: answers.map((one) => ({ ...one, height: String(one.height) })),
    broken: broken.map(({ service, text }) => ({ service, text })),
  }
}

/** Rehearses, tells how far it is, and reports. Exit status 1 where something differs. */
export async function rehearseVerb(
  environment: Environment,
  flags: RehearseFlags,
  variables: Variables,
): Promise<Answer> {
  const { data } = placesOf(nodeFile(resolve(environment.cwd, flags.config), variables))
  const named = flags.services
  const newer = named === undefined ? services : await servicesIn(environment, named)
  const before = flags.before
  const present = before === undefined ? {} : { before: await servicesIn(environment, before) }
  const result = await rehearseIn(data, {
    ...{ services: newer, ...present, ...heightOf(flags.from) },
    onProgress(height, of) {
      const due = height % PROGRESS_BLOCKS === 0n || height === of
      if (due && environment.terminal) environment.err(`Executed block ${height} of ${of}.\n`)
    },
  })
  const { chain, from, to, sound, broken } = result
  const verdict = sound
    ? "Sound: what should be as before is, and every invariant holds."
    : "NOT SOUND: do not signal ready."
  return {
    lines: [
      `${chain}: migrated at block ${from}, then blocks ${from + 1n} to ${to} executed.`,
      ...versionLines(result),
      ...rowLines(result),
      ...answerLines(result),
      ...broken.map(({ service, text }) => `Broken invariant of ${service}: ${text}`),
      verdict,
    ],
    json: jsonOf(result),
    exit: sound ? 0 : UNSOUND,
  }
}
