/** Whom the doctor is asked about: nodes of a network on this machine, or one by its file. */
import { resolve } from "node:path"
import { addressText, type Hash } from "@concordat/kernel"
import type { NodePlace } from "@concordat/node"
import type { Environment } from "../environment.ts"
import {
  dialled,
  nodeCalled,
  type Plan,
  type PlannedNode,
  placesOf,
  planIn,
  socketsOf,
} from "../network/plan.ts"
import { processOf, stateOf } from "../network/processes.ts"
import { urlOf } from "../network/standing.ts"
import { nodeFile } from "../node/file.ts"
import { nodePlace } from "../node/place.ts"

/** A node, where it can be seen, and its ways to the others. */
export type Subject = {
  readonly place: NodePlace
  /** Gateway of the node. */
  readonly url: string
  /** Its process, where that can be told. */
  readonly pid: number | null
  readonly process: "runs" | "paused" | "gone"
  /** Gateways of other nodes, by how they are called. */
  readonly others: readonly { readonly name: string; readonly url: string }[]
  /** `host:port` that it listens on. */
  readonly ports: readonly string[]
  /** Files that tell of it and hold no secret. */
  readonly files: readonly string[]
}

/** Of the key that votes; "" is nobody's. */
const addressOf = (key: Hash | null) =>
  key === null ? "" : addressText({ key: { ed25519: key }, power: 1n })
const nameOf = ({ name, organisation }: PlannedNode) => `${organisation} (${name})`

function placeOf(folder: string, plan: Plan, node: PlannedNode): NodePlace {
  const { data, engine, log } = placesOf(folder).node(node.name)
  const others = plan.nodes.filter(({ name }) => name !== node.name)
  return {
    ...{ node: node.name, network: true, log, folders: [data, engine] },
    engine: {
      ...{ home: engine, rpc: socketsOf(plan, node).rpc },
      names: new Map(plan.nodes.map((each) => [addressOf(each.validator), nameOf(each)])),
      peers: others.map((each) => ({
        ...{ id: each.nodeId, at: dialled(node, each), name: nameOf(each) },
        validator: addressOf(each.validator),
      })),
    },
  }
}

/** Nodes of a network: the one that is named, or all of them. */
export function networkSubjects(folder: string, named: string | undefined): readonly Subject[] {
  const plan = planIn(folder)
  const nodes = named === undefined ? plan.nodes : [nodeCalled(plan, named)]
  return nodes.map((node) => {
    const pid = processOf(folder, node.name)
    const { engine, engineLog, log } = placesOf(folder).node(node.name)
    return {
      ...{ place: placeOf(folder, plan, node), url: urlOf(node), pid, process: stateOf(pid) },
      others: plan.nodes
        .filter(({ name }) => name !== node.name)
        .map((each) => ({ name: nameOf(each), url: urlOf(each) })),
      ports: [`127.0.0.1:${node.gateway}`, node.peers],
      files: [log, engineLog, `${engine}/config/config.toml`, `${folder}/network.json`],
    }
  })
}

/** The node of a configuration file; whether its process runs, its gateway tells. */
export function fileSubject({ cwd }: Environment, config: string): Subject {
  const file = nodeFile(resolve(cwd, config), process.env)
  const { gateway, engine } = file.configuration
  const place = nodePlace(file)
  const home = place.engine?.home
  const engineFiles = home === undefined ? [] : [`${home}/engine.log`, `${home}/config/config.toml`]
  return {
    ...{ place, url: `http://${gateway.listen}`, pid: null, process: "runs", others: [] },
    ports: [gateway.listen, ...(engine.kind === "cometbft" ? [engine.listen] : [])],
    files: [file.path, ...(place.log === null ? [] : [place.log]), ...engineFiles],
  }
}
