/** `concordat diff-state A B`: where two nodes of one ledger part, and who wrote what differs. */
import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import {
  ConcordatError,
  defineRuntime,
  type Json,
  type JsonObject,
  jsonText,
  type Runtime,
  readStateKey,
  tablePrefix,
  toHex,
} from "@concordat/kernel"
import {
  type Comparison,
  compareStates,
  type Difference,
  folderSide,
  remoteSide,
  type Side,
  services,
  type Writer,
} from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import { EXIT } from "../failure.ts"
import type { Answer } from "../output.ts"
import { VERSION } from "../version.ts"
import { FILE_NAME, nodeFile, placesOf, type Variables } from "./file.ts"

const SHOWN = 200

type Opened = { readonly side: Side; close(): Promise<void> }
type Values = Readonly<Record<string, unknown>>

function unreachable(url: string, cause?: unknown): ConcordatError {
  return new ConcordatError("node_unreachable", `${url} answers no questions about its state.`, {
    cause,
    hint: "Name the admin address (admin.listen) as seen from here, or a folder that stands still.",
    details: { url },
  })
}

/** A side behind a node's admin address. */
function overHttp(environment: Environment, url: string): Opened {
  const address = `${url.replace(/\/$/, "")}/admin/state`
  const side = remoteSide(async (question: JsonObject) => {
    const body = JSON.stringify(question)
    const headers = { "content-type": "application/json" }
    const answer = await environment
      .fetch(address, { method: "POST", body, headers })
      .catch((cause) => {
        throw unreachable(url, cause)
      })
    if (!answer.ok) throw unreachable(url)
    return ((await answer.json()) as { answer: Json }).answer
  })
  return { side, close: async () => {} }
}

/** What a word names: an address, a node's file or folder, or a data folder. */
async function opened(
  environment: Environment,
  word: string,
  runtime: Runtime,
  variables: Variables,
): Promise<Opened> {
  if (/^https?:\/\//.test(word)) return overHttp(environment, word)
  const path = resolve(environment.cwd, word)
  const file = path.endsWith(".toml") ? path : join(path, FILE_NAME)
  const data = existsSync(file) ? placesOf(nodeFile(file, variables)).data : path
  if (!existsSync(join(data, "state"))) throw unreachable(word)
  return folderSide(data, runtime, VERSION)
}

/** A key and a value as their schema names them. */
function named(runtime: Runtime, key: Uint8Array) {
  for (const table of runtime.tables.values()) {
    const prefix = tablePrefix(table)
    if (toHex(key.subarray(0, prefix.length)) !== toHex(prefix)) continue
    const place = `${table.binding.service}/${table.name}`
    if (table.raw !== null) return { place, table: null, key: toHex(key.subarray(prefix.length)) }
    const fields = readStateKey(table, key) as Values
    const json = table.keyFields.map(({ name, kind }) => [name, kind.toJson(fields[name])] as const)
    return { place, table, key: Object.fromEntries(json) as JsonObject }
  }
  return { place: "unknown", table: null, key: toHex(key) }
}

function differenceJson(runtime: Runtime, difference: Difference): JsonObject {
  const { place, table, key } = named(runtime, difference.key)
  const valueJson = (value: Uint8Array | null): Json => {
    if (value === null) return null
    return table === null ? toHex(value) : table.row.toJson(table.readRow(value))
  }
  const writerOf = (writer: Writer | null): Json =>
    writer === null ? null : { ...writer, height: String(writer.height) }
  const [a, b] = difference.values.map(valueJson)
  const [wroteA, wroteB] = difference.writers.map(writerOf)
  return { place, key, a: a!, b: b!, writers: { a: wroteA!, b: wroteB! } }
}

const short = (json: Json | undefined) => {
  const text = json === null || json === undefined ? "no such row" : jsonText(json)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

function wroteWords(json: Json | undefined): string {
  if (json === null || json === undefined) return "written by nobody that its journal knows"
  const { height, transaction, operation } = json as JsonObject
  const who = transaction === null ? "the kernel or a hook" : `transaction ${transaction}`
  const part = operation === null ? "" : `, operation ${operation}`
  return `written at ${height} by ${who}${part}`
}

function differenceLines(json: JsonObject): string[] {
  const writers = json["writers"] as JsonObject
  return [
    `${json["place"]} ${short(json["key"])}`,
    ...["a", "b"].flatMap((side) => [
      `  ${side.toUpperCase()}: ${short(json[side])}`,
      `     ${wroteWords(writers[side])}`,
    ]),
  ]
}

function answerOf(runtime: Runtime, names: readonly string[], found: Comparison): Answer {
  const { about, equal, differs, by } = found
  const differences = found.differences.map((each) => differenceJson(runtime, each))
  const sides = about.map(({ version, node, height }, index) => {
    const name = names[index]!
    return { name, version, node, height: String(height) }
  })
  const heads = sides.map(({ name, version, node, height }, index) => {
    const letter = index === 0 ? "A" : "B"
    return `${letter}: ${name}, version ${version}, Node ${node}, at block ${height}`
  })
  const heights = { equal: equal === null ? null : String(equal) }
  const json = { chain: about[0].chain, sides, ...heights, by, differences }
  if (differs === null) {
    const known = equal === null ? "no height is known to both" : `equal up to block ${equal}`
    const exit = equal === null ? EXIT.refused : EXIT.done
    return { lines: [...heads, `Their states are ${known}.`], json, exit }
  }
  const where = equal === null ? "wherever both can tell" : `after block ${equal}`
  const none =
    by === null
      ? "Neither tries nor journals of that height are kept by both: which keys cannot be told."
      : "No key differs there: the tries do, though their rows are the same."
  const body = differences.length === 0 ? [none] : differences.flatMap(differenceLines)
  return {
    lines: [...heads, `They part ${where}; compared at block ${differs}, by their ${by}.`, ...body],
    json: { ...json, differs: String(differs) },
    exit: EXIT.refused,
  }
}

/** Compares two states: exit 0 where they are equal, 1 where they differ, 3 where one is away. */
export async function diffStateVerb(
  environment: Environment,
  names: readonly [string, string],
  _: Common,
  variables: Variables,
): Promise<Answer> {
  const runtime = defineRuntime(services)
  const sides: Opened[] = []
  try {
    for (const name of names) sides.push(await opened(environment, name, runtime, variables))
    const [a, b] = sides as [Opened, Opened]
    const [left, right] = await Promise.all([a.side.about(), b.side.about()])
    if (left.chain !== right.chain) {
      const message = `${names[0]} is of ${left.chain}, ${names[1]} of ${right.chain}.`
      throw new ConcordatError("chain_mismatch", message, { hint: "Name two nodes of one ledger." })
    }
    return answerOf(runtime, names, await compareStates([a.side, b.side]))
  } finally {
    for (const { close } of sides) await close()
  }
}
