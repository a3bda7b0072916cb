/** How a network's nodes stand, each asked by itself, and what that means for the whole. */
import { RpcClient } from "@concordat/engines/cometbft"
import type { Json } from "@concordat/kernel"
import { createClient, type LedgerStatus, status } from "@concordat/sdk"
import type { Environment } from "../environment.ts"
import { type Plan, type PlannedNode, socketsOf, wiresSocket } from "./plan.ts"
import { processOf, stateOf } from "./processes.ts"
import { largestGroup } from "./reach.ts"
import { tellWires } from "./wires/control.ts"
import type { Faults } from "./wires/faults.ts"

const UNDECIDED = "too few to decide anything"
/** After so long a node that does not answer is taken for one that never will. */
const ANSWER_MS = 5_000
const SILENT = { status: null, round: null, peers: null }

/** One node now. */
export type NodeStanding = {
  readonly node: PlannedNode
  readonly process: number | null
  readonly state: ReturnType<typeof stateOf>
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

/** One node's standing; never throws, and waits for nobody who is made to wait. */
async function standingOf(
  environment: Environment,
  folder: string,
  plan: Plan,
  node: PlannedNode,
): Promise<NodeStanding> {
  const process = processOf(folder, node.name)
  const state = stateOf(process)
  if (state === "paused") return { node, process, state, ...SILENT }
  const client = createClient({ ...environment, url: urlOf(node), timeoutMs: ANSWER_MS })
  const [answer, engine] = await Promise.all([
    status(client).catch(() => null),
    engineOf(plan, node),
  ])
  return { node, process, state, status: answer, ...engine }
}

/** All nodes' standings, in their order. */
export function standingsOf(environment: Environment, folder: string, plan: Plan) {
  return Promise.all(plan.nodes.map((node) => standingOf(environment, folder, plan, node)))
}

/** Faults in force; none are known where the wires do not answer, and the second is false. */
export async function faultsIn(plan: Plan): Promise<readonly [faults: Faults, wired: boolean]> {
  if (plan.nodes.length === 1) return [{}, true]
  return tellWires(wiresSocket(plan)).then(
    (faults) => [faults, true] as const,
    () => [{}, false] as const,
  )
}

const isOnline = ({ status, round }: NodeStanding) => status !== null && round !== null

type Seat = { readonly name: string; readonly power: bigint; readonly node: PlannedNode | null }

/** The validators as the node says that is furthest, in the nodes' order; else all nodes. */
function seatsOf(standings: readonly NodeStanding[]): readonly Seat[] {
  const said = standings.flatMap(({ status }) => (status === null ? [] : [status]))
  const furthest = said.toSorted((one, other) => Number(other.height) - Number(one.height))[0]
  const nodes = standings.map(({ node }) => node)
  if (furthest === undefined) {
    return nodes.map((node) => ({ name: node.organisation, power: 1n, node }))
  }
  // A validator that exchanged its key is found by its organisation.
  const place = ({ key, organisation }: { readonly key: string; organisation: string | null }) => {
    const found = nodes.findIndex(({ validator }) => validator === key)
    const own = found < 0 ? nodes.findIndex((node) => node.organisation === organisation) : found
    return own < 0 ? nodes.length : own
  }
  return furthest.validators
    .toSorted((one, other) => place(one) - place(other))
    .map((validator) => ({
      ...{ name: validator.organisation ?? validator.key, power: BigInt(validator.power) },
      node: nodes[place(validator)] ?? null,
    }))
}

const powerOf = (seats: readonly Seat[]) => seats.reduce((sum, { power }) => sum + power, 0n)

/** How many seats may still fail, the heaviest first; negative: so many are missing at least. */
function marginOf(seats: readonly Seat[], away: readonly Seat[]): number {
  const heaviest = (some: readonly Seat[]) =>
    some.toSorted((one, other) => Number(other.power - one.power))
  const decide = (2n * powerOf(seats)) / 3n + 1n
  let power = powerOf(seats) - powerOf(away)
  let margin = 0
  for (const seat of heaviest(seats.filter((each) => !away.includes(each)))) {
    power -= seat.power
    if (power < decide) break
    margin++
  }
  power = powerOf(seats) - powerOf(away)
  for (const seat of heaviest(away)) {
    if (power >= decide) break
    power += seat.power
    margin--
  }
  return margin
}

/** The whole network in a sentence, and as JSON: who is in the group that can decide. */
export function networkStanding(
  { chain }: Plan,
  standings: readonly NodeStanding[],
  faults: Faults = {},
) {
  const running = standings.filter(isOnline).map(({ node }) => node.name)
  const group = largestGroup(running, faults)
  const seats = seatsOf(standings)
  const away = seats.filter(({ node }) => node === null || !group.includes(node.name))
  const [total, online, margin] = [seats.length, seats.length - away.length, marginOf(seats, away)]
  const rest =
    margin > 0 ? `${margin} more may fail` : margin === 0 ? "no other may fail" : UNDECIDED
  const missing = away.map(({ name, node }) => (node === null ? name : `${name} (${node.name})`))
  const whom = away.length === 0 ? "" : ` Missing: ${missing.join(", ")}.`
  return {
    ...{ margin, sentence: `${online} of ${total} organisations are online, ${rest}.${whom}` },
    json: {
      ...{ chain, online, total, margin, missing: away.map(({ name }) => name) },
      faults: faults as Json,
      nodes: standings.map(standingJson),
    },
  }
}

/** What one node says, as JSON. */
export function standingJson({ node, process, state, status, round, peers }: NodeStanding): Json {
  const { name, organisation } = node
  const said = status === null ? null : { height: status.height, appHash: status.appHash }
  return { name, organisation, url: urlOf(node), process, state, ...said, round, peers }
}
