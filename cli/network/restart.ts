/**
 * `concordat network restart [node]`: one node after the other ends as the system would end it, and
 * starts again. The next one's turn comes once this one has caught up, hears all others and has
 * signed; none is ended without which too few could decide.
 */
import { ConcordatError } from "@concordat/kernel"
import type { Environment } from "../environment.ts"
import type { Answer } from "../output.ts"
import { afterwards, nodeCalled, startAndCatchUp } from "./faults.ts"
import type { Programs } from "./member.ts"
import { type Plan, type PlannedNode, planIn } from "./plan.ts"
import { endProcesses, pause } from "./processes.ts"
import { faultsIn, type NodeStanding, networkStanding, standingsOf } from "./standing.ts"
import { folderOf, type NetworkFlags, programsFor } from "./verbs.ts"
import { endedNode } from "./waiting.ts"

/** A block tells who signed the one before, and a node who signed the last but one. */
const BLOCKS_UNTIL_TOLD = 2n

/** Throws where the others would be too few without it; the only one there is may always end. */
async function ensureSpare(
  environment: Environment,
  folder: string,
  plan: Plan,
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

async function restarted(
  environment: Environment,
  folder: string,
  plan: Plan,
  node: PlannedNode,
  programs: Programs,
): Promise<void> {
  await ensureSpare(environment, folder, plan, node)
  await endProcesses(folder, [node.name])
  const back = await startAndCatchUp(environment, folder, plan, node, programs)
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
  const folder = folderOf(environment, flags)
  const plan = planIn(folder)
  const nodes = name === undefined ? plan.nodes : [nodeCalled(plan, name)]
  const programs = await programsFor(environment, folder)
  for (const node of nodes) {
    await restarted(environment, folder, plan, node, programs)
    environment.err(`${node.name} (${node.organisation}) is back, and has signed.\n`)
  }
  const done = `Restarted, one at a time: ${nodes.map((node) => node.name).join(", ")}.`
  return afterwards(environment, folder, plan, done)
}
