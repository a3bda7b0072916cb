/**
 * `concordat recovery begin`: a survivor's node is made ready for the ledger that goes on. What it
 * holds of the old one is put aside, nothing is deleted; its keys stay.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs"
import { join, resolve } from "node:path"
import { ConcordatError, defineRuntime, type Genesis, readGenesis, toHex } from "@concordat/kernel"
import { lockFolder, PREDECESSOR, services, snapshotsIn } from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readInput } from "../files.ts"
import { type NodeFile, nodeFile, placesOf, type Variables } from "../node/file.ts"
import type { Answer } from "../output.ts"

/** What the engine keeps of one ledger, in its folder. */
const OF_LEDGER = ["data", "config/genesis.json"]

export type BeginFlags = Common & { readonly config: string }

function missing(data: string, snapshot: string): ConcordatError {
  const reason = `${data} holds no snapshot ${snapshot}.`
  return new ConcordatError("configuration_invalid", reason, {
    hint: "`concordat snapshot make` writes one of this node's state; its hash must be this one.",
    details: { path: data, snapshot },
  })
}

/** Moves what is of the old ledger to a name that says so. */
function putAside(places: ReturnType<typeof placesOf>, chain: string): string[] {
  const { data, engine, genesis } = places
  const of = [data, ...OF_LEDGER.map((part) => join(engine, part)), genesis]
  const moved = of.filter((path) => existsSync(path)).map((path) => [path, `${path}.${chain}`])
  for (const [, to] of moved) {
    if (!existsSync(to!)) continue
    throw new ConcordatError("store_not_empty", `${to} is there already.`, {
      hint: "Nothing is written over: move it away first.",
      details: { path: to! },
    })
  }
  for (const [from, to] of moved) renameSync(from!, to!)
  return moved.map(([, to]) => to!)
}

/** Lets a file that names its ledger name the one that goes on. */
function rename(file: NodeFile, { chain, digest, recovery }: Genesis, before: Genesis): boolean {
  const text = readFileSync(file.path, "utf8")
  const named = text
    .replaceAll(`"${recovery!.manifest.chain}"`, `"${chain}"`)
    .replaceAll(before.digest, digest)
  if (named !== text) writeFileSync(file.path, named)
  return named !== text
}

/** Puts everything in place; the node is started by `concordat run` as ever. */
export async function beginVerb(
  environment: Environment,
  given: string,
  flags: BeginFlags,
  variables: Variables,
): Promise<Answer> {
  const file = nodeFile(resolve(environment.cwd, flags.config), variables)
  const places = placesOf(file)
  const text = await readInput(environment, given)
  const runtime = defineRuntime(services)
  const genesis = readGenesis(runtime, text)
  if (genesis.recovery === null) {
    const hint = "`concordat recovery genesis` writes one."
    throw new UsageError("manifest_invalid", `${given} goes on from no ledger.`, hint)
  }
  const { chain, snapshot } = genesis.recovery.manifest
  const before = readGenesis(runtime, readFileSync(places.genesis), { older: true })
  lockFolder(places.data)() // A node that runs keeps its folder.
  const own = (await snapshotsIn(places.data)).find(({ hash }) => toHex(hash) === snapshot)
  if (own === undefined) throw missing(places.data, snapshot)
  const aside = putAside(places, chain)
  const shelf = join(`${places.data}.${chain}`, "snapshots")
  const name = readdirSync(shelf).find((each) => /^\d+$/.test(each) && BigInt(each) === own.height)!
  mkdirSync(places.data, { recursive: true })
  cpSync(join(shelf, name), join(places.data, PREDECESSOR, name), { recursive: true })
  writeFileSync(places.genesis, text)
  const renamed = rename(file, genesis, before)
  return {
    lines: [
      `${file.folder} is ready for ${genesis.chain}, from block ${genesis.height} on.`,
      ...aside.map((path) => `Put aside: ${path}`),
      ...(renamed ? [`${file.path} names the new ledger now.`] : []),
      `Next: concordat run --config ${file.path}`,
    ],
    json: { chain: genesis.chain, height: String(genesis.height), aside, renamed },
  }
}
