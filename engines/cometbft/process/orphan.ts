/**
 * An engine whose node was killed ends itself, but takes a moment; a new one over the same folder
 * would find its ports and files taken. So a start first sees the old one off.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import type { Scheduler } from "../../seams.ts"
import { commandOf } from "./command-of.ts"

const POLL_MS = 50
/** After so many looks a polite end is not waited for any more. */
const POLITE_LOOKS = 200

const pathIn = (home: string) => `${home}/engine.pid`

/** The process of an engine over this folder that lives, or null; a number may be another's now. */
export function engineOver(home: string): number | null {
  let pid: number
  try {
    pid = Number(readFileSync(pathIn(home), "utf8"))
  } catch {
    return null
  }
  return commandOf(pid)?.endsWith(`start --home ${home}`) ? pid : null
}

/** Remembers the engine over this folder. */
export function rememberEngine(home: string, pid: number): void {
  writeFileSync(pathIn(home), String(pid), { mode: 0o600 })
}

/** The engine over this folder has ended. */
export function forgetEngine(home: string): void {
  rmSync(pathIn(home), { force: true })
}

/** Returns once no engine runs over this folder: asked to end, after ten seconds made to. */
export async function seeOff(home: string, scheduler: Scheduler): Promise<void> {
  for (let looks = 0; ; looks++) {
    const pid = engineOver(home)
    if (pid === null) return
    if (looks === 0) process.kill(pid, "SIGTERM")
    if (looks === POLITE_LOOKS) process.kill(pid, "SIGKILL")
    await new Promise<void>((resolve) => scheduler.after(POLL_MS, resolve))
  }
}
