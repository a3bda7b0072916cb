/** `concordat network kill|start N`: one node is lost as in a power cut, and comes back. */
import { ConcordatError } from "@concordat/kernel"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import type { Answer } from "../output.ts"
import { type Plan, type PlannedNode, planIn } from "./plan.ts"
import { killProcess, startProcess } from "./processes.ts"
import { networkStanding, standingsOf } from "./standing.ts"
import { folderOf, type NetworkFlags, programsFor } from "./verbs.ts"
import { atHeight } from "./waiting.ts"

/** The node called n3, 3, or after its organisation. */
function nodeCalled(plan: Plan, name: string): PlannedNode {
  const wanted = /^[1-9]\d?$/.test(name) ? `n${name}` : name
  const node = plan.nodes.find((each) => each.name === wanted || each.organisation === wanted)
  if (node !== undefined) return node
  const hint = `It has ${plan.nodes.map((each) => each.name).join(", ")}.`
  throw new UsageError("unknown_argument", `The network has no node ${name.slice(0, 20)}.`, hint)
}

/** How the whole stands once something was done to one node. */
async function afterwards(environment: Environment, folder: string, plan: Plan, done: string) {
  const { sentence, json } = networkStanding(plan, await standingsOf(environment, folder, plan))
  return { lines: [done, `${plan.chain}: ${sentence}`], json }
}

/** Ends a node and its engine with kill -9. */
export async function killVerb(
  environment: Environment,
  name: string,
  flags: NetworkFlags,
): Promise<Answer> {
  const folder = folderOf(environment, flags)
  const plan = planIn(folder)
  const node = nodeCalled(plan, name)
  if (!(await killProcess(folder, node.name))) {
    throw new ConcordatError("engine_ended", `Node ${node.name} does not run.`, {
      hint: `Start it with \`concordat network start ${node.name}\`.`,
    })
  }
  const done = `${node.name} (${node.organisation}) and its engine were killed.`
  return afterwards(environment, folder, plan, done)
}

/** Starts a node; returns once it has caught up with the others. */
export async function startVerb(
  environment: Environment,
  name: string,
  flags: NetworkFlags,
): Promise<Answer> {
  const folder = folderOf(environment, flags)
  const plan = planIn(folder)
  const node = nodeCalled(plan, name)
  const programs = await programsFor(environment, folder)
  const standings = await standingsOf(environment, folder, plan)
  const heights = standings.map(({ status }) => BigInt(status?.height ?? 0))
  startProcess(folder, node.name, programs)
  const highest = heights.reduce((most, height) => (height > most ? height : most), 0n)
  await atHeight(environment, folder, { ...plan, nodes: [node] }, highest)
  const done = `${node.name} (${node.organisation}) is back at block ${highest}.`
  return afterwards(environment, folder, plan, done)
}
