/** One life of the victim, and what it was acknowledged in it. */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Hash } from "@concordat/kernel"

/** A note that is in a durable block. */
export type Acknowledged = { readonly name: string; readonly height: bigint; readonly id: Hash }

/** A read model, or snapshots every ten blocks. */
export type Besides = "read-model" | "snapshots"

export type Life = {
  readonly data: string
  readonly life: number
  /** `<point>:<visit>`, or "". */
  readonly crash: string
  /** Receipts after which it is killed; null: at its point. */
  readonly killAfter: number | null
  /** What the node has besides. */
  readonly besides?: Besides
}

/** A program of this folder that dies at its point, if it has one. */
export function startVictim(program: string, words: readonly string[], crash: string) {
  const path = fileURLToPath(new URL(program, import.meta.url))
  return spawn(process.execPath, ["--conditions=source", path, ...words], {
    env: { ...process.env, CONCORDAT_CRASH: crash },
    stdio: ["ignore", "pipe", "pipe"],
  })
}

/** It ends at its point, or is killed after so many receipts. */
export function liveAndDie(of: Life): Promise<Acknowledged[]> {
  const { data, life, crash, killAfter, besides } = of
  const words = [data, String(life), ...(besides === undefined ? [] : [besides])]
  const child = startVictim("./victim.ts", words, crash)
  const acknowledged: Acknowledged[] = []
  let rest = ""
  let errors = ""
  child.stderr.on("data", (chunk) => {
    errors += chunk
  })
  child.stdout.on("data", (chunk) => {
    const lines = (rest + chunk).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) {
      const [name = "", height, id] = line.split(" ")
      if (height === undefined) continue
      acknowledged.push({ name, height: BigInt(height), id: id as Hash })
    }
    if (killAfter !== null && acknowledged.length >= killAfter) child.kill("SIGKILL")
  })
  return new Promise((resolve, reject) => {
    child.on("exit", (code, signal) => {
      if (signal === "SIGKILL") resolve(acknowledged)
      else reject(new Error(`the victim ended by itself (${code}): ${errors}`))
    })
  })
}
