/** `concordat node drop-peer`: ends the link to a node that the ledger lets connect no more. */
import { resolve } from "node:path"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import type { Answer } from "../output.ts"
import { nodeFile, type Variables } from "./file.ts"
import { tellNode } from "./told.ts"

const ID = /^[0-9a-f]{40}$/

export type DropFlags = Common & { readonly config: string }

/** Asks the running node; its engine starts anew, and lets in whom the register lets connect. */
export async function dropPeerVerb(
  environment: Environment,
  peer: string,
  { config }: DropFlags,
  variables: Variables,
): Promise<Answer> {
  if (!ID.test(peer)) {
    const hint = "It stands in the table `nodes` of the service `validators`."
    throw new UsageError("unknown_argument", "A node is named by 40 hex digits.", hint)
  }
  const file = nodeFile(resolve(environment.cwd, config), variables)
  await tellNode(environment, file, "/admin/drop-peer", { peer })
  return {
    lines: [`The engine starts anew: ${peer} is linked no more.`],
    json: { peer, dropped: true },
  }
}
