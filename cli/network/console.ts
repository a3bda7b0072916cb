/** The console that every node of a network serves: built as `npm start` builds it. */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { ConcordatError } from "@concordat/kernel"

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const BUILD = at("scripts/console.mjs")
const BUILT = at("console/dist")

/** Folder of the built console, brought up to date; null where this is no clone. */
export async function consoleFolder(tell: (text: string) => void): Promise<string | null> {
  if (!existsSync(BUILD)) return null
  const child = spawn(process.execPath, [BUILD], {
    stdio: ["ignore", "ignore", "pipe"],
  })
  child.stderr.setEncoding("utf8").on("data", tell)
  const code = await new Promise((resolve) => child.once("close", resolve))
  if (code === 0) return BUILT
  throw new ConcordatError("configuration_invalid", "The console does not build.", {
    hint: "See the lines above; `npm run check` finds most causes.",
    details: { path: BUILD },
  })
}
