/** The projector's thread: its port is the door. */
import { parentPort, workerData } from "node:worker_threads"
import { defineRuntime, type Service } from "@concordat/kernel"
import { useAccelerators } from "../accelerators/index.ts"
import { openTrusted } from "./folder.ts"
import type { ProjectorData } from "./messages.ts"
import { ProjectorCore } from "./projector-core.ts"
import { serve } from "./serving.ts"

const { accelerators, services, chain, genesis, database, fresh } = workerData as ProjectorData
const port = parentPort!

await serve({
  async open() {
    await useAccelerators(accelerators)
    const module = (await import(services)) as { readonly services: readonly Service[] }
    const runtime = defineRuntime(module.services)
    const { database: trusted, close } = await openTrusted(database)
    return { core: await ProjectorCore.open(trusted, { runtime, chain, genesis, fresh }), close }
  },
  tell: (message) => port.postMessage(message),
  listen: (hear) => void port.on("message", hear),
})
