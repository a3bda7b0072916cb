/** `concordat network partition|heal|disconnect|reconnect|slow`: the wires between nodes fail. */
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import type { Answer } from "../output.ts"
import { afterwards, type Network, named, networkOf } from "./about.ts"
import { nodeCalled, type Plan, type PlannedNode, wiresSocket } from "./plan.ts"
import { startWires } from "./processes.ts"
import type { NetworkFlags } from "./verbs.ts"
import { tellWires } from "./wires/control.ts"
import { type Direction, direction, type Fault, withFault } from "./wires/faults.ts"

export type PartitionFlags = NetworkFlags & { readonly oneWay?: boolean }
export type SlowFlags = NetworkFlags & { readonly delay: string; readonly drop: string }

const DELAY_MS_MAX = 30_000
const DROP_PERCENT_MAX = 90
const EXAMPLE = "Write groups as n1,n2|n3,n4, and quote the bar from the shell."

/** Names of the nodes in each group. */
function groupsIn(plan: Plan, text: string): readonly (readonly string[])[] {
  const groups = text
    .split("|")
    .map((group) => group.split(",").map((name) => nodeCalled(plan, name.trim()).name))
  const names = groups.flat()
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (groups.length < 2) throw new UsageError("unknown_argument", "There is one group.", EXAMPLE)
  if (twice === undefined) return groups
  throw new UsageError("unknown_argument", `${twice} is in two groups.`, EXAMPLE)
}

/** Directions from each group to the ones after it, and back where both are meant. */
function between(groups: readonly (readonly string[])[], both: boolean): readonly Direction[] {
  return groups.flatMap((group, index) =>
    groups.slice(index + 1).flatMap((later) =>
      group.flatMap((from) =>
        later.flatMap((to) => {
          return both ? [direction(from, to), direction(to, from)] : [direction(from, to)]
        }),
      ),
    ),
  )
}

/** Both directions between a node and each other one. */
function allOf(plan: Plan, node: PlannedNode): readonly Direction[] {
  const others = plan.nodes.filter((each) => each !== node).map((each) => each.name)
  return between([[node.name], others], true)
}

type Change = { readonly done: string; readonly fault: Partial<Fault>; readonly reset?: boolean }

async function change(
  network: Network,
  directions: readonly Direction[],
  { done, fault, reset = false }: Change,
): Promise<Answer> {
  const socket = wiresSocket(network.plan)
  const faults = withFault(await tellWires(socket), directions, fault)
  await tellWires(socket, { faults, ...(reset ? { reset: directions } : {}) })
  return afterwards(network, done)
}

/** Cuts the wires between groups; what is on its way arrives when they are healed. */
export async function partitionVerb(
  environment: Environment,
  text: string,
  flags: PartitionFlags,
): Promise<Answer> {
  const network = networkOf(environment, flags)
  const groups = groupsIn(network.plan, text)
  const both = flags.oneWay !== true
  const parts = groups.map((group) => group.join(", ")).join(" | ")
  const done = both
    ? `The wires between ${parts} are cut.`
    : `Of ${parts}, no later group hears an earlier one.`
  return change(network, between(groups, both), { done, fault: { cut: true } })
}

/** All wires of one node, as when its cable is pulled: its connections end at once. */
export async function disconnectVerb(
  environment: Environment,
  name: string,
  flags: NetworkFlags,
  cut: boolean,
): Promise<Answer> {
  const network = networkOf(environment, flags)
  const node = nodeCalled(network.plan, name)
  const what = cut ? "is disconnected from all others" : "is connected again"
  const done = `${named(node)} ${what}.`
  return change(network, allOf(network.plan, node), { done, fault: { cut }, reset: cut })
}

/** Makes every wire whole; the engines dial each other again within 15 s. */
export async function healVerb(environment: Environment, flags: NetworkFlags): Promise<Answer> {
  const network = networkOf(environment, flags)
  startWires(network.folder) // Where they ended: they begin whole.
  await tellWires(wiresSocket(network.plan), { faults: {} })
  return afterwards(network, "All wires are whole.")
}

function numberIn(flag: string, text: string, most: number): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= most) return Number(text)
  const message = `--${flag} takes a number from 0 to ${most}, not "${text.slice(0, 20)}".`
  throw new UsageError("number_out_of_range", message, "`concordat network slow --help` says more.")
}

/** Makes all wires of a node slow, or lossy, both ways. */
export async function slowVerb(
  environment: Environment,
  name: string,
  flags: SlowFlags,
): Promise<Answer> {
  const network = networkOf(environment, flags)
  const node = nodeCalled(network.plan, name)
  const fault = {
    delayMs: numberIn("delay", flags.delay, DELAY_MS_MAX),
    dropPercent: numberIn("drop", flags.drop, DROP_PERCENT_MAX),
  }
  const { delayMs, dropPercent } = fault
  const done = `Wires of ${node.name} take ${delayMs} ms longer and lose ${dropPercent} %.`
  return change(network, allOf(network.plan, node), { done, fault })
}
