/**
 * The Nodes besides the pinned one, on which recorded chains are replayed. They are installed by
 * `npm test` alone, in a folder of their own: nothing else needs them, and each would claim the
 * command `node`.
 */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import type { Found } from "./found.ts"
import { ROOT } from "./sources.ts"

/** Majors that replay what the pinned Node recorded. */
const REPLAY_MAJORS = [22, 26] as const

const FOLDER = join(ROOT, "test/determinism/nodes")

/** The program of a major, or null where it is not installed. */
export function replayNode(major: number): string | null {
  const windows = process.platform === "win32"
  const platform = `${windows ? "win" : process.platform}-${process.arch}`
  const program = windows ? "node.exe" : "node"
  const path = join(FOLDER, "node_modules", `node-${major}-${platform}`, "bin", program)
  return existsSync(path) ? path : null
}

/** Installs what is missing; the answer names all of them, or says what to do. */
export function replayNodes(): Found {
  const all = () => REPLAY_MAJORS.map((major) => replayNode(major))
  if (all().includes(null)) {
    process.stdout.write("Installing the Nodes that recorded chains are replayed on…\n")
    const npm = process.env["npm_execpath"]
    // Without a network npm would try for a minute, and what is optional fails in silence.
    const patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    const args = ["ci", "--prefer-offline", "--loglevel=error", ...patience]
    const [program, ...first] = npm === undefined ? ["npm"] : [process.execPath, npm]
    spawnSync(program!, [...first, ...args], {
      cwd: FOLDER,
      stdio: ["ignore", "ignore", "inherit"],
    })
  }
  const paths = all()
  if (!paths.includes(null)) return { path: paths.join(", ") }
  const majors = REPLAY_MAJORS.join(" and ")
  const missing = `Node ${majors} could not be installed: run \`npm ci\` in test/determinism/nodes.`
  return { path: null, missing }
}
