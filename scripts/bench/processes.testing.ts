/** For benchmarks: CPU time of other processes, as Linux counts it. */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"

/** Of `/proc/<pid>/stat`, after the name: ticks in user and system mode, and those of children. */
const USER_AT = 11
const CHILDREN_AT = 13
/** A tick is a hundredth of a second. */
const MICROS_A_TICK = 10_000

function micros(pid: number, at: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[at]) + Number(fields[at + 1])) * MICROS_A_TICK
}

/** CPU microseconds that these processes have used so far. */
export function microsOfProcesses(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + micros(pid, USER_AT), 0)
}

/** The same of a server and of all its processes, those that ended among them. */
export function microsOfTree(root: number): number {
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", `${root}`], { encoding: "utf8" })
  const pids = children.trim().split(/\s+/).filter(Boolean).map(Number)
  return microsOfProcesses([root, ...pids]) + micros(root, CHILDREN_AT)
}
