/** `concordat node rollback`: a node whose last state is not the others' goes one height back. */
import { resolve } from "node:path"
import { ConcordatError } from "@concordat/kernel"
import { rollBack } from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import type { Answer } from "../output.ts"
import { nodeFile, placesOf, type Variables } from "./file.ts"
import { binaryOf } from "./open.ts"

export type RollbackFlags = Common & { readonly config: string }

/** Steps back engine and state of a node that stands still. */
export async function rollbackVerb(
  { cwd }: Environment,
  { config }: RollbackFlags,
  variables: Variables,
): Promise<Answer> {
  const file = nodeFile(resolve(cwd, config), variables)
  if (file.configuration.engine.kind === "solo") {
    const reason = "What the embedded engine decided, others were told as final."
    const hint = "Start the node: a state that is not its blocks' is built again from them."
    throw new ConcordatError("rollback_refused", reason, { hint })
  }
  const { data, engine: home } = placesOf(file)
  const { from, to, engine } = await rollBack({ data, home, binary: binaryOf(file, variables) })
  const done =
    from === to
      ? `The engine stands at ${engine} now; the state at ${to} was behind it and stays.`
      : `Engine and state stand at ${to}: block ${from} is executed again at the next start.`
  return {
    lines: [
      done,
      "Nothing was lost: blocks, and what was signed, are as they were.",
      "Bring the program into order first, then: concordat run. A read model in PostgreSQL is",
      "made anew: concordat read-model rebuild.",
    ],
    json: { from: String(from), to: String(to), engine: String(engine) },
  }
}
