/**
 * `npm start -- [--port 4400] [--data .concordat] [--fresh]`: builds the console if its sources
 * changed, then opens the development ledger.
 */
import { resolve } from "node:path"
import { buildConsole } from "./build-console.ts"
import { commandOf, runHere } from "./command.ts"
import { type Flags, wholeNumber } from "./flags.ts"

const PORT_DEFAULT = 4400
const PORT_MAX = 65_535
const DATA_DEFAULT = ".concordat"
const FLAGS: Flags = {
  port: { about: `port of the HTTP API and the console (${PORT_DEFAULT})`, value: "N" },
  data: { about: `folder of the ledger (${DATA_DEFAULT})`, value: "DIR" },
  fresh: { about: "remove the folder first and begin a new ledger" },
}
const DESCRIBED = {
  line: "npm start -- [--port N] [--data DIR] [--fresh]",
  about: "Opens a development ledger with a small seeded story, on this machine only.",
  flags: FLAGS,
}

const start = commandOf(DESCRIBED, async ({ values }) => {
  const port = wholeNumber(values, "port", PORT_DEFAULT, { most: PORT_MAX })
  const data = resolve(String(values["data"] ?? DATA_DEFAULT))
  const fresh = values["fresh"] === true
  const assets = await buildConsole()
  const { startDevelopment } = await import("../cli/development/start.ts")
  return await startDevelopment({ port, data, fresh, assets })
})

await runHere(start)
