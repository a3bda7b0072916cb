/** How a network's nodes stand, each asked by itself, and what that means for the whole. */
import { RpcClient } from "@concordat/engines/cometbft"
import type { Json } from "@concordat/kernel"
import { createClient, type LedgerStatus, status } from "@concordat/sdk"
import type { Environment } from "../environment.ts"
import { type Plan, type PlannedNode, socketsOf } from "./plan.ts"
import { processOf } from "./processes.ts"

const UNDECIDED = "too few to decide anything"

/** One node now. */
export type NodeStanding = {
  readonly node: PlannedNode
  readonly process: number | null
  /** Null while its gateway does not answer. */
  readonly status: LedgerStatus | null
  /** `height/round/step` of consensus; null while its engine does not answer. */
  readonly round: string | null
  readonly peers: number | null
}

/** Address of a node's gateway. */
export const urlOf = ({ gateway }: PlannedNode) => `http://127.0.0.1:${gateway}`

async function engineOf(plan: Plan, node: PlannedNode) {
  const rpc = new RpcClient(socketsOf(plan, node).rpc)
  try {
    const state = (await rpc.call("consensus_state")) as {
      round_state?: { "height/round/step"?: string }
    }
    const net = (await rpc.call("net_info")) as { n_peers?: string }
    return {
      round: state.round_state?.["height/round/step"] ?? null,
      peers: Number(net.n_peers ?? 0),
    }
  } catch {
    return { round: null, peers: null }
  } finally {
    rpc.close()
  }
}

/** One node's standing; never throws. */
async function standingOf(
  environment: Environment,
  folder: string,
  plan: Plan,
  node: PlannedNode,
): Promise<NodeStanding> {
  const client = createClient({ ...environment, url: urlOf(node) })
  const [answer, engine] = await Promise.all([
    status(client).catch(() => null),
    engineOf(plan, node),
  ])
  return { node, process: processOf(folder, node.name), status: answer, ...engine }
}

/** All nodes' standings, in their order. */
export function standingsOf(environment: Environment, folder: string, plan: Plan) {
  return Promise.all(plan.nodes.map((node) => standingOf(environment, folder, plan, node)))
}

const isOnline = ({ status, round }: NodeStanding) => status !== null && round !== null

/**
 * How many validators answer, and how many of them may still fail; negative: so many are missing.
 */
function marginOf(standings: readonly NodeStanding[]) {
  const total = standings.length
  const online = standings.filter(isOnline).length
  return { total, online, margin: online - (Math.floor((2 * total) / 3) + 1) }
}

/** The whole network in a sentence, and as JSON. */
export function networkStanding({ chain }: Plan, standings: readonly NodeStanding[]) {
  const { total, online, margin } = marginOf(standings)
  const away = standings.filter((each) => !isOnline(each)).map(({ node }) => node)
  const rest =
    margin > 0 ? `${margin} more may fail` : margin === 0 ? "no other may fail" : UNDECIDED
  const missing = away.map(({ name, organisation }) => `${organisation} (${name})`).join(", ")
  const whom = away.length === 0 ? "" : ` Missing: ${missing}.`
  return {
    ...{ margin, sentence: `${online} of ${total} organisations are online, ${rest}.${whom}` },
    json: {
      ...{ chain, online, total, margin, missing: away.map(({ organisation }) => organisation) },
      nodes: standings.map(standingJson),
    },
  }
}

/** What one node says, as JSON. */
export function standingJson({ node, process, status, round, peers }: NodeStanding): Json {
  const { name, organisation } = node
  const said = status === null ? null : { height: status.height, appHash: status.appHash }
  return { name, organisation, url: urlOf(node), process, ...said, round, peers }
}
