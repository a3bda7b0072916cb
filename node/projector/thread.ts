/** How the node starts its projector: a thread of its own, or what a test has instead. */
import { Worker } from "node:worker_threads"
import type { FromProjector, ProjectorData, ToProjector } from "./messages.ts"

/** A projector that runs. */
export type Projector = {
  send(message: ToProjector): void
  /** It is gone on return; what it did not commit never was. */
  terminate(): Promise<unknown>
}

/** Who hears of it. */
export type ProjectorEvents = {
  heard(message: FromProjector): void
  lost(reason: string): void
}

/** Starts one; nothing is told before this has returned. */
export type StartProjector = (data: ProjectorData, events: ProjectorEvents) => Projector

/** The projector in a thread. */
export const inThread: StartProjector = (data, { heard, lost }) => {
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js"
  const url = new URL(`./worker${extension}`, import.meta.url)
  const execArgv = extension === ".ts" ? ["--conditions=source"] : []
  const worker = new Worker(url, { workerData: data, execArgv })
  worker.unref()
  worker.on("message", heard)
  worker.on("error", (failure) => lost(failure.message))
  worker.on("exit", () => lost("The projector's thread ended."))
  return {
    send: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
  }
}
