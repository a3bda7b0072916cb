/** Runs the benchmarks of one file, one line of JSON each; started by scripts/bench.ts. */
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { inspect } from "node:util"
import { ROOT } from "../sources.ts"
import type { Bench } from "./harness.ts"
import type { Figure } from "./table.ts"

const [file = "", filter = ""] = process.argv.slice(2)
const module: { benches?: readonly Bench[] } = await import(pathToFileURL(join(ROOT, file)).href)
if (module.benches === undefined) throw new Error(`${file} exports no \`benches\``)

for (const bench of module.benches) {
  if (!bench.name.includes(filter) && !file.includes(filter)) continue
  process.stdout.write(`${JSON.stringify(await measure(bench))}\n`)
}

async function measure(bench: Bench): Promise<Figure> {
  const { name, about, target } = bench
  const known = { name, about, file, ...(target === undefined ? {} : { target }) }
  process.stderr.write(`  ${name}\n`)
  try {
    return { ...known, measured: await bench.run() }
  } catch (error) {
    return {
      ...known,
      failure: inspect(error),
    }
  }
}
