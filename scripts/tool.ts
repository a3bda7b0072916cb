/** A program of node_modules, run with this very Node. */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { ROOT } from "./sources.ts"

/** Runs `node_modules/<tool>` in the root with its output shown; resolves to its exit code. */
export function runTool(
  tool: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const path = join(ROOT, "node_modules", tool)
  if (!existsSync(path)) throw new Error(`${tool} is not installed; run \`npm ci\``)
  const child = spawn(process.execPath, ["--conditions=source", path, ...args], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  })
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => resolve(code ?? 1))
  })
}
