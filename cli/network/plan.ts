/**
 * A network on one machine as it lies in its folder: who its nodes are and where each listens.
 * Written when it is founded, read by all that start, ask or end it.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ConcordatError, type Hash, type Party } from "@concordat/kernel"
import { UsageError } from "../failure.ts"
import type { WirePlan } from "./wires/wire.ts"

/** f of 3f + 1 may fail: one of four, two of seven. */
export const SIZES = [1, 4, 7] as const
export type Size = (typeof SIZES)[number]

const HOST = "127.0.0.1"
const PORTS_A_NODE = 10
/** Of a node's ten ports those after peers, metrics and operators lead to the other nodes. */
const WIRES_FROM = 2
const WIRES_MAX = PORTS_A_NODE - WIRES_FROM - 1

/** One node. */
export type PlannedNode = {
  /** n1, n2, … */
  readonly name: string
  readonly organisation: Party
  /** Ed25519 public key that votes, hex; null where none ever does. */
  readonly validator: Hash | null
  /** By which peers name it: 40 hex digits. */
  readonly nodeId: string
  /** `host:port` for peers, and for the engine's metrics. */
  readonly peers: string
  readonly metrics: string
  /** TCP port of its gateway on loopback. */
  readonly gateway: number
  /** The header that it trusts to join by state sync; absent: it was there from the first block. */
  readonly join?: { readonly height: string; readonly header: Hash }
}

/** All nodes of a network, and what they share. */
export type Plan = {
  readonly format: 1
  readonly chain: string
  /** Absolute path of a short folder for sockets, whose names the system limits. */
  readonly run: string
  readonly nodes: readonly PlannedNode[]
}

/** Where things lie in a network's folder. */
export const placesOf = (folder: string) => ({
  plan: join(folder, "network.json"),
  keys: join(folder, "keys"),
  /** Of an organisation's recovery key. */
  safe: (organisation: string) => join(folder, "recovery", organisation),
  story: join(folder, "story"),
  wires: { log: join(folder, "wires.log"), process: join(folder, "wires.process") },
  node: (name: string) => ({
    genesis: join(folder, name, "genesis.json"),
    data: join(folder, name, "data"),
    engine: join(folder, name, "engine"),
    engineData: join(folder, name, "engine", "data"),
    engineLog: join(folder, name, "engine", "engine.log"),
    log: join(folder, name, "node.log"),
    process: join(folder, name, "process"),
    batches: join(folder, name, "batches"),
  }),
})

/** The ports of node `index`, from 1: for peers, for metrics, of its gateway. */
export function portsOf(index: number, firstPeer: number, firstGateway: number) {
  const peer = firstPeer + PORTS_A_NODE * (index - 1)
  return {
    peers: `${HOST}:${peer}`,
    metrics: `${HOST}:${peer + 1}`,
    gateway: firstGateway + index - 1,
  }
}

/** The sockets of a node: the one where its engine finds it, and the engine's own. */
export function socketsOf({ run }: Plan, { name }: PlannedNode) {
  return { abci: join(run, `a-${name}.sock`), rpc: join(run, `r-${name}.sock`) }
}

const portOf = (address: string) => Number(address.slice(address.lastIndexOf(":") + 1))
/** Its number: 3 of n3. */
export const placeOf = ({ name }: PlannedNode) => Number(name.slice(1))

/** Where a node dials another: at a wire, which can be cut, where there is a port for one. */
export function dialled(from: PlannedNode, to: PlannedNode): string {
  const place = placeOf(to)
  return place > WIRES_MAX ? to.peers : `${HOST}:${portOf(from.peers) + WIRES_FROM + place}`
}

/** All wires of a network: from each of its nodes to each other one. */
export function wiresOf({ nodes }: Plan): readonly WirePlan[] {
  return nodes.flatMap((from) =>
    nodes.flatMap((to) => {
      if (from.name === to.name || placeOf(to) > WIRES_MAX) return []
      const port = portOf(dialled(from, to))
      return [{ from: from.name, to: to.name, port, target: portOf(to.peers) }]
    }),
  )
}

/** The socket where the wires of a network are asked and told. */
export const wiresSocket = ({ run }: Plan) => join(run, "wires.sock")

function planOf(text: string, path: string): Plan {
  try {
    const plan = JSON.parse(text) as Plan
    if (plan.format === 1 && plan.nodes.length > 0) return plan
  } catch {
    // Said below.
  }
  throw new ConcordatError("configuration_invalid", `${path} is damaged.`, {
    hint: "Bring it back from a copy; the nodes themselves do without it.",
    details: { path },
  })
}

/** The plan in a folder; null where there is none. Throws `configuration_invalid`. */
export function readPlan(folder: string): Plan | null {
  let text: string
  try {
    text = readFileSync(placesOf(folder).plan, "utf8")
  } catch {
    return null
  }
  const plan = planOf(text, placesOf(folder).plan)
  const [first] = plan.nodes
  // Its name is that of the ledger that its nodes are of: after a recovery the next one.
  const { chain } = readGenesisFile(placesOf(folder).node(first!.name).genesis)
  return { ...plan, chain }
}

/** What the genesis file of a node says of its ledger. */
export function readGenesisFile(path: string) {
  return JSON.parse(readFileSync(path, "utf8")) as { chain: string; height: string }
}

/** The plan in a folder. Throws `ConcordatError` `configuration_invalid` where there is none. */
export function planIn(folder: string): Plan {
  const plan = readPlan(folder)
  if (plan !== null) return plan
  throw new ConcordatError("configuration_invalid", `There is no network in ${folder}.`, {
    hint: "Found one with `concordat network up --nodes 4`.",
    details: { path: folder },
  })
}

/** Puts a plan in its folder, the whole of it or the one before. */
export function writePlan(folder: string, plan: Plan): void {
  const { plan: path } = placesOf(folder)
  writeFileSync(`${path}.new`, `${JSON.stringify(plan, null, 2)}\n`)
  renameSync(`${path}.new`, path)
}

/** The node called n3, 3, or after its organisation. */
export function nodeCalled(plan: Plan, name: string): PlannedNode {
  const wanted = /^[1-9]\d?$/.test(name) ? `n${name}` : name
  const node = plan.nodes.find((each) => each.name === wanted || each.organisation === wanted)
  if (node !== undefined) return node
  const hint = `It has ${plan.nodes.map((each) => each.name).join(", ")}.`
  throw new UsageError("unknown_argument", `The network has no node ${name.slice(0, 20)}.`, hint)
}
