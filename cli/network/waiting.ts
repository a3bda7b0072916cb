/** A network that starts is asked until its nodes have reached a height together. */
import { ConcordatError } from "@concordat/kernel"
import type { Environment } from "../environment.ts"
import { type Plan, placesOf } from "./plan.ts"
import { lastLines, pause } from "./processes.ts"
import { type NodeStanding, standingsOf } from "./standing.ts"

/** Every node's standing once all of them are at the height; throws where one has ended. */
export async function atHeight(
  environment: Environment,
  folder: string,
  plan: Plan,
  height: bigint,
): Promise<readonly NodeStanding[]> {
  for (;;) {
    const standings = await standingsOf(environment, folder, plan)
    const ended = standings.find(({ process }) => process === null)
    if (ended !== undefined) throw endedNode(folder, ended)
    const reached = standings.every(
      ({ status }) => status !== null && BigInt(status.height) >= height,
    )
    const hashes = new Set(standings.map(({ status }) => status?.appHash))
    if (reached && hashes.size === 1) return standings
    await pause()
  }
}

/** What a node said last that has ended. */
export function endedNode(folder: string, { node: { name } }: NodeStanding): ConcordatError {
  const { log } = placesOf(folder).node(name)
  const [line = "it said nothing"] = lastLines(log, 1)
  return new ConcordatError("engine_ended", `Node ${name} ended: ${line}`, {
    hint: `See ${log}; \`concordat network down\` ends the others.`,
  })
}
