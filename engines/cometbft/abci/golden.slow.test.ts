/**
 * The engine's own client against our server with the engine's own example: its golden files, byte
 * for byte. Needs Go once, to build the client; without it the test is skipped, and says so.
 */
import { spawn, spawnSync } from "node:child_process"
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { ConcordatError } from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { systemScheduler } from "../../../node/seams/clock.ts"
import { vectors } from "../../../test/vectors.ts"
import { COMETBFT_VERSION, provideBinary } from "../binary/index.ts"
import { keyValue } from "./key-value.testing.ts"
import { type AbciServer, serveAbci } from "./server.ts"

/** Beside the project, else where Go keeps the sources that the client was built from. */
function goldenFolder(): string | null {
  const beside = vectors("cometbft/abci")
  if (beside !== null) return beside
  const { stdout } = spawnSync("go", ["env", "GOMODCACHE"], { encoding: "utf8" })
  const module = `github.com/cometbft/cometbft@${COMETBFT_VERSION}`
  const folder = join((stdout ?? "").trim(), module, "abci/tests/test_cli")
  return existsSync(folder) ? folder : null
}
const FILES = goldenFolder() ?? ""
/** Text files have an ending beside the project, and none at their origin. */
const golden = (name: string) => {
  const path = join(FILES, name)
  return existsSync(path) ? path : `${path}.txt`
}
const OPTIONS = {
  environment: process.env,
  folder: fileURLToPath(new URL("../../../.concordat", import.meta.url)),
}
const client = await provideBinary("abci-cli", OPTIONS).catch((failure: unknown) => {
  if (failure instanceof ConcordatError) return failure
  throw failure
})
const reason = FILES === "" ? "no golden files" : client instanceof Error ? client.message : null

let folder: string
let server: AbciServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "concordat-golden-"))
  server = await serveAbci({
    ...{ at: join(folder, "a.sock"), handlers: keyValue().handlers },
    clock: { now: () => 0, elapsed: () => performance.now() },
    scheduler: systemScheduler,
  })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What the client prints for a file of commands. */
function batch(script: string): Promise<string> {
  const args = ["--log_level=error", "--verbose", "--address", server.address, "batch"]
  const child = spawn(String(client), args, { stdio: ["pipe", "pipe", "pipe"] })
  createReadStream(script).pipe(child.stdin)
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk
  })
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", () => resolve(output))
  })
}

describe.skipIf(reason !== null)(`golden files${reason === null ? "" : ` (${reason})`}`, () => {
  it.each(["ex1.abci", "ex2.abci"])("%s", async (name) => {
    const expected = readFileSync(golden(`${name}.out`), "utf8")
    expect(await batch(golden(name))).toBe(expected)
    expect(server.connections).toBe(0)
  })
})
