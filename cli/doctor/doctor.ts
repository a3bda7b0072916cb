/**
 * `concordat doctor [stall]`: what keeps nodes from deciding, and what to do about it. Exits 0
 * where nothing needs to be done, 1 where something does, 3 where nobody could be asked.
 */
import { existsSync } from "node:fs"
import { basename, resolve } from "node:path"
import { diagnosisJson } from "@concordat/gateway"
import type { Json } from "@concordat/kernel"
import { type Diagnosis, tailOf } from "@concordat/node"
import { createClient, type Finding, getDiagnosis } from "@concordat/sdk"
import type { Environment } from "../environment.ts"
import { EXIT, UsageError } from "../failure.ts"
import { writeOutput } from "../files.ts"
import { paint } from "../layout.ts"
import { folderOf } from "../network/verbs.ts"
import { FILE_NAME } from "../node/file.ts"
import { type Answer, columns } from "../output.ts"
import { archiveOf, type Entry } from "./archive.ts"
import { examine } from "./examine.ts"
import { fileSubject, networkSubjects, type Subject } from "./subject.ts"

export type DoctorFlags = {
  readonly json: boolean
  readonly url?: string
  readonly dir?: string
  readonly node?: string
  readonly config?: string
  readonly bundle?: string
}

/** As much of a log as goes into an archive. */
const LOG_BYTES = 1_048_576

/** Where no node is named: the file here, else the network of this folder. */
function subjectsOf(environment: Environment, flags: DoctorFlags): readonly Subject[] {
  const { config, dir, node, json } = flags
  const here = resolve(environment.cwd, FILE_NAME)
  if (config !== undefined) return [fileSubject(environment, config)]
  if (dir === undefined && node === undefined && existsSync(here)) {
    return [fileSubject(environment, here)]
  }
  return networkSubjects(folderOf(environment, { json, url: "", ...(dir && { dir }) }), node)
}

type Told = Pick<Diagnosis, "node" | "checks"> & { readonly cause: Finding | null }

function causeLines({ node, cause }: Told): readonly string[] {
  if (cause === null) return [`${node}: blocks are closed; no cause of the table holds.`]
  const tone = cause.level === "fault" ? "bad" : "good"
  return [
    `${node}: ${paint(tone, `${cause.row} ${cause.name}`)}. ${cause.sign}`,
    ...(cause.level === "fault" ? [`  ${cause.advice}`] : []),
    ...(cause.command === null ? [] : [`  $ ${cause.command}`]),
  ]
}

function checkLines({ node, checks }: Told): readonly string[] {
  const failed = checks.filter(({ ok }) => !ok)
  return columns(
    failed.map(({ name, sentence, advice }) => {
      return [`${node} ${name}`, `${sentence} ${advice}`] as const
    }),
  )
}

const isWell = ({ cause, checks }: Told) => cause?.level !== "fault" && checks.every(({ ok }) => ok)

function answerOf(told: readonly Told[], json: Json, stall: boolean): Answer {
  const failed = stall ? [] : told.flatMap(checkLines)
  const checked = told.reduce((sum, { checks }) => sum + checks.length, 0)
  const lines = [
    ...told.flatMap(causeLines),
    ...(stall ? [] : [`${checked} checks of the machine, ${failed.length} to look at.`, ...failed]),
  ]
  const well = stall ? told.every(({ cause }) => cause?.level !== "fault") : told.every(isWell)
  return { lines, json, exit: well ? EXIT.done : EXIT.refused }
}

/** What is known of the nodes, for whoever helps. */
async function entriesOf(subjects: readonly Subject[], nodes: Json): Promise<readonly Entry[]> {
  const files = subjects.flatMap(({ place, files }) =>
    files.map((path) => ({ path, name: `${place.node}/${basename(path)}` })),
  )
  const texts = await Promise.all(
    files.map(async ({ path, name }) => {
      return { name, text: `${(await tailOf(path, LOG_BYTES)).join("\n")}\n` }
    }),
  )
  return [{ name: "diagnosis.json", text: JSON.stringify(nodes, null, 2) }, ...texts]
}

async function bundled(
  environment: Environment,
  file: string,
  subjects: readonly Subject[],
  nodes: Json,
): Promise<string> {
  const archive = archiveOf(await entriesOf(subjects, nodes), environment.now())
  await writeOutput(environment, file, archive)
  return `Written without secrets: ${file}. Read it before you send it to anybody.`
}

/** Looks, and says. */
export async function doctorVerb(
  environment: Environment,
  flags: DoctorFlags,
  what?: string,
): Promise<Answer> {
  const stall = what === "stall"
  if (what !== undefined && !stall) {
    const message = `The doctor knows nothing of "${what.slice(0, 20)}".`
    throw new UsageError("unknown_argument", message, "Say `doctor` or `doctor stall`.")
  }
  if (flags.url !== undefined) {
    const told = await getDiagnosis(createClient({ ...environment, url: flags.url }))
    return answerOf([told], { nodes: [told] } as unknown as Json, stall)
  }
  const subjects = subjectsOf(environment, flags)
  const told = await Promise.all(subjects.map((subject) => examine(environment, subject)))
  const nodes = told.map(diagnosisJson)
  const answer = answerOf(told, { nodes }, stall)
  if (flags.bundle === undefined) return answer
  const line = await bundled(environment, flags.bundle, subjects, nodes)
  return { ...answer, lines: [...answer.lines, line] }
}
