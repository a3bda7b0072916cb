/** `concordat verify state|blocks`: a node that stands still, computed again. */
import { resolve } from "node:path"
import { logExtents, readLog } from "@concordat/engines/solo"
import { defineRuntime } from "@concordat/kernel"
import {
  readGround,
  readingDisk,
  replayBlocks,
  services,
  silentLog,
  systemDisk,
  verifyStore,
} from "@concordat/node"
import { allAnchors } from "../anchors.ts"
import type { Environment } from "../environment.ts"
import { type Answer, columns } from "../output.ts"
import { nodeFile, placesOf, type Variables } from "./file.ts"
import { genesisOf } from "./open.ts"

/** Words that name a part of a node and no document; a document is given as ./state. */
const PARTS = ["state", "blocks"]

/** Whether a word after `verify` names a part of a node. */
export const isPart = (word: string) => PARTS.includes(word)

const BROKEN = 1

async function stateOf(data: string, freeze: boolean): Promise<Answer> {
  const runtime = defineRuntime(services, { freeze })
  const { height, rows, events, stateRoot, appHash, named, broken } = await verifyStore(
    data,
    runtime,
  )
  const facts = [
    ["height", String(height)],
    ["rows", String(rows)],
    ["events", String(events)],
    ["state root", stateRoot],
    ["app hash", appHash],
    ["header above", named === null ? "not there yet" : "names this app hash"],
  ] as const
  const faults = broken.map(({ service, text }) => `${service}: ${text}`)
  const first =
    faults.length === 0
      ? "The state is whole: its roots follow from its rows, and every invariant holds."
      : `${faults.length} invariants are broken.`
  return {
    lines: [first, ...columns(facts), ...faults],
    json: { ...Object.fromEntries(facts), broken: faults },
    exit: faults.length === 0 ? 0 : BROKEN,
  }
}

/** Judges a part of a node by its file. */
export async function verifyPart(
  environment: Environment,
  part: string,
  config: string,
  variables: Variables,
): Promise<Answer> {
  const file = nodeFile(resolve(environment.cwd, config), variables)
  const { data } = placesOf(file)
  if (part === "state") return stateOf(data, file.configuration.node.profile === "development")
  const { genesis } = genesisOf(file)
  const folder = `${data}/blocks`
  const last = ((await logExtents(readingDisk, folder)).at(-1)?.next ?? 1n) - 1n
  const kept = { disk: systemDisk, data, log: silentLog }
  const { recovery } = genesis
  const ground = recovery === null ? null : await readGround(kept, recovery)
  const { state, blocks, transactions, commits, anchors } = await replayBlocks({
    ...(ground === null ? {} : { ground }),
    ...{ runtime: defineRuntime(services), genesis, last, everyCommit: true },
    anchors: (await allAnchors(environment)).filter(({ chain }) => chain === genesis.chain),
    blocks: readLog(readingDisk, folder),
  })
  const facts = [
    ["blocks", String(blocks)],
    ["transactions", String(transactions)],
    ["commits", String(commits)],
    ["anchors met", String(anchors)],
    ["app hash", state.appHash],
  ] as const
  const first = `${genesis.chain}: every block leads to what the header above it names.`
  return { lines: [first, ...columns(facts)], json: Object.fromEntries(facts) }
}
