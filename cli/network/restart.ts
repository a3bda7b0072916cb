/**
 * `concordat network restart [node]`: one node after the other ends as the system would end it, and
 * starts again. The next one's turn comes once this one has caught up, hears all others and has
 * signed; none is ended without which too few could decide.
 */
import { ConcordatError } from "@concordat/kernel"
import type { Environment } from "../environment.ts"
import type { Answer } from "../output.ts"
import { afterwards, type Network, named, networkOf } from "./about.ts"
import { startAndCatchUp } from "./faults.ts"
import type { Programs } from "./member.ts"
import { nodeCalled, type PlannedNode } from "./plan.ts"
import { endProcesses, pause } from "./processes.ts"
import { faultsIn, type NodeStanding, networkStanding, standingsOf } from "./standing.ts"
import { type NetworkFlags, programsFor } from "./verbs.ts"
import { endedNode } from "./waiting.ts"

/** A block tells who signed the one before, and a node who signed the last but one. */
const BLOCKS_UNTIL_TOLD = 2n

/** Throws where the others would be too few without it; the only one there is may always end. */
async function ensureSpare(
  { environment, folder, plan }: Network,
  node: PlannedNode,
): Promise<void> {
  if (plan.nodes.length === 1) return
  const [standings, [faults]] = await Promise.all([
    standingsOf(environment, folder, plan),
    faultsIn(plan),
  ])
  const without = standings.map((each) =>
    each.node.name === node.name ? { ...each, round: null } : each,
  )
  const { margin, sentence } = networkStanding(plan, without, faults)
  if (margin >= 0) return
  const message = `Without ${node.name} nothing would be decided: ${sentence}`
  throw new ConcordatError("engine_stalled", message, {
    hint: "Start or resume those first, and heal the wires: `concordat network status`.",
  })
}

/** Whether a node that came back at a height takes part: it signs, and hears all that run. */
function takesPart(standings: readonly NodeStanding[], { name }: PlannedNode, back: bigint) {
  const own = standings.find(({ node }) => node.name === name)
  if (own?.status == null || own.peers === null) return false
  const others = standings.filter(({ node, state }) => node.name !== name && state === "runs")
  const seat = own.status.validators.find(({ key }) => key === own.node.validator)
  if (own.peers < others.length) return false
  if (seat === undefined) return true // It has no vote.
  return seat.signed === true && BigInt(own.status.height) >= back + BLOCKS_UNTIL_TOLD
}

async function restarted(network: Network, node: PlannedNode, programs: Programs): Promise<void> {
  const { environment, folder, plan } = network
  await ensureSpare(network, node)
  await endProcesses(folder, [node.name])
  const back = await startAndCatchUp(network, node, programs)
  for (;;) {
    const standings = await standingsOf(environment, folder, plan)
    if (takesPart(standings, node, back)) return
    const ended = standings.find((each) => each.node.name === node.name && each.process === null)
    if (ended !== undefined) throw endedNode(folder, ended)
    await pause()
  }
}

/** Restarts one node, or all in turn; returns once the last one has signed. */
export async function restartVerb(
  environment: Environment,
  name: string | undefined,
  flags: NetworkFlags,
): Promise<Answer> {
  const network = networkOf(environment, flags)
  const { folder, plan } = network
  const nodes = name === undefined ? plan.nodes : [nodeCalled(plan, name)]
  const programs = await programsFor(environment, folder)
  for (const node of nodes) {
    await restarted(network, node, programs)
    environment.err(`${named(node)} is back, and has signed.\n`)
  }
  const done = `Restarted, one at a time: ${nodes.map((node) => node.name).join(", ")}.`
  return afterwards(network, done)
}
