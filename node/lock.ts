/**
 * Two processes never share a data folder: `lock` names the one that has it. A lock whose process
 * is gone is taken over; a process id that was given out again is told by its start time (Linux).
 * The state store's own lock stands behind it.
 */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { ConcordatError } from "@concordat/kernel"
import { diskError } from "./seams/disk.ts"

type Holder = { readonly process: number; readonly host: string; readonly started: string | null }

/**
 * When a process of this machine started, in the kernel's ticks; null where that cannot be told.
 */
function startOf(process: number): string | null {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, "utf8")
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null
  } catch {
    return null
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true
  try {
    process.kill(holder.process, 0)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false
  }
  return holder.started === null || startOf(holder.process) === holder.started
}

function holderOf(path: string): Holder | null {
  try {
    const { process, host, started } = JSON.parse(readFileSync(path, "utf8"))
    return { process: Number(process), host: String(host), started: started ?? null }
  } catch {
    return null
  }
}

function create(path: string): boolean {
  let file: number
  try {
    file = openSync(path, "wx", 0o600)
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return false
    throw diskError(path, cause)
  }
  const holder: Holder = {
    process: process.pid,
    host: hostname(),
    started: startOf(process.pid),
  }
  writeSync(file, `${JSON.stringify(holder)}\n`)
  closeSync(file)
  return true
}

/** What a second process is told. */
function storeInUse(data: string, holder: Holder | null): ConcordatError {
  const who = holder === null ? "another process" : `process ${holder.process} on ${holder.host}`
  const far = holder !== null && holder.host !== hostname()
  const lock = join(data, "lock")
  return new ConcordatError("store_in_use", `The data folder ${data} is in use by ${who}.`, {
    hint: far
      ? `Stop that process first. If ${holder.host} is gone for good, remove ${lock}.`
      : "Stop that process first, or name another folder with --data.",
    details: { path: data, process: holder?.process ?? null, host: holder?.host ?? null },
  })
}

/**
 * Takes the folder for this process; answers how to let it go. Throws `ConcordatError`
 * `store_in_use` with the process id that has it.
 */
export function lockFolder(data: string): () => void {
  const path = join(data, "lock")
  if (!create(path)) {
    const holder = holderOf(path)
    if (holder !== null && isAlive(holder)) throw storeInUse(data, holder)
    rmSync(path, { force: true })
    if (!create(path)) throw storeInUse(data, holderOf(path))
  }
  return () => {
    const holder = holderOf(path)
    const own = holder?.process === process.pid && holder.host === hostname()
    if (own) rmSync(path, { force: true })
  }
}
