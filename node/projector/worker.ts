/**
 * The projector's thread: it asks for what comes next, brings it into the read model, and answers
 * questions in between. It holds no block that it has not asked for.
 */
import { parentPort, workerData } from "node:worker_threads"
import { ConcordatError, defineRuntime, type Service } from "@concordat/kernel"
import { useAccelerators } from "../accelerators/index.ts"
import { openTrusted } from "./folder.ts"
import type { FromProjector, ProjectorData, QueryAnswer, ToProjector } from "./messages.ts"
import { ProjectorCore } from "./projector-core.ts"

const { accelerators, services, chain, genesis, database, fresh } = workerData as ProjectorData
const port = parentPort!

function tell(message: FromProjector): void {
  port.postMessage(message)
}

function failed(failure: unknown): void {
  const reason = failure instanceof Error ? failure.message : String(failure)
  tell({ kind: "failed", reason, code: failure instanceof ConcordatError ? failure.code : null })
}

async function opened(): Promise<{ core: ProjectorCore; close: () => Promise<void> }> {
  await useAccelerators(accelerators)
  const module = (await import(services)) as { readonly services: readonly Service[] }
  const runtime = defineRuntime(module.services)
  const { database: trusted, close } = await openTrusted(database)
  return { core: await ProjectorCore.open(trusted, { runtime, chain, genesis, fresh }), close }
}

function wants(core: ProjectorCore): void {
  tell({ kind: "want", want: core.want, rows: core.rows })
}

async function answered(core: ProjectorCore, message: ToProjector): Promise<void> {
  if (message.kind === "step") {
    await core.take(message.step)
    wants(core)
  } else if (message.kind === "query") {
    const { id, text, parameters } = message
    const answer: QueryAnswer | string = await core
      .query(text, parameters)
      .catch((failure) => String(failure))
    if (typeof answer === "string") tell({ kind: "refused", id, reason: answer })
    else tell({ kind: "answer", id, answer })
  }
}

async function ended(close: () => Promise<void>): Promise<void> {
  await close()
  tell({ kind: "ended" })
}

try {
  const { core, close } = await opened()
  port.on("message", (message: ToProjector) => {
    const done = message.kind === "end" ? ended(close) : answered(core, message)
    done.catch(failed)
  })
  wants(core)
} catch (failure) {
  failed(failure)
}
