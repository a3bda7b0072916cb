/**
 * `npm start -- [--port 4400] [--data .concordat] [--fresh]`: builds the console if its sources
 * changed, then opens the development ledger.
 */
import { resolve } from "node:path"
import { buildConsole } from "./build-console.ts"
import { FlagError, type Flags, type Parsed, parseFlags, usage } from "./flags.ts"

const PORT_DEFAULT = 4400
const PORT_MAX = 65_535
const DATA_DEFAULT = ".concordat"
const FLAGS: Flags = {
  port: { about: `port of the HTTP API and the console (${PORT_DEFAULT})`, value: "N" },
  data: { about: `folder of the ledger (${DATA_DEFAULT})`, value: "DIR" },
  fresh: { about: "remove the folder first and begin a new ledger" },
  help: { about: "print this" },
}
const USAGE = usage(
  "npm start -- [--port N] [--data DIR] [--fresh]",
  "Opens a development ledger with a small seeded story, on this machine only.",
  FLAGS,
)

async function main(): Promise<number> {
  const { values } = parseFlags(FLAGS, process.argv.slice(2))
  if (values["help"]) {
    process.stdout.write(USAGE)
    return 0
  }
  const port = readPort(values)
  const data = resolve(String(values["data"] ?? DATA_DEFAULT))
  const fresh = values["fresh"] === true
  const assets = await buildConsole()
  const { startDevelopment } = await import("../cli/development/start.ts")
  return await startDevelopment({ port, data, fresh, assets })
}

function readPort(values: Parsed["values"]): number {
  const text = String(values["port"] ?? PORT_DEFAULT)
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= PORT_MAX) return port
  const reason = `--port takes a number from 0 to ${PORT_MAX}, not "${text.slice(0, 20)}".`
  throw new FlagError(reason, "configuration_invalid")
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof FlagError)) throw error
  process.stderr.write(`${error.code}: ${error.message}\n`)
  process.exitCode = error.exit
}
