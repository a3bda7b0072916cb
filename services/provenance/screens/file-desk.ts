/** The page's side of the file worker: what a file is, and the file with its evidence. */
import { Invalid } from "@concordat/kernel"
import type { CommittedDocument, FinishedDocument, RegisteredAnswer } from "@concordat/sdk/document"
import type { Answered, Asked, FileFacts } from "./file.worker.ts"

/** Asks the worker. Both throw `Invalid` for the file's faults, `Error` for one out of reach. */
export interface FileDesk {
  inspect(file: File): Promise<FileFacts>
  finish(
    file: File,
    document: CommittedDocument,
    answer: RegisteredAnswer,
  ): Promise<FinishedDocument>
}

type Settle = { resolve(outcome: unknown): void; reject(failure: Error): void }

/** Starts the worker. */
export function openFileDesk(): FileDesk {
  const worker = new Worker(new URL("./file.worker.ts", import.meta.url), {
    type: "module",
    name: "file",
  })
  const open = new Map<number, Settle>()
  let last = 0
  worker.addEventListener("message", ({ data }: MessageEvent<Answered>) => {
    const settle = open.get(data.id)
    open.delete(data.id)
    if ("outcome" in data) settle?.resolve(data.outcome)
    else if ("failure" in data) settle?.reject(new Error(data.failure))
    else settle?.reject(new Invalid(data.fault.code, "", data.fault.reason, data.fault.details))
  })
  worker.addEventListener("error", () => {
    for (const { reject } of open.values()) reject(new Error("The worker did not start."))
    open.clear()
  })
  const ask = <Outcome>(asked: Asked) =>
    new Promise<Outcome>((resolve, reject) => {
      last += 1
      open.set(last, { resolve: resolve as Settle["resolve"], reject })
      worker.postMessage({ ...asked, id: last })
    })
  return {
    inspect: (file) => ask({ kind: "inspect", file }),
    finish: (file, document, answer) => ask({ kind: "finish", file, document, answer }),
  }
}
