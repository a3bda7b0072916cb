/**
 * The verbs of a recovery at a ledger of one organisation, and whatever ends them: evidence of a
 * later block, another state, the wrong key, too few signatures.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createClient, getRowEvidence, type Signer } from "@concordat/sdk"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { administratorIn, renamed, sendAs } from "../../test/cluster/administrator.ts"
import { CommandLine } from "../../test/cluster/command-line.ts"
import { RunningNode } from "../node/running.testing.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-recovery-"))
const line = new CommandLine(folder)
const fileOf = (node: string) => join(folder, node, "concordat.toml")
const at = (node: string) => ["--config", fileOf(node)]
const KEYS = ["--keys", join(folder, "mint", "recovery"), "--yes"]
const WHY = ["--keep", "mint", "--reason", "A drill"]
const QUIET = `
[gateway]
listen = "127.0.0.1:0"
[admin]
listen = "127.0.0.1:0"
[verify]
workers = 0
[readModel]
kind = "none"
[access]
public = ["verify", "read", "send", "join"]
`

let node: RunningNode
let chief: Signer

async function run(...args: readonly string[]) {
  const exit = await line.run(...args, "--json")
  return { exit, ...JSON.parse(line.out) }
}
const recovery = (...args: readonly string[]) => run("recovery", ...args)
/** It was done. */
const ran = async (done: ReturnType<typeof run>) => expect(await done).toMatchObject({ exit: 0 })
const refused = (code: string) =>
  expect.objectContaining({ error: expect.objectContaining({ code }) })

async function client() {
  return createClient({ url: await node.url(), fetch })
}
async function closeBlocks(...titles: readonly string[]): Promise<void> {
  for (const title of titles) await sendAs(chief, await client(), renamed(title))
}
/** Evidence of a row as of the newest block. */
async function evidence(name: string): Promise<void> {
  const bytes = await getRowEvidence(await client(), "organisations", "consortium", [])
  writeFileSync(join(folder, name), bytes)
}

/** One node that stops, comes back, and stops again; `older` is its folder of the first time. */
beforeAll(async () => {
  await run("init", "mint", "--organisation", "mint", "--chain", "harbour-1")
  writeFileSync(fileOf("mint"), readFileSync(fileOf("mint"), "utf8") + QUIET)
  chief = await administratorIn(join(folder, "mint"))
  node = new RunningNode(fileOf("mint"))
  await closeBlocks("One", "Two")
  await run("status", "--url", await node.url()) // The first contact lets it close one more.
  const members = ["--members", join(folder, "mint", "member.json")]
  const url = ["--url", await node.url()]
  await ran(recovery("inspect", ...url, ...members, "--out", "older.recovery"))
  await node.end()
  cpSync(join(folder, "mint"), join(folder, "older"), { recursive: true })
  node = new RunningNode(fileOf("mint"))
  await closeBlocks("Three", "Four")
  await evidence("later.evidence")
  await ran(recovery("inspect", "--url", await node.url(), "--out", "later.recovery"))
})
afterAll(async () => {
  await node.end()
  rmSync(folder, { recursive: true, force: true })
})

describe("a manifest", () => {
  it("store_in_use: is made of a node that stands still", async () => {
    const made = await recovery("manifest", "later.recovery", ...at("mint"), ...WHY)
    expect(made).toEqual(refused("store_in_use"))
    await node.end()
  })

  it("higher_commit_found: not below a block that somebody proves", async () => {
    const both = ["older.recovery", "later.recovery"]
    const made = await recovery("manifest", ...both, ...at("older"), ...WHY)
    expect(made).toEqual(refused("higher_commit_found"))
    const proven = ["--evidence", "later.evidence"]
    const other = await recovery("manifest", "older.recovery", ...at("older"), ...WHY, ...proven)
    expect(other).toEqual(refused("higher_commit_found"))
  })

  it("commit_insufficient, unknown_validator, manifest_invalid, field_missing", async () => {
    const without = await recovery("manifest", "older.recovery", ...at("mint"), ...WHY)
    expect(without).toEqual(refused("commit_insufficient"))
    const none = ["--keep", "hall", "--reason", "A drill"]
    const nobody = await recovery("manifest", "later.recovery", ...at("mint"), ...none)
    expect(nobody).toEqual(refused("unknown_validator"))
    const other = await recovery("manifest", "later.evidence", ...at("mint"), ...WHY)
    expect(other).toEqual(refused("manifest_invalid"))
    expect(await recovery("manifest", "later.recovery")).toEqual(refused("field_missing"))
    expect(await recovery("sign", "later.recovery", ...KEYS)).toEqual(refused("manifest_invalid"))
  })
})

describe("a recovery one block short", () => {
  it("truncation_found: is shown by old evidence, whoever signed it", async () => {
    const short = ["--out", "short.recovery"]
    const made = await recovery("manifest", "older.recovery", ...at("older"), ...WHY, ...short)
    expect(made).toMatchObject({ exit: 0, manifest: { successor: "harbour-2" } })
    const compared = await recovery("sign", "short.recovery", ...KEYS, ...at("mint"))
    expect(compared).toEqual(refused("root_mismatch"))
    const out = ["--out", "short.endorsement"]
    expect(await recovery("sign", "short.recovery", ...KEYS, ...out)).toMatchObject({ exit: 0 })
    const files = ["short.recovery", "short.endorsement", ...at("older"), "--out", "short.json"]
    const proven = ["--evidence", "later.evidence"]
    expect(await recovery("genesis", ...files, ...proven)).toEqual(refused("truncation_found"))
    expect(await recovery("genesis", ...files)).toMatchObject({ exit: 0, chain: "harbour-2" })
    // Whoever knows no later block believes it; whoever holds one finds what was cut off.
    const citizen = new CommandLine(join(folder, "citizen"))
    cpSync(join(folder, "home"), join(folder, "citizen", "home"), { recursive: true })
    const [record, later] = ["harbour-2.recovery", "later.evidence"].map((name) =>
      join(folder, name),
    )
    expect(await citizen.run("verify", later!)).toBe(0)
    expect(await citizen.run("recovery", "verify", record!)).toBe(0)
    expect(await citizen.run("recovery", "verify", record!, later!)).toBe(1)
    expect(citizen.out).toContain("truncation_found")
    // From now on whatever is above the recovery is told as cut off, with no word of the record.
    expect(await citizen.run("verify", later!, "--json")).toBe(1)
    expect(JSON.parse(citizen.out)).toMatchObject({ valid: true, truncated: true })
  })
})

describe("a recovery", () => {
  it("goes from what a survivor knows to a ledger that goes on", async () => {
    const made = await recovery("manifest", "later.recovery", ...at("mint"), ...WHY)
    expect(made).toMatchObject({ exit: 0, manifest: { successor: "harbour-2" } })
    const wrong = ["--keys", join(folder, "mint", "keys"), "--yes"]
    const key = await recovery("sign", "harbour-2.recovery", ...wrong)
    expect(key).toEqual(refused("key_purpose_mismatch"))
    const unsure = await recovery("sign", "harbour-2.recovery", ...KEYS.slice(0, 2))
    expect(unsure).toEqual(refused("confirmation_required"))
    const unsigned = await recovery("genesis", "harbour-2.recovery", ...at("mint"))
    expect(unsigned).toEqual(refused("endorsement_insufficient"))

    const out = ["--out", "mint.endorsement"]
    const signed = await recovery("sign", "harbour-2.recovery", ...KEYS, ...at("mint"), ...out)
    expect(signed).toMatchObject({ exit: 0 })
    const genesis = await recovery(
      "genesis",
      "harbour-2.recovery",
      "mint.endorsement",
      ...at("mint"),
    )
    expect(genesis).toMatchObject({ exit: 0, chain: "harbour-2", by: ["mint"] })
    const begun = await recovery("begin", "harbour-2.json", ...at("mint"))
    expect(begun).toMatchObject({ exit: 0, renamed: true })

    node = new RunningNode(fileOf("mint"))
    const vote = { title: "Go on", documents: [], actions: [{ acceptRecovery: { number: 1 } }] }
    await expect(
      sendAs(chief, await client(), { command: "governance.propose", input: vote }),
    ).rejects.toMatchObject({ code: "permission_missing" })
    await closeBlocks("Five")
    const at2 = ["--url", await node.url()]
    expect(await run("status", ...at2)).toMatchObject({ chain: "harbour-2" })
    const after = ["governance", "recoveries", "1", "--out", "after.evidence"]
    await ran(run("evidence", ...after, ...at2))
    expect(await line.run("verify", "after.evidence")).toBe(0)
    expect(line.out).toContain("goes on from a ledger before it, by its name")
    await ran(recovery("verify", "harbour-2.recovery"))
    expect(await run("verify", "after.evidence")).toMatchObject({
      recoveries: [{ oldChain: "harbour-1", newChain: "harbour-2" }],
    })
    expect(await line.run("verify", "later.evidence")).toBe(0)
    expect(line.out).toContain("harbour-1 ended with block")
    expect(await run("evidence", "governance", "nothing", ...at2)).toEqual(
      refused("unknown_argument"),
    )
    expect(await run("evidence", "governance", "recoveries", ...at2)).toEqual(
      refused("field_missing"),
    )
  })

  it("its blocks are proved from what it goes on from, also in a copy", async () => {
    await node.end()
    expect(await run("verify", "blocks", ...at("mint"))).toMatchObject({ exit: 0 })
    expect(await run("backup", ...at("mint"), "--to", "copy")).toMatchObject({ exit: 0 })
    expect(await run("restore", "copy", "--to", "back")).toMatchObject({ exit: 0 })
    expect(await run("verify", "blocks", ...at("back"))).toMatchObject({ exit: 0 })
  })

  it("what is of the ledger before cannot begin again, and what is none does not", async () => {
    const again = await recovery("begin", "harbour-2.json", ...at("mint"))
    expect(again).toEqual(refused("configuration_invalid"))
    const old = join(folder, "mint", "genesis.json.harbour-1")
    expect(await recovery("begin", old, ...at("older"))).toEqual(refused("manifest_invalid"))
  })
})
