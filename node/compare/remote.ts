/** The questions of a comparison as JSON: a running node answers them at its admin address. */
import {
  ConcordatError,
  fromHex,
  type Hash,
  isJsonObject,
  type Json,
  type JsonObject,
  type Subtree,
  toHex,
} from "@concordat/kernel"
import type { About, Branch, Side } from "./side.ts"

const DEPTH_MAX = 256
const ASKED_MAX = 100

const hexOf = (bytes: Uint8Array | null) => (bytes === null ? null : toHex(bytes))
const bytesOf = (text: Json | undefined) => (typeof text === "string" ? fromHex(text) : null)

function refused(what: string): ConcordatError {
  return new ConcordatError("configuration_invalid", `A comparison asks for ${what}.`, {
    hint: "Both sides must run versions that know each other's questions.",
  })
}

function listIn(question: JsonObject, name: string): readonly Json[] {
  const list = question[name]
  if (Array.isArray(list) && list.length <= ASKED_MAX) return list
  throw refused(`${name} that are no list of at most ${ASKED_MAX}`)
}

function branchIn(json: Json): Branch {
  const [path, depth] = isJsonObject(json) ? [bytesOf(json["path"]), json["depth"]] : [null, null]
  const fits = path?.length === 32 && Number.isInteger(depth) && Number(depth) <= DEPTH_MAX
  if (fits && path !== null) return { path, depth: Number(depth) }
  throw refused("a branch that is none")
}

const subtreeJson = (subtree: Subtree | null): Json => {
  if (subtree === null) return null
  if ("leaf" in subtree) return { leaf: toHex(subtree.leaf), hash: toHex(subtree.hash) }
  return { halves: subtree.halves.map((half) => toHex(half)) }
}

function subtreeOf(json: Json): Subtree | null {
  if (!isJsonObject(json)) return null
  const halves = json["halves"]
  if (!Array.isArray(halves)) return { leaf: bytesOf(json["leaf"])!, hash: bytesOf(json["hash"])! }
  return { halves: [bytesOf(halves[0])!, bytesOf(halves[1])!] }
}

const bigintsOf = (about: About) => ({
  ...about,
  height: String(about.height),
  rootsFrom: String(about.rootsFrom),
  rowsFrom: String(about.rowsFrom),
  changesFrom: String(about.changesFrom),
})

/** Answers a question about a state; what `remoteSide` asks. */
export async function answerQuestion(side: Side, question: JsonObject): Promise<Json> {
  const height = BigInt(String(question["height"] ?? 0))
  const keys = () => listIn(question, "keys").map((key) => bytesOf(key)!)
  switch (question["ask"]) {
    case "about":
      return bigintsOf(await side.about())
    case "root":
      return side.stateRoot(height)
    case "subtrees": {
      const branches = listIn(question, "branches").map(branchIn)
      return (await side.subtrees(height, branches)).map(subtreeJson)
    }
    case "keys":
      return (await side.keys(keys())).map(hexOf)
    case "rows":
      return (await side.rows(height, keys())).map(hexOf)
    case "changes":
      return (await side.changes(height)).map(({ key, value, ...rest }) => {
        return { key: toHex(key), value: hexOf(value), ...rest }
      })
    case "transaction":
      return side.transaction(height, Number(question["index"]))
    default:
      throw refused(`"${String(question["ask"]).slice(0, 20)}"`)
  }
}

/** A side behind somebody who answers questions. */
export function remoteSide(ask: (question: JsonObject) => Promise<Json>): Side {
  const at = (height: bigint) => ({ height: String(height) })
  const list = async (question: JsonObject) => (await ask(question)) as readonly Json[]
  const keysOf = (keys: readonly Uint8Array[]) => ({ keys: keys.map((key) => toHex(key)) })
  return {
    async about() {
      const json = (await ask({ ask: "about" })) as JsonObject
      const big = (name: string) => BigInt(String(json[name]))
      return {
        ...{ chain: String(json["chain"]), version: String(json["version"]) },
        ...{ node: String(json["node"]), height: big("height"), rootsFrom: big("rootsFrom") },
        ...{ rowsFrom: big("rowsFrom"), changesFrom: big("changesFrom") },
      }
    },
    stateRoot: async (height) => (await ask({ ask: "root", ...at(height) })) as Hash,
    async subtrees(height, branches) {
      const asked = branches.map(({ path, depth }) => ({ path: toHex(path), depth }))
      const answers = await list({ ask: "subtrees", ...at(height), branches: asked })
      return answers.map(subtreeOf)
    },
    keys: async (paths) => (await list({ ask: "keys", ...keysOf(paths) })).map(bytesOf),
    rows: async (height, keys) => {
      return (await list({ ask: "rows", ...at(height), ...keysOf(keys) })).map(bytesOf)
    },
    async changes(height) {
      const answers = (await list({ ask: "changes", ...at(height) })) as readonly JsonObject[]
      return answers.map((json) => ({
        key: bytesOf(json["key"])!,
        value: bytesOf(json["value"]),
        before: json["before"] as Hash | null,
        transaction: json["transaction"] as number | null,
        operation: json["operation"] as number | null,
      }))
    },
    transaction: async (height, index) => {
      return (await ask({ ask: "transaction", ...at(height), index })) as Hash | null
    },
  }
}
