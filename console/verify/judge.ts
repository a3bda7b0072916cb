/** The page's side of the worker: one question, one answer. */
import type { Judgement, Means } from "../work/judge-files.ts"
import type { Answered, Asked } from "../work/verify.worker.ts"

/** Asks the worker. */
export interface Judge {
  /** Throws `Error` for a file that cannot be read. */
  judge(files: readonly File[], means: Omit<Means, "now">): Promise<Judgement>
  /** Fetches what a verdict may need later, so that it is there without a network. */
  warm(): Promise<void>
}

type Settle = { resolve(outcome: unknown): void; reject(failure: Error): void }
type Question = Asked extends infer One ? (One extends Asked ? Omit<One, "id"> : never) : never

/** Starts the worker. */
export function startJudge(): Judge {
  const worker = new Worker(new URL("../work/verify.worker.ts", import.meta.url), {
    type: "module",
    name: "verify",
  })
  const open = new Map<number, Settle>()
  let last = 0

  worker.addEventListener("message", ({ data }: MessageEvent<Answered>) => {
    const settle = open.get(data.id)
    open.delete(data.id)
    if ("failure" in data) settle?.reject(new Error(data.failure))
    else settle?.resolve(data.outcome)
  })
  worker.addEventListener("error", () => {
    for (const { reject } of open.values()) reject(new Error("The worker did not start."))
    open.clear()
  })

  const ask = (question: Question) =>
    new Promise<unknown>((resolve, reject) => {
      last += 1
      open.set(last, { resolve, reject })
      worker.postMessage({ ...question, id: last })
    })
  return {
    judge: (files, means) =>
      ask({ kind: "judge", files, means: { ...means, now: Date.now() } }) as Promise<Judgement>,
    warm: async () => {
      await ask({ kind: "warm" })
    },
  }
}
