/** The nodes' processes: started apart from the command that starts them, found again, ended. */
import { spawn } from "node:child_process"
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { commandOf, engineOver } from "@concordat/engines/cometbft"
import { memberPath, type Programs, writeMember } from "./member.ts"
import { placesOf, planIn } from "./plan.ts"

const POLL_MS = 100
const EXTENSION = import.meta.url.endsWith(".ts") ? ".ts" : ".js"
const MAIN = fileURLToPath(new URL(`../main${EXTENSION}`, import.meta.url))

/**
 * The process of a node, if it is one of ours and lives: a number may have been given out again.
 */
export function processOf(folder: string, name: string): number | null {
  try {
    const pid = Number(readFileSync(placesOf(folder).node(name).process, "utf8"))
    return commandOf(pid)?.endsWith(` --config ${memberPath(folder, name)}`) ? pid : null
  } catch {
    return null
  }
}

/** Starts a node unless it runs, as `concordat run` would. */
export function startProcess(folder: string, name: string, programs: Programs): void {
  if (processOf(folder, name) !== null) return
  writeMember(folder, planIn(folder), name, programs)
  const places = placesOf(folder).node(name)
  mkdirSync(dirname(places.log), { recursive: true })
  const log = openSync(places.log, "a", 0o600)
  const flags = EXTENSION === ".ts" ? ["--conditions=source"] : []
  const args = ["run", "--config", memberPath(folder, name)]
  const child = spawn(process.execPath, [...flags, MAIN, ...args], {
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

/**
 * Ends a node and its engine on the spot, as a power cut would; resolves once both are gone. The
 * node first: it would start its engine again.
 */
export async function killProcess(folder: string, name: string): Promise<boolean> {
  const pid = processOf(folder, name)
  if (pid === null) return false
  const { engine } = placesOf(folder).node(name)
  killNow(pid)
  while (processOf(folder, name) !== null) await pause()
  for (let own = engineOver(engine); own !== null; own = engineOver(engine)) {
    killNow(own)
    await pause()
  }
  return true
}

/** A process that just ended by itself is no failure. */
function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL")
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== "ESRCH") throw failure
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
