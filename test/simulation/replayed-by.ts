/** How a failure is told: its seed, the commit, and the one command that brings it back. */
import { execFileSync } from "node:child_process"
import { ROOT } from "../../scripts/sources.ts"
import type { Result } from "./simulate.ts"
import type { Given } from "./world/plan.ts"

/** The commit that is checked out; "unknown" outside of a clone. */
function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim()
  } catch {
    return "unknown"
  }
}

/** The command that runs one seed again. */
export function replayedBy(seed: bigint, given: Given = {}): string {
  const set = Object.entries(given).map(([name, value]) => `${name}=${value}`)
  return `npm run simulate -- --seed ${seed}${set.length > 0 ? ` --set ${set.join()}` : ""}`
}

/** What went wrong in a world. */
export function told({ seed, violation, last }: Result, given: Given = {}, events = 40): string {
  const story = last.slice(-events).join("\n")
  const place = `seed ${seed}, commit ${commit()}: ${replayedBy(seed, given)}`
  return `${violation?.message}\n${place}\n${story}`
}
