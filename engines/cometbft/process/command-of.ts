/** What a process of this machine was started as, to tell it from one that got its number later. */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"

function fromProc(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || null
  } catch {
    return null
  }
}

/** Its command line, words separated by blanks; null where no such process lives. */
export function commandOf(pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  if (existsSync("/proc/self/cmdline")) return fromProc(pid)
  const { stdout } = spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" })
  return stdout?.trim() || null
}
