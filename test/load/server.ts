/**
 * A process that serves the notes ledger of a folder over HTTP: `node test/load/server.ts
 * <folder>`. It tells its port, answers how much CPU it used, and closes on SIGTERM.
 * `CONCORDAT_CRASH` kills it.
 */
import { createGateway, serve } from "@concordat/gateway"
import { memoryBatches } from "../../gateway/provenance/batches.testing.ts"
import { systemScheduler } from "../../node/seams/clock.ts"
import { systemRandom } from "../../node/seams/random.ts"
import type { ServerTells } from "./served.ts"
import { openLoaded } from "./world.ts"

const tell = (message: ServerTells) => process.send!(message)

const ledger = await openLoaded(process.argv[2]!)
const gateway = createGateway({
  ledger,
  development: null,
  console: null,
  batches: memoryBatches(),
  random: (length) => systemRandom.bytes(length),
  after: (ms, task) => systemScheduler.after(ms, task),
  log: (line) => process.stderr.write(`${JSON.stringify(line)}\n`),
  version: "0.0.0",
})
const serving = await serve(gateway, { host: "127.0.0.1", port: 0 })

process.on("message", () => {
  const { user, system } = process.cpuUsage()
  const main = process.threadCpuUsage()
  tell({ total: user + system, main: main.user + main.system })
})
// Whoever started it is gone: nobody asks any more.
const gone = () => process.exit()
process.once("disconnect", gone)
process.once("SIGTERM", async () => {
  await serving.close()
  await ledger.close()
  // It ends by itself, or something was left open.
  process.off("disconnect", gone)
  process.disconnect()
})
tell({ port: serving.port })
