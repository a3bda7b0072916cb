/** `concordat genesis check|found`: a genesis file judged as a whole, and made of its founders. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { ConcordatError, checkGenesis, defineRuntime, readGenesis } from "@concordat/kernel"
import { services } from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import type { Answer } from "../output.ts"
import { foundingGenesis, readMember } from "./members.ts"

const CONFIGURATION = 78

/** Every fault of a genesis file with its pointer; none: its chain and digest. */
export async function checkGenesisVerb(
  { cwd }: Environment,
  given: string,
  _: Common,
): Promise<Answer> {
  const path = resolve(cwd, given)
  if (!existsSync(path)) {
    throw new UsageError("file_unreadable", `There is no file ${path}.`, "Check its name.")
  }
  const text = readFileSync(path)
  const runtime = defineRuntime(services)
  const faults = checkGenesis(runtime, text).map(({ path: pointer, code, message }) => {
    return { pointer, code, message }
  })
  if (faults.length > 0) {
    const count = faults.length === 1 ? "one fault" : `${faults.length} faults`
    const lines = faults.map(
      ({ pointer, code, message }) => `${pointer || "/"} ${code}: ${message}`,
    )
    return {
      lines: [`${path} has ${count}. No ledger can begin with it.`, ...lines],
      json: { path, faults },
      exit: CONFIGURATION,
    }
  }
  const { chain, digest, validators, rows } = readGenesis(runtime, text)
  const what = `${validators.length} validators, ${rows.length} rows`
  return {
    lines: [`${path} begins ${chain}: ${what}.`, `Digest ${digest}`],
    json: { path, faults: [], chain, digest, validators: validators.length, rows: rows.length },
  }
}

export type FoundFlags = Common & {
  readonly chain?: string
  readonly name?: string
  readonly out: string
}

/** Writes the genesis of a production ledger of these founders. */
export async function foundGenesisVerb(
  { cwd, now }: Environment,
  files: readonly string[],
  { chain, name, out }: FoundFlags,
): Promise<Answer> {
  if (chain === undefined) {
    const hint = "`concordat genesis found --help` has an example."
    throw new UsageError("field_missing", "--chain names the ledger.", hint)
  }
  const members = files.map((file) => readMember(resolve(cwd, file)))
  const path = resolve(cwd, out)
  if (existsSync(path)) {
    throw new ConcordatError("store_not_empty", `${path} is there already.`, {
      hint: "A genesis is never written over; name another file by --out.",
      details: { path },
    })
  }
  const text = foundingGenesis({ chain, name: name ?? chain, members, now: now() })
  const { digest } = readGenesis(defineRuntime(services), text)
  writeFileSync(path, text)
  const peers = members.flatMap(({ organisation, nodeId }) =>
    nodeId === null ? [] : [`${nodeId}@<address of ${organisation}>:26656`],
  )
  const list = (lines: readonly string[]) => `[${lines.map((line) => `"${line}"`).join(", ")}]`
  return {
    lines: [
      `${path} begins ${chain} of ${members.length} founders. Digest ${digest}`,
      ...(peers.length > 0
        ? ["In every node's concordat.toml:", `[engine] peers = ${list(peers)}`]
        : []),
    ],
    json: { path, chain, digest, peers },
  }
}
