/** A copy is made of a node that runs, proved, altered, brought back; and what is refused. */

import { createHash } from "node:crypto"
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { defineRuntime, readGenesis } from "@concordat/kernel"
import { services } from "@concordat/node"
import { createClient, status } from "@concordat/sdk"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CommandLine } from "../../test/cluster/command-line.ts"
import { openDevelopment } from "../world.testing.ts"
import { FILE_NAME } from "./file.ts"
import { RunningNode } from "./running.testing.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-backup-"))
const line = new CommandLine(folder)
const answer = () => JSON.parse(line.out)
const PORTS = { CONCORDAT_GATEWAY_LISTEN: "127.0.0.1:0", CONCORDAT_ADMIN_LISTEN: "127.0.0.1:0" }
const CONFIG = `[node]
profile = "development"
data = "ledger"
[verify]
workers = 0
`

let height: string
let hash: string
beforeAll(async () => {
  await (await openDevelopment(join(folder, "node"))).close()
  writeFileSync(join(folder, "node", FILE_NAME), CONFIG)
  const node = new RunningNode(join(folder, "node", FILE_NAME), null, PORTS)
  const client = createClient({ url: await node.url(), fetch: (url, init) => fetch(url, init) })
  ;({ height, appHash: hash } = await status(client))
  // While it runs.
  const args = ["--config", join("node", FILE_NAME), "--to", "copy", "--json"]
  expect(await line.run("backup", ...args), line.out).toBe(0)
  await node.end()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const spoiled = (name: string, spoil: (copy: string) => void): string => {
  const copy = join(folder, name)
  cpSync(join(folder, "copy"), copy, { recursive: true })
  spoil(copy)
  return copy
}
const codeOf = async (...args: readonly string[]) => {
  const exit = await line.run(...args, "--json")
  return [exit, answer().error?.code]
}

describe("a backup", () => {
  it("is proved when it is made, and tells the node how old it is", () => {
    expect(answer()).toMatchObject({ last: height, appHash: hash, engine: "solo" })
    const mark = JSON.parse(readFileSync(join(folder, "node", "last-backup.json"), "utf8"))
    expect(mark).toMatchObject({ last: height, folder: join(folder, "copy") })
  })

  it("has no passphrase, no state and no lock", () => {
    const names = readdirSync(join(folder, "copy"), { recursive: true }).map(String)
    expect(names).toContain(join("keys", "keystore.json"))
    expect(
      names.filter((name) => /passphrase|state|(^|\/)lock$|priv_validator/.test(name)),
    ).toEqual([])
  })

  it("is never written over another", async () => {
    const args = ["backup", "--config", join("node", FILE_NAME), "--to", "copy"]
    expect(await codeOf(...args)).toEqual([78, "store_not_empty"])
  })

  it("is proved again wherever it lies, by every commit", async () => {
    expect(await line.run("verify-backup", "copy", "--every-commit", "--json")).toBe(0)
    expect(answer()).toMatchObject({ commits: height, appHash: hash })
  })

  it("is refused where a byte was altered, a file is gone or one more is there", async () => {
    const flip = spoiled("flipped", (copy) => {
      const log = join(copy, "blocks", readdirSync(join(copy, "blocks"))[0]!)
      const bytes = readFileSync(log)
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(log, bytes)
    })
    const gone = spoiled("gone", (copy) => rmSync(join(copy, "keys", "keystore.json")))
    const more = spoiled("more", (copy) => writeFileSync(join(copy, "more"), ""))
    const none = spoiled("none", (copy) => rmSync(join(copy, "manifest.json")))
    for (const copy of [flip, gone, more, none]) {
      expect([copy, ...(await codeOf("verify-backup", copy))]).toEqual([
        copy,
        1,
        "manifest_invalid",
      ])
      expect(await codeOf("restore", copy, "--to", "back")).toEqual([1, "manifest_invalid"])
    }
    expect(existsSync(join(folder, "back"))).toBe(false)
  })

  it("is refused where genesis and manifest were altered alike, by its blocks", async () => {
    const forge = (copy: string, known: boolean) => {
      const genesis = JSON.parse(readFileSync(join(copy, "genesis.json"), "utf8"))
      genesis.state.organisations.organisations[0].value.name = "Ministry of Errors"
      const text = JSON.stringify(genesis)
      writeFileSync(join(copy, "genesis.json"), text)
      const path = join(copy, "manifest.json")
      const manifest = JSON.parse(readFileSync(path, "utf8"))
      const file = manifest.files.find((each: { path: string }) => each.path === "genesis.json")
      file.size = String(Buffer.byteLength(text))
      file.sha256 = createHash("sha256").update(text).digest("hex")
      if (known) manifest.genesis = readGenesis(defineRuntime(services), text).digest
      writeFileSync(path, JSON.stringify(manifest))
    }
    const told = spoiled("told", (copy) => forge(copy, false))
    expect(await codeOf("verify-backup", told)).toEqual([78, "genesis_mismatch"])
    const forged = spoiled("forged", (copy) => forge(copy, true))
    expect(await codeOf("verify-backup", forged)).toEqual([1, "root_mismatch"])
  })
})

describe("a restore", () => {
  it("brings the node back to the same block, and it goes on", async () => {
    expect(await line.run("restore", "copy", "--to", "again", "--json"), line.out).toBe(0)
    expect(answer()).toMatchObject({ last: height, appHash: hash })
    const passphrase = join(folder, "node", "keys", "passphrase")
    const path = join(folder, "again", FILE_NAME)
    cpSync(passphrase, join(folder, "again", "keys", "passphrase"))
    const node = new RunningNode(path, null, PORTS)
    const client = createClient({ url: await node.url(), fetch: (url, init) => fetch(url, init) })
    expect(await status(client)).toMatchObject({ appHash: hash, halted: null })
    expect(await node.end()).toBe(0)
  })

  it("refuses a folder that holds anything", async () => {
    expect(await codeOf("restore", "copy", "--to", "node")).toEqual([78, "store_not_empty"])
  })

  it("of a network's node starts without the key that votes, and says so", async () => {
    const copy = spoiled("comet", (copy) => {
      const path = join(copy, "manifest.json")
      const manifest = JSON.parse(readFileSync(path, "utf8"))
      writeFileSync(path, JSON.stringify({ ...manifest, engine: "cometbft" }))
    })
    expect(await line.run("restore", copy, "--to", "observer", "--json"), line.out).toBe(0)
    expect(answer()).toMatchObject({ code: "signer_state_missing" })
    expect(existsSync(join(folder, "observer", "data"))).toBe(false)
    const key = join(folder, "observer", "engine", "config", "priv_validator_key.json")
    expect(existsSync(key)).toBe(true)
  })
})

describe("a node that stands still", () => {
  const config = ["--config", join("node", FILE_NAME)]

  it("rollback_refused: what the embedded engine decided stays decided", async () => {
    expect(await codeOf("node", "rollback", ...config)).toEqual([1, "rollback_refused"])
  })

  it("is computed again from its rows, and from its blocks", async () => {
    expect(await line.run("verify", "state", ...config, "--json"), line.out).toBe(0)
    expect(answer()).toMatchObject({ "app hash": hash, broken: [] })
    expect(await line.run("verify", "blocks", ...config, "--json"), line.out).toBe(0)
    expect(answer()).toMatchObject({ "app hash": hash, blocks: height, commits: height })
  })

  it("is not looked into while it runs", async () => {
    const node = new RunningNode(join(folder, "node", FILE_NAME), null, PORTS)
    await node.url()
    expect(await codeOf("verify", "state", ...config)).toEqual([78, "store_in_use"])
    expect(await line.run("verify", "blocks", ...config, "--json")).toBe(0)
    await node.end()
  })
})
