/** How long a node takes to answer again after it was killed. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { type Bench, cpuMicros, type Measurement } from "../../scripts/bench/harness.ts"
import { inFolder } from "./folder.ts"
import { openLoaded } from "./world.ts"

const BUILDER = fileURLToPath(new URL("./builder.ts", import.meta.url))
const MICROS_PER_SECOND = 1_000_000

async function restart(blocks: number): Promise<Measurement> {
  return inFolder(async (data) => {
    const args = ["--conditions=source", BUILDER, data, String(blocks)]
    const [, signal] = await once(spawn(process.execPath, args, { stdio: "inherit" }), "exit")
    if (signal !== "SIGKILL") throw new Error("the builder ended by itself")
    const started = performance.now()
    let close = async () => {}
    let note = ""
    const micros = await cpuMicros(async () => {
      const ledger = await openLoaded(data)
      const { rows, height } = ledger.status()
      note = `${height} blocks, ${rows} rows`
      close = () => ledger.close()
    })
    const seconds = ((performance.now() - started) / 1_000).toFixed(1)
    await close()
    return {
      value: micros / MICROS_PER_SECOND,
      unit: "CPU-s",
      note: `${seconds} s by the clock; ${note}`,
    }
  })
}

export const benches: readonly Bench[] = [
  {
    name: "restart.10k-blocks",
    about: "A ledger of 10,000 blocks, killed.",
    run: () => restart(10_000),
  },
  {
    name: "restart.100k-blocks",
    about: "A ledger of 100,000 blocks, killed.",
    target: { value: 10, unit: "CPU-s", better: "less" },
    run: () => restart(100_000),
  },
]
