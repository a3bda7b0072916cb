/** The nodes' processes: started apart from the command that starts them, found again, ended. */
import { spawn } from "node:child_process"
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { commandOf } from "@concordat/engines/cometbft"
import { placesOf } from "./plan.ts"

const POLL_MS = 100
const EXTENSION = import.meta.url.endsWith(".ts") ? ".ts" : ".js"
const MEMBER = fileURLToPath(new URL(`./member${EXTENSION}`, import.meta.url))

/**
 * The process of a node, if it is one of ours and lives: a number may have been given out again.
 */
export function processOf(folder: string, name: string): number | null {
  try {
    const pid = Number(readFileSync(placesOf(folder).node(name).process, "utf8"))
    return commandOf(pid)?.includes(` ${folder} ${name} `) ? pid : null
  } catch {
    return null
  }
}

/** Starts a node unless it runs. `binary`: the engine's program. */
export function startProcess(folder: string, name: string, binary: string): void {
  if (processOf(folder, name) !== null) return
  const places = placesOf(folder).node(name)
  mkdirSync(dirname(places.log), { recursive: true })
  const log = openSync(places.log, "a", 0o600)
  const flags = EXTENSION === ".ts" ? ["--conditions=source"] : []
  const child = spawn(process.execPath, [...flags, MEMBER, folder, name, binary], {
    detached: true,
    stdio: ["ignore", log, log],
  })
  closeSync(log)
  child.unref()
  writeFileSync(places.process, String(child.pid))
}

/** Ends nodes politely; resolves once all of them are gone. */
export async function endProcesses(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const pid = processOf(folder, name)
    if (pid !== null) process.kill(pid, "SIGTERM")
  }
  for (const name of names) {
    while (processOf(folder, name) !== null) await pause()
    rmSync(placesOf(folder).node(name).process, { force: true })
  }
}

/** A tenth of a second. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS))
}

/** The last lines of a file; none where there is no file. */
export function lastLines(path: string, count: number): string[] {
  try {
    return readFileSync(path, "utf8").trimEnd().split("\n").slice(-count)
  } catch {
    return []
  }
}
