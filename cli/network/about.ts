/**
 * What verbs about a running network share: which one is meant, who is asked before something is
 * lost, and how the whole stands once something was done.
 */
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import type { Answer } from "../output.ts"
import { nodeCalled, type Plan, type PlannedNode, planIn } from "./plan.ts"
import { faultsIn, networkStanding, standingsOf } from "./standing.ts"
import { folderOf, type NetworkFlags } from "./verbs.ts"

/** A network in its folder, and who does something to it. */
export type Network = {
  readonly environment: Environment
  readonly folder: string
  readonly plan: Plan
}

/** Flags of a verb that deletes something. */
export type DeletingFlags = NetworkFlags & { readonly yes?: boolean }

/** The network that is meant. Throws `configuration_invalid` where there is none. */
export function networkOf(environment: Environment, flags: NetworkFlags): Network {
  const folder = folderOf(environment, flags)
  return { environment, folder, plan: planIn(folder) }
}

/** The node and its organisation, as people are told of it. */
export const named = ({ name, organisation }: PlannedNode) => `${name} (${organisation})`

/** How the whole stands once something was done; the plan is read again, as it may be another. */
export async function afterwards({ environment, folder }: Network, done: string): Promise<Answer> {
  const plan = planIn(folder)
  const standings = await standingsOf(environment, folder, plan)
  const [faults] = await faultsIn(plan)
  const { sentence, json } = networkStanding(plan, standings, faults)
  return { lines: [done, `${plan.chain}: ${sentence}`], json }
}

/** Throws `confirmation_required` unless somebody wants the loss. */
export async function confirm(
  { ask }: Environment,
  { yes }: DeletingFlags,
  node: PlannedNode,
  question: string,
): Promise<void> {
  if (yes === true || (await ask?.(question)) === true) return
  const hint = "Say --yes where nobody can be asked."
  throw new UsageError("confirmation_required", `${node.name} was left as it is.`, hint)
}

/** A verb about one node: what it does answers what became of the node, in words. */
export function nodeVerb<Flags extends NetworkFlags>(
  work: (network: Network, node: PlannedNode, flags: Flags) => Promise<string> | string,
) {
  return async (environment: Environment, name: string, flags: Flags): Promise<Answer> => {
    const network = networkOf(environment, flags)
    const node = nodeCalled(network.plan, name)
    const became = await work(network, node, flags)
    return afterwards(network, `${named(node)} ${became}`)
  }
}
