/**
 * `concordat network kill|start|pause|resume|remove-node N`: one node is lost as in a power cut, is
 * made to wait, comes back, or leaves the network.
 */
import { rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { ConcordatError } from "@concordat/kernel"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import type { Answer } from "../output.ts"
import type { Programs } from "./member.ts"
import { type Plan, type PlannedNode, placesOf, planIn } from "./plan.ts"
import { killProcess, signalBoth, startProcess } from "./processes.ts"
import { faultsIn, networkStanding, standingsOf } from "./standing.ts"
import { folderOf, type NetworkFlags, programsFor } from "./verbs.ts"
import { atHeight } from "./waiting.ts"

/** The node called n3, 3, or after its organisation. */
export function nodeCalled(plan: Plan, name: string): PlannedNode {
  const wanted = /^[1-9]\d?$/.test(name) ? `n${name}` : name
  const node = plan.nodes.find((each) => each.name === wanted || each.organisation === wanted)
  if (node !== undefined) return node
  const hint = `It has ${plan.nodes.map((each) => each.name).join(", ")}.`
  throw new UsageError("unknown_argument", `The network has no node ${name.slice(0, 20)}.`, hint)
}

/** How the whole stands once something was done to one node. */
export async function afterwards(
  environment: Environment,
  folder: string,
  plan: Plan,
  done: string,
): Promise<Answer> {
  const standings = await standingsOf(environment, folder, plan)
  const [faults] = await faultsIn(plan)
  const { sentence, json } = networkStanding(plan, standings, faults)
  return { lines: [done, `${plan.chain}: ${sentence}`], json }
}

function notRunning({ name }: PlannedNode): ConcordatError {
  return new ConcordatError("engine_ended", `Node ${name} does not run.`, {
    hint: `Start it with \`concordat network start ${name}\`.`,
  })
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
  if (!(await killProcess(folder, node.name))) throw notRunning(node)
  const done = `${node.name} (${node.organisation}) and its engine were killed.`
  return afterwards(environment, folder, plan, done)
}

/** Starts a node; answers the height at which it has caught up with the others. */
export async function startAndCatchUp(
  environment: Environment,
  folder: string,
  plan: Plan,
  node: PlannedNode,
  programs: Programs,
): Promise<bigint> {
  const standings = await standingsOf(environment, folder, plan)
  const heights = standings.map(({ status }) => BigInt(status?.height ?? 0))
  startProcess(folder, node.name, programs)
  const highest = heights.reduce((most, height) => (height > most ? height : most), 0n)
  await atHeight(environment, folder, { ...plan, nodes: [node] }, highest)
  return highest
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
  const highest = await startAndCatchUp(environment, folder, plan, node, programs)
  const done = `${node.name} (${node.organisation}) is back at block ${highest}.`
  return afterwards(environment, folder, plan, done)
}

/** Makes a node and its engine wait, as a machine that hangs; they keep all they hold. */
export async function pauseVerb(
  environment: Environment,
  name: string,
  flags: NetworkFlags,
): Promise<Answer> {
  const folder = folderOf(environment, flags)
  const plan = planIn(folder)
  const node = nodeCalled(plan, name)
  if (!signalBoth(folder, node.name, "SIGSTOP")) throw notRunning(node)
  const done = `${node.name} (${node.organisation}) and its engine are paused.`
  return afterwards(environment, folder, plan, done)
}

/** Lets a paused node and its engine go on. */
export async function resumeVerb(
  environment: Environment,
  name: string,
  flags: NetworkFlags,
): Promise<Answer> {
  const folder = folderOf(environment, flags)
  const plan = planIn(folder)
  const node = nodeCalled(plan, name)
  if (!signalBoth(folder, node.name, "SIGCONT")) throw notRunning(node)
  const done = `${node.name} (${node.organisation}) goes on.`
  return afterwards(environment, folder, plan, done)
}

/** Takes a node out of the network for ever: its process ends, its folder is deleted. */
export async function removeNodeVerb(
  environment: Environment,
  name: string,
  flags: NetworkFlags & { readonly yes?: boolean },
): Promise<Answer> {
  const folder = folderOf(environment, flags)
  const plan = planIn(folder)
  const node = nodeCalled(plan, name)
  const words = `Delete ${node.name} (${node.organisation}) with its keys and data?`
  if (flags.yes !== true && (await environment.ask?.(words)) !== true) {
    const hint = "Say --yes where nobody can be asked."
    throw new UsageError("confirmation_required", `${node.name} was left as it is.`, hint)
  }
  await killProcess(folder, node.name)
  const left = { ...plan, nodes: plan.nodes.filter(({ name }) => name !== node.name) }
  writeFileSync(placesOf(folder).plan, `${JSON.stringify(left, null, 2)}\n`)
  rmSync(dirname(placesOf(folder).node(node.name).data), { recursive: true, force: true })
  const done = `${node.name} (${node.organisation}) has left this machine; its vote is still due.`
  return afterwards(environment, folder, left, done)
}
