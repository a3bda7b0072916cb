/**
 * Opens what a node's file describes: genesis, keys, ledger with its engine. There is no other way
 * to start a node but for the story of `npm start`.
 */
import { readFileSync } from "node:fs"
import { lstat, mkdir } from "node:fs/promises"
import { dirname } from "node:path"
import { findBinary, type JoinChoice } from "@concordat/engines/cometbft"
import {
  ConcordatError,
  defineRuntime,
  type Genesis,
  type Hash,
  parseCoseKey,
  readGenesis,
  toHex,
} from "@concordat/kernel"
import {
  type CometChoice,
  type Keystore,
  type Log,
  type Metrics,
  measuredDisk,
  openKeystore,
  openLedger,
  type ReadModelChoice,
  readPassphrase,
  register,
  services,
  servicesModule,
  systemClock,
  systemDisk,
  systemRandom,
  systemScheduler,
} from "@concordat/node"
import { type NodeFile, placesOf, type Variables } from "./file.ts"

const CLONE_FOLDER = ".concordat"

/** Who hears what happens. */
export type Opening = {
  readonly variables: Variables
  readonly log: Log
  readonly metrics: Metrics
  readonly onFailure: (failure: unknown) => void
}

/** The genesis that the file names. Throws `genesis_invalid`, `genesis_mismatch`. */
export function genesisOf(file: NodeFile): { readonly text: string; readonly genesis: Genesis } {
  const { chain } = file.configuration
  const path = placesOf(file).genesis
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch (cause) {
    throw new ConcordatError("configuration_invalid", `There is no genesis file ${path}.`, {
      cause,
      hint: "Put the network's genesis file there, or name it by chain.genesis.",
      details: { path },
    })
  }
  const genesis = readGenesis(defineRuntime(services), text, { older: true })
  const found = { id: genesis.chain, genesisHash: genesis.digest }
  for (const key of ["id", "genesisHash"] as const) {
    if (chain[key] === null || chain[key] === found[key]) continue
    const reason = `${path} has ${found[key]}, where chain.${key} is ${chain[key]}.`
    throw new ConcordatError("genesis_mismatch", reason, {
      hint: "Bring the right genesis file, or correct the setting.",
      details: { path, found: found[key], expected: chain[key] },
    })
  }
  return { text, genesis }
}

/** The keystore, where the node signs with it: the embedded engine's key, or a story's keys. */
async function keystoreOf(file: NodeFile): Promise<Keystore | null> {
  const { node, engine } = file.configuration
  if (engine.kind === "cometbft" && node.profile === "production") return null
  return nodeKeystore(file)
}

/** Opens the keystore of a node. Throws what `readPassphrase` and `openKeystore` throw. */
async function nodeKeystore(file: NodeFile): Promise<Keystore> {
  const { keys, passphrase } = placesOf(file)
  return openKeystore({
    ...{ disk: systemDisk, folder: keys, random: systemRandom },
    passphrase: await readPassphrase(systemDisk, passphrase),
  })
}

/** The consensus keys of the embedded engine. */
function signersOf({ configuration }: NodeFile, keystore: Keystore | null) {
  if (keystore === null || configuration.engine.kind !== "solo") return []
  const held = keystore.list().filter(({ purpose }) => purpose === "consensus")
  return held.map(({ id, public: cose }) => ({
    key: toHex(parseCoseKey(cose).x),
    sign: (message: Uint8Array) => keystore.sign(id, "consensus", message),
  }))
}

/** The folder of a socket: ours alone, also where others write beside it. */
async function ownFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const { uid, mode } = await lstat(path)
  const own = uid === (process.getuid?.() ?? uid) && (mode & 0o077) === 0
  if (own) return
  throw new ConcordatError("configuration_invalid", `Others could use the sockets in ${path}.`, {
    hint: `chmod 700 ${path}, as the user that the node runs as.`,
    details: { path },
  })
}

/** The engine's program. Throws `engine_missing`. */
export function binaryOf(file: NodeFile, variables: Variables): string {
  const named = placesOf(file).binary
  const environment = named === null ? variables : { ...variables, CONCORDAT_COMETBFT: named }
  const found = findBinary("cometbft", { environment, folder: CLONE_FOLDER })
  if (found !== null) return found
  throw new ConcordatError("engine_missing", "The engine's program was not found.", {
    hint: "Name it by engine.binary, or put it into PATH.",
  })
}

/** How this node joins; null: by all blocks from the first on. */
function joinOf({ path, configuration }: NodeFile): JoinChoice | null {
  const { servers, trustHeight, trustHash } = configuration.stateSync
  if (servers.length === 0) return null
  if (servers.length > 1 && trustHash !== null) {
    return { servers, trust: { height: BigInt(trustHeight), hash: trustHash as Hash } }
  }
  throw new ConcordatError("configuration_invalid", `${path} names no trusted way to join.`, {
    hint: "stateSync takes two servers at least, with trustHeight and trustHash of an anchor.",
    details: { path },
  })
}

/** The engine as the file has it; null for the embedded one. */
async function cometOf(file: NodeFile, variables: Variables): Promise<CometChoice | null> {
  const { node, engine } = file.configuration
  if (engine.kind === "solo") return null
  const { engine: home, sockets } = placesOf(file)
  for (const socket of Object.values(sockets)) await ownFolder(dirname(socket))
  return {
    ...{ binary: binaryOf(file, variables), home, votes: engine.votes },
    config: {
      ...{ ...sockets, name: node.name ?? "concordat", listen: engine.listen },
      ...{ metrics: engine.metrics, peers: engine.peers, sameHost: engine.sameHost },
      ...{ timeoutCommitMs: engine.timeoutCommitMs, join: joinOf(file) },
    },
  }
}

/** The read model as the file has it; null for none. */
export function readModelOf(file: NodeFile): ReadModelChoice | null {
  const { kind } = file.configuration.readModel
  if (kind === "none") return null
  if (kind === "pglite") return { database: { kind }, atOnce: true }
  const path = placesOf(file).readModelUrl
  if (path === null) {
    throw new ConcordatError("configuration_invalid", "readModel.urlFile is not set.", {
      hint: "Write the database's address into a file, and name that file.",
    })
  }
  return { database: { kind, url: readFileSync(path, "utf8").trim() }, atOnce: true }
}

/** Opens keys and ledger. Throws what they throw; nothing is left open then. */
export async function openNode(file: NodeFile, { variables, log, metrics, onFailure }: Opening) {
  const { node, engine, verify, store, mempool, snapshot } = file.configuration
  const { text: genesis } = genesisOf(file)
  const keystore = await keystoreOf(file)
  const ledger = await openLedger({
    ...{ data: placesOf(file).data, services, servicesModule, genesis, profile: node.profile },
    ...{ clock: systemClock, scheduler: systemScheduler, log, metrics, onFailure },
    disk: measuredDisk(systemDisk, systemClock, metrics),
    ...{ signers: signersOf(file, keystore), register },
    ...{ cometbft: await cometOf(file, variables), workers: verify.workers },
    ...{ flushBlocks: store.flushBlocks, waiting: mempool, readModel: readModelOf(file) },
    snapshotEvery: engine.kind === "solo" ? null : snapshot.everyBlocks,
  })
  return { ledger, keystore }
}
