/** The nodes' processes: started apart from the command that starts them, found again, ended. */
import { spawn, spawnSync } from "node:child_process"
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

/** Whether a process does something, was made to wait, or is not there. */
export function stateOf(pid: number | null): "runs" | "paused" | "gone" {
  if (pid === null) return "gone"
  const told = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" })
  const [state = ""] = told.stdout ?? ""
  return state === "T" || state === "t" ? "paused" : state === "" ? "gone" : "runs"
}

/** A process of its own that runs one command line of this program. */
function runApart(args: readonly string[], log: string): number {
  mkdirSync(dirname(log), { recursive: true })
  const file = openSync(log, "a", 0o600)
  const flags = EXTENSION === ".ts" ? ["--conditions=source"] : []
  const child = spawn(process.execPath, [...flags, MAIN, ...args], {
    detached: true,
    stdio: ["ignore", file, file],
  })
  closeSync(file)
  child.unref()
  return child.pid ?? 0
}

const wiresArgs = (folder: string) => ["network", "wires", "--dir", folder]

/** The process that holds a network's wires, if it lives. */
function wiresProcess(folder: string): number | null {
  try {
    const pid = Number(readFileSync(placesOf(folder).wires.process, "utf8"))
    return commandOf(pid)?.endsWith(` ${wiresArgs(folder).join(" ")}`) ? pid : null
  } catch {
    return null
  }
}

/** Starts the wires between a network's nodes unless they are there. */
export function startWires(folder: string): void {
  if (wiresProcess(folder) !== null) return
  const { log, process: path } = placesOf(folder).wires
  writeFileSync(path, String(runApart(wiresArgs(folder), log)))
}

/** Ends the wires; resolves once they are gone. */
export async function endWires(folder: string): Promise<void> {
  const pid = wiresProcess(folder)
  if (pid !== null) process.kill(pid, "SIGTERM")
  while (wiresProcess(folder) !== null) await pause()
  rmSync(placesOf(folder).wires.process, { force: true })
}

/** Starts a node unless it runs, as `concordat run` would. */
export function startProcess(folder: string, name: string, programs: Programs): void {
  if (processOf(folder, name) !== null) return
  writeMember(folder, planIn(folder), name, programs)
  startWires(folder)
  const places = placesOf(folder).node(name)
  const pid = runApart(["run", "--config", memberPath(folder, name)], places.log)
  writeFileSync(places.process, String(pid))
}

/** The processes of a node and of its engine that live. */
function bothOf(folder: string, name: string): readonly number[] {
  const both = [processOf(folder, name), engineOver(placesOf(folder).node(name).engine)]
  return both.filter((pid) => pid !== null)
}

/** Makes a node and its engine wait, or go on. Answers whether there was anything to signal. */
export function signalBoth(folder: string, name: string, signal: "SIGSTOP" | "SIGCONT"): boolean {
  const pids = bothOf(folder, name)
  for (const pid of pids) process.kill(pid, signal)
  return pids.length > 0
}

/** Ends nodes politely; resolves once all of them are gone. */
export async function endProcesses(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const pid = processOf(folder, name)
    if (pid !== null) process.kill(pid, "SIGTERM")
    signalBoth(folder, name, "SIGCONT") // One that waits hears nothing.
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
