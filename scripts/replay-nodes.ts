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
const REPLAY_MAJORS = ["22", "26"] as const
/** Two more versions of the pinned major, which the nightly replay brings itself. */
const NIGHTLY = ["24-older", "24-newer"] as const

type ReplayNode = (typeof REPLAY_MAJORS)[number] | (typeof NIGHTLY)[number]

const isNightly = (name: ReplayNode) => NIGHTLY.some((each) => each === name)
const folderOf = (name: ReplayNode) =>
  join(ROOT, "test/determinism", isNightly(name) ? "nightly-nodes" : "nodes")

/** The program of a Node, or null where it is not installed. */
export function replayNode(name: ReplayNode): string | null {
  const windows = process.platform === "win32"
  const platform = `${windows ? "win" : process.platform}-${process.arch}`
  const program = windows ? "node.exe" : "node"
  const path = join(folderOf(name), "node_modules", `node-${name}-${platform}`, "bin", program)
  return existsSync(path) ? path : null
}

/** Installs what is missing for `npm test`; the answer names all of them, or says what to do. */
export function replayNodes(): Found {
  return brought(REPLAY_MAJORS)
}

/** The same for the replays of a night. */
export function nightlyNodes(): Found {
  return brought(NIGHTLY)
}

function brought(names: readonly ReplayNode[]): Found {
  const all = () => names.map((name) => replayNode(name))
  const cwd = folderOf(names[0]!)
  if (all().includes(null)) {
    process.stdout.write("Installing the Nodes that recorded chains are replayed on…\n")
    const npm = process.env["npm_execpath"]
    // Without a network npm would try for a minute, and what is optional fails in silence.
    const patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    const args = ["ci", "--prefer-offline", "--loglevel=error", ...patience]
    const [program, ...first] = npm === undefined ? ["npm"] : [process.execPath, npm]
    spawnSync(program!, [...first, ...args], { cwd, stdio: ["ignore", "ignore", "inherit"] })
  }
  const paths = all()
  if (!paths.includes(null)) return { path: paths.join(", ") }
  const missing = `Node ${names.join(" and ")} could not be installed: run \`npm ci\` in ${cwd}.`
  return { path: null, missing }
}
