/** CPU time of other processes, as Linux counts it. */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"

/** Of `/proc/<pid>/stat`, after the name: ticks in user and in system mode. */
const USER_AT = 11
/** A tick is a hundredth of a second. */
const MICROS_A_TICK = 10_000

/** CPU microseconds that these processes have used so far. */
export function microsOfProcesses(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids) {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    ticks += Number(fields[USER_AT]) + Number(fields[USER_AT + 1])
  }
  return ticks * MICROS_A_TICK
}

/** The same of a server and of all its processes that still run. */
export function microsOfTree(root: number): number {
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", `${root}`], { encoding: "utf8" })
  const pids = children.trim().split(/\s+/).filter(Boolean).map(Number)
  return microsOfProcesses([root, ...pids])
}
