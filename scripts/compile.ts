/**
 * Compiles every room that is published to JavaScript and declarations in its `dist/`: what an
 * installed package runs, and what Nodes that strip no types replay.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { ROOT } from "./sources.ts"
import { runTool } from "./tool.ts"

/** Rooms with a `tsconfig.build.json`, the last one referring to all others. */
const ROOMS = ["kernel", "services", "engines", "node", "sdk", "gateway", "cli"]

/** Removes what was compiled before and compiles all rooms; true when no error was found. */
export async function compile(): Promise<boolean> {
  for (const room of ROOMS) rmSync(join(ROOT, room, "dist"), { recursive: true, force: true })
  const code = await runTool("@typescript/native/bin/tsc", ["-b", "cli/tsconfig.build.json"])
  return code === 0
}

if (import.meta.main) process.exitCode = (await compile()) ? 0 : 1
