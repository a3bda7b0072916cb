/** One life of the victim, and what it was acknowledged in it. */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Hash } from "@concordat/kernel"

const VICTIM = fileURLToPath(new URL("./victim.ts", import.meta.url))

/** A note that is in a durable block. */
export type Acknowledged = { readonly name: string; readonly height: bigint; readonly id: Hash }

export type Life = {
  readonly data: string
  readonly life: number
  /** `<point>:<visit>`, or "". */
  readonly crash: string
  /** Receipts after which it is killed; null: at its point. */
  readonly killAfter: number | null
  /** Whether it has a read model. */
  readonly projected: boolean
}

/** It ends at its point, or is killed after so many receipts. */
export function liveAndDie(of: Life): Promise<Acknowledged[]> {
  const { data, life, crash, killAfter, projected } = of
  const words = [data, String(life), ...(projected ? ["read-model"] : [])]
  const child = spawn(process.execPath, ["--conditions=source", VICTIM, ...words], {
    env: { ...process.env, CONCORDAT_CRASH: crash },
    stdio: ["ignore", "pipe", "pipe"],
  })
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
