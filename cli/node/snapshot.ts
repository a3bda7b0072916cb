/** `concordat snapshot make|list|verify`: what joining nodes are served. */

import { resolve } from "node:path"
import { Headers } from "@concordat/engines/cometbft"
import { ConcordatError, toHex } from "@concordat/kernel"
import {
  judgeSnapshot,
  type SnapshotNotice,
  snapshotsIn,
  systemClock,
  writeSnapshotOf,
} from "@concordat/node"
import { createClient, listSnapshots, makeSnapshot, type SnapshotAnswer } from "@concordat/sdk"
import { trustedBelow } from "../anchors.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { type Answer, columns } from "../output.ts"
import { nodeFile, placesOf, type Variables } from "./file.ts"

export type SnapshotFlags = Omit<Common, "url"> & {
  readonly config: string
  /** A running node of a development network, in the place of a data folder. */
  readonly url?: string
}

const jsonOf = ({ height, format, chunks, hash }: SnapshotNotice): SnapshotAnswer => {
  return { height: String(height), format, chunks, hash: toHex(hash) }
}

/** The data folder that the node's file names. */
function dataOf({ cwd }: Environment, { config }: SnapshotFlags, variables: Variables): string {
  return placesOf(nodeFile(resolve(cwd, config), variables)).data
}

function line({ height, chunks, hash }: SnapshotAnswer): readonly [string, string] {
  return [`height ${height}`, `${chunks} ${chunks === 1 ? "chunk" : "chunks"}, ${hash}`]
}

async function foundBy(environment: Environment, flags: SnapshotFlags, variables: Variables) {
  const { url } = flags
  if (url !== undefined) return listSnapshots(createClient({ ...environment, url }))
  return { snapshots: (await snapshotsIn(dataOf(environment, flags, variables))).map(jsonOf) }
}

/** The snapshots of a node, the newest first. */
export async function listSnapshotsVerb(
  environment: Environment,
  flags: SnapshotFlags,
  variables: Variables,
): Promise<Answer> {
  const { snapshots } = await foundBy(environment, flags, variables)
  const none = ["There is no snapshot yet. `concordat snapshot make` writes one."]
  const lines = snapshots.length === 0 ? none : columns(snapshots.map(line))
  return { lines, json: { snapshots } }
}

/** Writes a snapshot: of a running development node by its gateway, else of a stopped node. */
export async function makeSnapshotVerb(
  environment: Environment,
  flags: SnapshotFlags,
  variables: Variables,
): Promise<Answer> {
  const { url } = flags
  const made =
    url === undefined
      ? jsonOf(await writeSnapshotOf(dataOf(environment, flags, variables)))
      : await makeSnapshot(createClient({ ...environment, url }))
  const [height, rest] = line(made)
  return { lines: [`Written: ${height}, ${rest}.`], json: made }
}

/** The app hash that the header above a height carries, led there from an anchor at hand. */
async function headerHash(environment: Environment, url: string, chain: string, height: bigint) {
  const client = createClient({ ...environment, url })
  const anchor = await trustedBelow(environment, client, height)
  const trust = { height: anchor.height, hash: anchor.header }
  const headers = new Headers(chain, { servers: [`${url}/engine`], trust }, systemClock)
  const { header } = await headers.at(height + 1n)
  return { appHash: header.app, anchor: anchor.height }
}

/** Judges a snapshot as a joiner does, and with `--url` by the header that vouches for it. */
export async function verifySnapshotVerb(
  environment: Environment,
  text: string,
  flags: SnapshotFlags,
  variables: Variables,
): Promise<Answer> {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    const hint = "`concordat snapshot list` names the heights."
    throw new UsageError("unknown_argument", `"${text.slice(0, 20)}" is no height.`, hint)
  }
  const height = BigInt(text)
  const judged = await judgeSnapshot(dataOf(environment, flags, variables), height)
  const { chain, appHash, rows, bytes } = judged
  const lines = [
    `The snapshot of ${chain} at height ${height} is whole: ${rows} rows, ${bytes} bytes.`,
    `It gives the app hash ${appHash}.`,
  ]
  const json = { ...jsonOf(judged), chain, appHash, rows: String(rows), bytes, proven: false }
  const { url } = flags
  if (url === undefined) return { lines: [...lines, PROVE], json }
  const above = await headerHash(environment, url, chain, height)
  if (above.appHash !== appHash) throw another(height, appHash, above.appHash)
  const proof = `Block ${height + 1n}, led to from your anchor at ${above.anchor}, carries it.`
  return { lines: [...lines, proof], json: { ...json, proven: true } }
}

const PROVE = "Whether the ledger had it there, the next header says: name a gateway by --url."

function another(height: bigint, actual: string, expected: string): ConcordatError {
  const reason = `Block ${height + 1n} carries the app hash ${expected}, the snapshot ${actual}.`
  return new ConcordatError("root_mismatch", reason, {
    hint: "Do not use this snapshot; make another one.",
    details: { actual, expected },
  })
}
