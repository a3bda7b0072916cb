/** What a running node is told at its admin address, which only this machine reaches. */
import { ConcordatError, type Json, Refusal } from "@concordat/kernel"
import type { Environment } from "../environment.ts"
import type { NodeFile } from "./file.ts"

type Problem = { readonly code?: string; readonly detail?: string }

/** Sends it. Throws what the node refused with, or `node_unreachable`. */
export async function tellNode(
  { fetch }: Environment,
  { configuration }: NodeFile,
  path: string,
  body: Json,
): Promise<void> {
  const { listen } = configuration.admin
  const headers = { "Content-Type": "application/json" }
  const init = { method: "POST", headers, body: JSON.stringify(body) }
  const answer = await fetch(`http://${listen}${path}`, init).catch((cause) => {
    throw new ConcordatError("node_unreachable", `Nothing answers at ${listen}.`, {
      ...{ cause, hint: "Start the node, or name its file by --config." },
    })
  })
  if (answer.ok) return
  const { code = "upstream_mismatch", detail = "" } = (await answer.json()) as Problem
  throw new Refusal(code, detail, {}, answer.status)
}
