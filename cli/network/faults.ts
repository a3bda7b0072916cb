/**
 * `concordat network kill|stop|start|pause|resume|remove-node N`: one node is lost as in a power
 * cut, ends in good order, is made to wait, comes back, or leaves the network.
 */
import { rmSync } from "node:fs"
import { dirname } from "node:path"
import { ConcordatError } from "@concordat/kernel"
import { confirm, type DeletingFlags, type Network, named, nodeVerb } from "./about.ts"
import type { Programs } from "./member.ts"
import { type PlannedNode, placesOf, writePlan } from "./plan.ts"
import { endProcesses, killProcess, processOf, signalBoth, startProcess } from "./processes.ts"
import { standingsOf } from "./standing.ts"
import { programsFor } from "./verbs.ts"
import { atHeight } from "./waiting.ts"

function notRunning({ name }: PlannedNode): ConcordatError {
  return new ConcordatError("engine_ended", `Node ${name} does not run.`, {
    hint: `Start it with \`concordat network start ${name}\`.`,
  })
}

/** Ends a node and its engine with kill -9. */
export const killVerb = nodeVerb(async ({ folder }, node) => {
  if (!(await killProcess(folder, node.name))) throw notRunning(node)
  return "and its engine were killed."
})

/** Ends a node in good order, as its operator would; the others go on. */
export const stopVerb = nodeVerb(async ({ folder }, node) => {
  if (processOf(folder, node.name) === null) throw notRunning(node)
  await endProcesses(folder, [node.name])
  return "has ended in good order."
})

/** Starts a node; answers the height at which it has caught up with the others. */
export async function startAndCatchUp(
  { environment, folder, plan }: Network,
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
export const startVerb = nodeVerb(async (network, node) => {
  const programs = await programsFor(network.environment, network.folder)
  return `is back at block ${await startAndCatchUp(network, node, programs)}.`
})

/** Makes a node and its engine wait, as a machine that hangs; they keep all they hold. */
export const pauseVerb = nodeVerb(({ folder }, node) => {
  if (!signalBoth(folder, node.name, "SIGSTOP")) throw notRunning(node)
  return "and its engine are paused."
})

/** Lets a paused node and its engine go on. */
export const resumeVerb = nodeVerb(({ folder }, node) => {
  if (!signalBoth(folder, node.name, "SIGCONT")) throw notRunning(node)
  return "goes on."
})

/** Takes a node out of the network for ever: its process ends, its folder is deleted. */
export const removeNodeVerb = nodeVerb<DeletingFlags>(
  async ({ environment, folder, plan }, node, flags) => {
    await confirm(environment, flags, node, `Delete ${named(node)} with its keys and data?`)
    await killProcess(folder, node.name)
    const nodes = plan.nodes.filter(({ name }) => name !== node.name)
    writePlan(folder, { ...plan, nodes })
    rmSync(dirname(placesOf(folder).node(node.name).data), { recursive: true, force: true })
    return "has left this machine; its vote is still due."
  },
)
