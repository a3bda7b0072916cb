/**
 * The configuration file of one node of a network. The plan is its source and wins at every start;
 * all nodes share, as a development ledger, one keystore.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { configurationText } from "@concordat/node"
import { FILE_NAME } from "../node/file.ts"
import {
  dialled,
  type Plan,
  type PlannedNode,
  placesOf,
  readGenesisFile,
  socketsOf,
} from "./plan.ts"

const HOST = "127.0.0.1"
const TIMEOUT_COMMIT_MS = 300
/** On a quiet network some minutes: who joins finds one. */
const SNAPSHOT_BLOCKS = 10
const HEAD =
  "Written by `concordat network` at every start of the node; network.json is its source."
/** Of the ten ports of a node, from the one for peers on. */
const ADMIN_OFFSET = 2

/** Where the configuration of a node of a network lies. */
export const memberPath = (folder: string, name: string) => join(folder, name, FILE_NAME)

/** What runs a node besides this project. */
export type Programs = {
  /** The program of the engine. */
  readonly binary: string
  /** The folder of the built console where there is one. */
  readonly assets: string | null
}

/** How a node joins that began after the others, or lost its disk. */
function joinLines({ nodes }: Plan, { name, join: trust }: PlannedNode, first: string) {
  // What goes on from another ledger is not joined by a header of that one.
  if (trust === undefined || BigInt(trust.height) < BigInt(first)) return {}
  const later = ({ join }: PlannedNode) => Number(join !== undefined)
  const others = nodes
    .filter((other) => other.name !== name)
    .toSorted((a, b) => later(a) - later(b)) // Who was there from the first block on comes first.
  return {
    "stateSync.servers": others.map((other) => `http://${HOST}:${other.gateway}/engine`),
    "stateSync.trustHeight": Number(trust.height),
    "stateSync.trustHash": trust.header,
  }
}

function memberText(folder: string, plan: Plan, node: PlannedNode, programs: Programs): string {
  const { keys, node: placesIn } = placesOf(folder)
  const places = placesIn(node.name)
  const { chain, height } = readGenesisFile(places.genesis)
  const sockets = socketsOf(plan, node)
  const admin = Number(node.peers.slice(node.peers.lastIndexOf(":") + 1)) + ADMIN_OFFSET
  return configurationText(HEAD, {
    ...{ "node.name": node.name, "node.profile": "development" },
    ...{ "node.data": places.data, "node.batches": places.batches },
    ...{ "chain.id": chain, "chain.genesis": places.genesis },
    ...{ "engine.kind": "cometbft", "engine.home": places.engine },
    ...(node.validator === null ? { "engine.votes": false } : {}),
    ...{ "engine.socket": sockets.abci, "engine.rpcSocket": sockets.rpc },
    ...{ "engine.binary": programs.binary, "engine.listen": node.peers },
    ...{ "engine.metrics": node.metrics, "engine.sameHost": true },
    "engine.peers": plan.nodes
      .filter(({ name }) => name !== node.name)
      .map((peer) => `${peer.nodeId}@${dialled(node, peer)}`),
    "engine.timeoutCommitMs": TIMEOUT_COMMIT_MS,
    "snapshot.everyBlocks": SNAPSHOT_BLOCKS,
    ...joinLines(plan, node, height),
    "gateway.listen": `${HOST}:${node.gateway}`,
    ...(programs.assets === null ? {} : { "gateway.console": programs.assets }),
    "admin.listen": `${HOST}:${admin}`,
    ...{ "keys.folder": keys, "keys.passphraseFile": join(keys, "passphrase") },
  })
}

/** Writes the file of a node. Throws where the plan does not know it. */
export function writeMember(folder: string, plan: Plan, name: string, programs: Programs): void {
  const node = plan.nodes.find((each) => each.name === name)
  if (node === undefined) throw new Error(`the network has no node ${name}`)
  const path = memberPath(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, memberText(folder, plan, node, programs))
}
