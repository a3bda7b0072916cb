/**
 * `npm run bench -- [name] [--json]`: every `*.bench.ts` of the project, each file in a process of
 * its own so that no measurement inherits another's heap.
 */
import { spawn } from "node:child_process"
import { gate } from "./bench/gate.ts"
import { calibrate } from "./bench/harness.ts"
import { type Figure, table } from "./bench/table.ts"
import { commandOf, runHere } from "./command.ts"
import type { Flags } from "./flags.ts"
import { listFiles, ROOT } from "./sources.ts"

const FLAGS: Flags = {
  gate: { about: "also tell what moved against the runs kept, and keep this one" },
  json: { about: "print JSON instead of a table" },
}
const DESCRIBED = {
  line: "npm run bench -- [name] [--json] [--gate]",
  about: "Runs the benchmarks whose name or file contains [name]: CPU time, target, ratio.",
  ...{ flags: FLAGS, words: true },
}

const bench = commandOf(DESCRIBED, async ({ values, words }, write) => {
  const filter = words[0] ?? ""
  const calibration = await calibrate()
  const figures: Figure[] = []
  for (const file of listFiles("", (path) => path.endsWith(".bench.ts"))) {
    process.stderr.write(`${file}\n`)
    figures.push(...(await runFile(file, filter)))
  }
  const machine = { calibration, node: process.version, platform: process.platform }
  const text = values["json"]
    ? `${JSON.stringify({ machine, figures }, null, 2)}\n`
    : table(figures, calibration)
  write(text)
  if (values["gate"]) process.stderr.write(gate(figures, calibration))
  if (figures.length === 0) process.stderr.write(`no benchmark is named like "${filter}"\n`)
  return figures.length > 0 && figures.every((figure) => figure.failure === undefined) ? 0 : 1
})

/** Runs one file; a file that cannot even be loaded is one failed figure. */
function runFile(file: string, filter: string): Promise<Figure[]> {
  const script = `${ROOT}/scripts/bench/run-file.ts`
  const child = spawn(process.execPath, ["--conditions=source", script, file, filter], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: ROOT,
  })
  let output = ""
  child.stdout.on("data", (chunk) => {
    output += chunk
  })
  return new Promise((resolve) => {
    child.on("close", (code) => {
      const figures = output.split("\n").filter((line) => line.startsWith("{"))
      const parsed = figures.map((line) => JSON.parse(line) as Figure)
      if (code !== 0) parsed.push({ name: file, about: "", file, failure: `exit code ${code}` })
      resolve(parsed)
    })
  })
}

await runHere(bench)
