/** `concordat upgrade rehearse` at a node that stands still: its report, in words and as JSON. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { createClient } from "@concordat/sdk"
import { afterAll, beforeAll, expect, it } from "vitest"
import { administratorIn, renamed, sendAs } from "../../test/cluster/administrator.ts"
import { CommandLine } from "../../test/cluster/command-line.ts"
import { RunningNode } from "../node/running.testing.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-rehearse-"))
const line = new CommandLine(folder)
const path = join(folder, "mint", "concordat.toml")
const CONFIG = ["--config", path]
const NEXT = fileURLToPath(new URL("next-services.testing.ts", import.meta.url))
const QUIET = `
[gateway]
listen = "127.0.0.1:0"
[admin]
listen = "127.0.0.1:0"
[verify]
workers = 0
[readModel]
kind = "none"
`
const rehearse = (...args: readonly string[]) => line.run("upgrade", "rehearse", ...CONFIG, ...args)

/** Closes blocks with a node that runs only for that. */
async function closeBlocks(...titles: readonly string[]): Promise<void> {
  const node = new RunningNode(path)
  const client = createClient({ url: await node.url(), fetch })
  const chief = await administratorIn(join(folder, "mint"))
  for (const title of titles) await sendAs(chief, client, renamed(title))
  await node.end()
}

beforeAll(async () => {
  await line.run("init", "mint", "--organisation", "mint", "--chain", "harbour-1")
  writeFileSync(path, readFileSync(path, "utf8") + QUIET)
  await closeBlocks("One", "Two")
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("needs a snapshot below the last block", async () => {
  expect(await rehearse("--json")).toBe(78)
  expect(JSON.parse(line.out).error).toMatchObject({ code: "configuration_invalid" })
  expect(await line.run("snapshot", "make", ...CONFIG)).toBe(0)
  await closeBlocks("Three", "Four")
})

it("reports what the newer services change, and that nothing else is", async () => {
  expect(await rehearse("--services", NEXT), line.out).toBe(0)
  for (const words of ["newer", "new, version 1", "1 added", "2 transactions, 0", "Sound"]) {
    expect(line.out).toContain(words)
  }
  const before = fileURLToPath(new URL("../services.ts", import.meta.url))
  expect(await rehearse("--services", NEXT, "--before", before, "--json"), line.out).toBe(0)
  expect(JSON.parse(line.out)).toMatchObject({
    ...{ chain: "harbour-1", sound: true, transactions: 2, answers: [], broken: [] },
    changed: [{ service: "newer", from: 0, to: 1 }],
  })
})

it("without another program nothing is migrated; what is no module is named", async () => {
  expect(await rehearse()).toBe(0)
  expect(line.out).toContain("nothing was migrated")
  expect(await rehearse("--services", "nowhere.ts", "--json")).toBe(2)
  expect(await rehearse("--from", "soon", "--json")).toBe(2)
})
