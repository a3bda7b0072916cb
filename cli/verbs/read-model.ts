/** `concordat read-model status|verify|rebuild|retain`: the SQL read model beside a node. */
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { ConcordatError } from "@concordat/kernel"
import {
  type OfflineReadModel,
  type ReadModelChoice,
  type Retention,
  retainReadModel,
  services,
  withStoppedReadModel,
} from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { nodeFile, placesOf, type Variables } from "../node/file.ts"
import { readModelOf } from "../node/open.ts"
import { type Answer, columns } from "../output.ts"

/** Data folder of the ledger that `npm start` opens. */
export const DATA_DEFAULT = ".concordat/ledger"
/** Milliseconds between two lines of progress. */
const PROGRESS_MS = 2_000

export type ReadModelFlags = Common & { readonly data: string; readonly config?: string }

type Place = { readonly data: string; readonly database: ReadModelChoice["database"] }

/** The data folder and its database: as the file says, or by flag and `DATABASE_URL`. */
function placeOf({ cwd }: Environment, flags: ReadModelFlags, variables: Variables): Place {
  if (flags.config !== undefined) {
    const file = nodeFile(resolve(cwd, flags.config), variables)
    const database = readModelOf(file)?.database ?? { kind: "pglite" }
    return { data: placesOf(file).data, database }
  }
  const data = resolve(cwd, flags.data)
  const url = variables["DATABASE_URL"]
  const database: Place["database"] = url ? { kind: "postgres", url } : { kind: "pglite" }
  if (existsSync(data)) return { data, database }
  throw new ConcordatError("configuration_invalid", `There is no folder ${data}.`, {
    hint: "Name the node's data folder by --data, or its file by --config.",
    details: { path: data },
  })
}

async function work<T>(
  environment: Environment,
  flags: ReadModelFlags,
  fresh: boolean,
  task: (model: OfflineReadModel) => Promise<T>,
): Promise<T> {
  const place = placeOf(environment, flags, process.env)
  return withStoppedReadModel({ ...place, services, fresh }, task)
}

/** Tells at most once in two seconds, and only a person. */
function progress({ terminal, err, elapsed }: Environment): (text: () => string) => void {
  let last = elapsed()
  return (text) => {
    if (!terminal || elapsed() - last < PROGRESS_MS) return
    last = elapsed()
    err(`${text()}\n`)
  }
}

/** Where it stands. */
export function readModelStatusVerb(
  environment: Environment,
  flags: ReadModelFlags,
): Promise<Answer> {
  return work(environment, flags, false, async ({ marker, head }) => {
    const lag = head.height - (marker?.height ?? 0n)
    const height = marker === null ? null : String(marker.height)
    const begins = marker === null ? null : String(marker.begins)
    const lines = columns([
      ["state", `height ${head.height}`],
      ["read model", height === null ? "empty" : `height ${height}, ${lag} blocks behind`],
      ["history", begins === null ? "none" : `from height ${begins} on`],
    ])
    return { lines, json: { height, begins, state: String(head.height), lag: String(lag) } }
  })
}

/** Compares rows and state, after bringing the read model to the height of the state. */
export function readModelVerifyVerb(
  environment: Environment,
  flags: ReadModelFlags,
): Promise<Answer> {
  return work(environment, flags, false, (model) => compared(environment, model))
}

/** Makes the read model anew, then compares it. */
export function readModelRebuildVerb(
  environment: Environment,
  flags: ReadModelFlags,
): Promise<Answer> {
  return work(environment, flags, true, (model) => compared(environment, model))
}

async function compared(environment: Environment, model: OfflineReadModel): Promise<Answer> {
  const tell = progress(environment)
  await model.bringUp((height, of) => tell(() => `Brought block ${height} of ${of}.`))
  const found = await model.compare((rows) => tell(() => `Compared ${rows} rows.`))
  const { rows, state, readModel, difference } = found
  const height = String(model.head.height)
  const begins = String(model.marker!.begins)
  const json = { height, begins, rows, state, readModel, difference }
  const brought = `Brought ${model.rows} rows; history begins at height ${begins}.`
  if (difference === null && state === readModel) {
    const equal = `All ${rows} rows equal the state at height ${height}.`
    return { lines: [equal, brought, `Digest of both: ${state}`], json: { ...json, difference } }
  }
  const shown = (value: unknown) => JSON.stringify(value)
  const { table = "", key = null, ...values } = difference ?? { state: null, readModel: null }
  const lines = [
    `The read model differs from the state at height ${height}, first in ${table} ${shown(key)}:`,
    ...columns([
      ["state", shown(values.state)],
      ["read model", shown(values.readModel)],
    ]),
    "Make it anew: concordat read-model rebuild",
  ]
  return { lines, json, exit: 1 }
}

export type RetainFlags = ReadModelFlags & {
  readonly beforeHeight?: string
  readonly keepDays?: string
  readonly drop?: boolean
}

const KEEPING = "Say it by one of --before-height and --keep-days."

/** One of both flags, as a number. */
function keepingOf({ beforeHeight, keepDays }: RetainFlags) {
  const [given, ...more] = [beforeHeight, keepDays].filter((one) => one !== undefined)
  if (given === undefined || more.length > 0) {
    const code = given === undefined ? "field_missing" : "unknown_value"
    throw new UsageError(code, "Nothing says what is kept, or two things do.", KEEPING)
  }
  if (!/^(0|[1-9][0-9]{0,17})$/.test(given)) {
    const message = `"${given.slice(0, 20)}" is no whole number.`
    throw new UsageError("integer_malformed", message, KEEPING)
  }
  if (beforeHeight !== undefined) return { beforeHeight: BigInt(given) }
  return { keepDays: Number(given) }
}

/** Says which partitions of the past would go, and drops them by --drop. */
export async function readModelRetainVerb(
  environment: Environment,
  flags: RetainFlags,
): Promise<Answer> {
  const keeping = keepingOf(flags)
  const drops = flags.drop === true
  const place = placeOf(environment, flags, process.env)
  const found = await retainReadModel({ ...place, services, keeping, drops })
  const { begins, horizon, partitions } = found
  const bytes = partitions.reduce((sum, one) => sum + one.bytes, 0)
  const json = {
    ...{ dropped: drops && partitions.length > 0, begins: String(begins) },
    ...{ horizon: String(horizon), bytes },
    partitions: partitions.map(({ name, first, last, bytes: size }) => {
      return { name, first: String(first), last: String(last), bytes: size }
    }),
  }
  return { lines: retainLines(found, bytes, drops), json }
}

/** What goes or went, and what is left of the past. */
function retainLines(
  { begins, horizon, partitions }: Retention,
  bytes: number,
  drops: boolean,
): readonly string[] {
  const kept = `The past is known from height ${begins} on.`
  if (partitions.length === 0) return [`No whole partition lies before that. ${kept}`]
  const listed = partitions.map(({ name, first, last, bytes: size }) => {
    return [name, `rows that blocks ${first} to ${last} ended, ${size} bytes`] as const
  })
  const count = `${partitions.length} partitions, ${bytes} bytes`
  if (drops) return [`Dropped ${count}. The past is known from height ${horizon} on.`]
  return [
    ...columns(listed),
    `${count} would go; the past would be known from height ${horizon} on.`,
    "Rows as they are, events, transactions and blocks stay. To do it: --drop",
  ]
}
