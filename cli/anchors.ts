/**
 * The anchors that this user trusts, by chain id, in the configuration folder: one file a chain. The
 * first is taken at the first contact with a ledger and said so; each later contact adds one;
 * none is ever replaced, and evidence brings none.
 */
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import {
  type Anchor,
  anchorKind,
  type Json,
  jsonText,
  parseJson,
  toHex,
  utf8,
} from "@concordat/kernel"
import { type Client, getAnchor } from "@concordat/sdk"
import type { Environment } from "./environment.ts"
import { UsageError } from "./failure.ts"

/** Anchors kept of a chain: the first, and the newest of the others. */
const ANCHORS_MAX = 400

function folderOf({ home }: Environment): string {
  return join(home, "anchors")
}

/** The anchors of one chain in order of height; none for a chain that was never met. */
export async function anchorsOf(environment: Environment, chain: string): Promise<Anchor[]> {
  const path = join(folderOf(environment), `${chain}.json`)
  let text: Uint8Array
  try {
    text = new Uint8Array(await readFile(path))
  } catch {
    return []
  }
  try {
    return (parseJson(text) as readonly Json[]).map((json) => anchorKind.fromJson(json))
  } catch {
    throw new UsageError(
      "record_malformed",
      `The anchors in ${path} cannot be read.`,
      "Bring the file back from a copy, or remove it and meet the ledger anew.",
    )
  }
}

/** All anchors of all chains. */
export async function allAnchors(environment: Environment): Promise<Anchor[]> {
  const names = await readdir(folderOf(environment)).catch(() => [] as string[])
  const chains = names.filter((name) => name.endsWith(".json")).sort()
  const lists = await Promise.all(
    chains.map((name) => anchorsOf(environment, name.slice(0, -".json".length))),
  )
  return lists.flat()
}

/** Keeps an anchor beside those of its chain; answers whether it is the chain's first. */
export async function keepAnchor(environment: Environment, anchor: Anchor): Promise<boolean> {
  const known = await anchorsOf(environment, anchor.chain)
  const first = known.length === 0
  if (known.some(({ header }) => header === anchor.header)) return false
  const all = [...known, anchor].sort((a, b) => (a.height < b.height ? -1 : 1))
  if (all.length > ANCHORS_MAX) all.splice(1, 1)
  const path = join(folderOf(environment), `${anchor.chain}.json`)
  await mkdir(folderOf(environment), { recursive: true, mode: 0o700 })
  const part = `${path}.${toHex(environment.random(4))}.part`
  await writeFile(part, utf8(`${jsonText(all.map((one) => anchorKind.toJson(one)))}\n`))
  await rename(part, path)
  return first
}

/** Takes the ledger's newest anchor at a contact; at the first, the ledger's first header too. */
export async function meetLedger(environment: Environment, client: Client): Promise<Anchor> {
  const anchor = await getAnchor(client)
  if ((await anchorsOf(environment, anchor.chain)).length === 0) {
    const first = await getAnchor(client, "1").catch(() => anchor)
    await keepAnchor(environment, first)
    environment.err(
      `First contact with ${anchor.chain}: from now on its block ${first.height} is trusted here.\n`,
    )
  }
  await keepAnchor(environment, anchor)
  return anchor
}
