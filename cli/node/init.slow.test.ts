/** From nothing to a production ledger that takes a transaction; and what `init` refuses. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onPerturb } from "@concordat/engines/perturb"
import { decode, fromBase64url, fromHex, sign1, thumbprint, verifyEd25519 } from "@concordat/kernel"
import { openKeystore, systemDisk, systemRandom } from "@concordat/node"
import { commandsOf, createClient, transact } from "@concordat/sdk"
import {
  organisationsService,
  POSSESSION_CONTEXT,
  possessionClaim,
} from "@concordat/services/organisations"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CommandLine } from "../../test/cluster/command-line.ts"
import { FILE_NAME } from "./file.ts"
import { RunningNode } from "./running.testing.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-init-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const line = new CommandLine(folder)
const answer = () => JSON.parse(line.out)
const read = (...names: readonly string[]) => readFileSync(join(folder, ...names), "utf8")

const PORTS = { CONCORDAT_GATEWAY_LISTEN: "127.0.0.1:0", CONCORDAT_ADMIN_LISTEN: "127.0.0.1:0" }

/** What signs for the administrator, out of the keystore that `init` made. */
async function administrator(keys: string) {
  const passphrase = readFileSync(join(keys, "passphrase"), "utf8").trim()
  const keystore = await openKeystore({
    ...{ disk: systemDisk, folder: keys, random: systemRandom, passphrase },
  })
  const key = keystore.list().find(({ purpose }) => purpose === "sign")!
  const sign = (message: Uint8Array) => keystore.sign(key.id, "sign", message)
  return { algorithm: key.algorithm, kid: key.id, public: key.public, sign }
}

describe("a power cut at config.write", () => {
  it("leaves no configuration, not half of one; another folder is begun", async () => {
    onPerturb((point) => {
      if (point === "config.write") throw new Error("power cut")
    })
    const flags = ["--organisation", "mint", "--title", "Royal Mint", "--chain", "mint-1"]
    const status = await line.run("init", "cut", ...flags).catch(() => 1)
    onPerturb(null)
    expect(status).not.toBe(0)
    expect(existsSync(join(folder, "cut", FILE_NAME))).toBe(false)
    expect(await line.run("init", "cut", ...flags)).not.toBe(0)
    expect(line.err + line.out).toContain("holds a node already")
  })
})

describe("an organisation alone", () => {
  beforeAll(async () => {
    const flags = ["--organisation", "mint", "--title", "Royal Mint", "--chain", "mint-1"]
    expect(await line.run("init", "mint", ...flags, "--json"), line.out).toBe(0)
  })

  it("has keys that its owner alone reads, and a file without a fault", async () => {
    expect(answer()).toMatchObject({ organisation: "mint", chain: "mint-1", nodeId: null })
    expect(statSync(join(folder, "mint", "keys", "passphrase")).mode & 0o777).toBe(0o600)
    expect(await line.run("config", "check", "--config", join("mint", FILE_NAME))).toBe(0)
    expect(read("mint", "member.json")).not.toContain("sealed")
  })

  it("runs its node, which is of grade B, and takes what the administrator signs", async () => {
    const node = new RunningNode(join(folder, "mint", FILE_NAME), null, PORTS)
    const client = createClient({ url: await node.url(), fetch: (url, init) => fetch(url, init) })
    const signer = await administrator(join(folder, "mint", "keys"))
    const random = (length: number) => systemRandom.bytes(length)
    const input = { name: "archive", kind: "service" }
    const commands = commandsOf([organisationsService])
    const operations = [{ command: "organisations.addPrincipal", input }]
    const receipt = await transact(client, { operations, commands, signers: [signer], random })
    expect(receipt.status).toBe("accepted")
    const body = await (await fetch(`${await node.url()}/v1/status`)).json()
    expect(body).toMatchObject({
      profile: "production",
      validators: [{ organisation: "mint" }],
    })
    expect(await node.end()).toBe(0)
  })

  it("an upgraded ledger's genesis is that of an older program, and is taken", async () => {
    const genesis = JSON.parse(read("mint", "genesis.json"))
    delete genesis.services.money // Came in by an upgrade.
    delete genesis.state.money
    writeFileSync(join(folder, "older.json"), JSON.stringify(genesis))
    const flags = ["--organisation", "hall", "--genesis", "older.json", "--engine", "cometbft"]
    expect(await line.run("init", "hall-late", ...flags, "--json"), line.out).toBe(0)
    expect(answer()).toMatchObject({ chain: "mint-1" })
    const at = ["--config", join("hall-late", FILE_NAME)]
    expect(await line.run("config", "check", ...at), line.out).toBe(0)
    expect(await line.run("node", "key", ...at, "--organisation", "hall"), line.out).toBe(0)
    // Only the program of its time begins with it; this one joins by a snapshot.
    expect(await line.run("genesis", "check", "older.json")).not.toBe(0)
  })

  it("is not made over a node that is there", async () => {
    expect(await line.run("init", "mint", "--organisation", "mint", "--json")).toBe(78)
    expect(answer().error).toMatchObject({ code: "store_not_empty" })
  })
})

describe("several organisations", () => {
  it("found one ledger by what each hands over, and each node takes its genesis", async () => {
    for (const name of ["hall", "port"]) {
      const flags = ["--organisation", name, "--engine", "cometbft", "--json"]
      expect(await line.run("init", name, ...flags), line.out).toBe(0)
      expect(answer()).toMatchObject({
        chain: null,
        nodeId: expect.stringMatching(/^[0-9a-f]{40}$/),
      })
      expect(read(name, FILE_NAME)).toContain('kind = "cometbft"')
    }
    const files = ["hall", "port"].map((name) => join(name, "member.json"))
    expect(await line.run("genesis", "found", ...files, "--chain", "both-1", "--json")).toBe(0)
    const { digest, peers } = answer()
    expect(peers).toHaveLength(2)
    expect(await line.run("genesis", "check", "genesis.json", "--json")).toBe(0)
    expect(answer()).toMatchObject({ chain: "both-1", digest, validators: 2, faults: [] })
    const again = await line.run("genesis", "found", ...files, "--chain", "both-1", "--json")
    expect([again, answer().error.code]).toEqual([78, "store_not_empty"])
    const flags = ["--organisation", "ward", "--genesis", "genesis.json", "--json"]
    expect(await line.run("init", "ward", ...flags)).toBe(0)
    expect(answer().chain).toBe("both-1")
    expect(read("ward", FILE_NAME)).toContain(digest)
  })

  it("are told what is no member's file", async () => {
    writeFileSync(join(folder, "x.json"), "{}")
    expect(await line.run("genesis", "found", "x.json", "--chain", "x-1", "--json")).toBe(2)
    expect(answer().error.code).toBe("file_unreadable")
  })
})

describe("a wrong flag", () => {
  it.each([
    [["init", "new"], "field_missing"],
    [["init", "new", "--organisation", "New"], "field_missing"],
    [["init", "new", "--organisation", "new", "--engine", "raft"], "unknown_value"],
    [
      ["init", "new", "--organisation", "new", "--chain", "a-1", "--genesis", "g"],
      "unknown_argument",
    ],
    [["init", "new", "--organisation", "new", "--profile", "light"], "unknown_value"],
    [["init", "new", "--organisation", "new", "--chain", "New"], "text_invalid"],
    [
      ["init", "new", "--organisation", "new", "--servers", "http://a,http://b"],
      "unknown_argument",
    ],
    [["init", "new", "--organisation", "new", "--genesis", "absent.json"], "file_unreadable"],
    [["init", "new", "--organisation", "new", "--profile", "full"], "field_missing"],
    [
      ["init", "new", "--organisation", "new", "--profile", "full", "--title", "New"],
      "unknown_argument",
    ],
    [["init", "new", "--organisation", "New", "--profile", "full"], "field_missing"],
    [
      ["init", "new", "--organisation", "new", "--profile", "full", "--engine", "solo"],
      "unknown_argument",
    ],
    [
      ["init", "new", "--organisation", "new", "--profile", "full", "--chain", "a-1"],
      "unknown_argument",
    ],
    [["genesis", "found", "mint/member.json"], "field_missing"],
    [["genesis", "check", "absent.json"], "file_unreadable"],
  ])("%j is told, and nothing is made", async (args, code) => {
    expect(await line.run(...args, "--json")).toBe(2)
    expect(answer().error.code).toBe(code)
    expect(existsSync(join(folder, "new"))).toBe(false)
  })
})

describe("a full node of an authority", () => {
  const flags = ["--organisation", "audit-office", "--profile", "full", "--json"]

  it("is of the network's ledger, with a read model, and without a key that votes", async () => {
    const genesis = ["--genesis", "genesis.json"]
    expect(await line.run("init", "eye", ...flags, ...genesis), line.out).toBe(0)
    const { keys, nodeId, chain } = answer()
    expect([chain, nodeId.length]).toEqual(["both-1", 40])
    expect(keys.map(({ purpose }: { purpose: string }) => purpose)).toEqual(["sign", "seal"])
    expect(read("eye", FILE_NAME)).toMatch(/votes = false/)
    expect(read("eye", FILE_NAME)).toMatch(/kind = "pglite"/)
    expect(existsSync(join(folder, "eye", "engine", "config", "node_key.json"))).toBe(true)
    for (const name of ["priv_validator_key.json", "next_validator_key.json"]) {
      expect(existsSync(join(folder, "eye", "engine", "config", name))).toBe(false)
    }
    const config = ["--config", join("eye", FILE_NAME), "--json"]
    expect(await line.run("config", "check", ...config), line.out).toBe(0)
    expect(await line.run("node", "key", "--organisation", "audit-office", ...config)).toBe(78)
    expect(answer().error.message).toContain("never votes")
  })

  it("is of a ledger that was upgraded since; of no genesis there is nothing made", async () => {
    const older = [...flags, "--genesis", "older.json"]
    expect(await line.run("init", "eye-late", ...older), line.out).toBe(0)
    expect(answer().chain).toBe("mint-1")
    writeFileSync(join(folder, "half.json"), "{}")
    for (const more of [flags, ["--organisation", "new", "--json"]]) {
      expect(await line.run("init", "eye-none", ...more, "--genesis", "half.json")).not.toBe(0)
      expect(answer().error.code).toBe("genesis_invalid")
      expect(existsSync(join(folder, "eye-none"))).toBe(false)
    }
  })

  it("joins by a snapshot only by two gateways and from an anchor", async () => {
    const half = [...flags, "--genesis", "genesis.json", "--servers", "http://a/engine"]
    expect(await line.run("init", "eye2", ...half)).toBe(2)
    expect(answer().error.code).toBe("field_missing")
    const anchor = {
      ...{ chain: "both-1", header: "ab".repeat(32), height: "9", profile: "production" },
      ...{ time: "2026-11-23T10:00:00.000Z", nextValidators: "cd".repeat(32), organisations: [] },
    }
    writeFileSync(join(folder, "anchor.json"), JSON.stringify(anchor))
    const whole = [...half.slice(0, -1), "http://a/engine,http://b/engine"]
    expect(await line.run("init", "eye2", ...whole, "--anchor", "anchor.json"), line.out).toBe(0)
    expect(read("eye2", FILE_NAME)).toContain("ab".repeat(32))
    writeFileSync(join(folder, "anchor.json"), JSON.stringify({ ...anchor, chain: "other-1" }))
    expect(await line.run("init", "eye3", ...whole, "--anchor", "anchor.json")).toBe(2)
    expect(answer().error.code).toBe("chain_mismatch")
    expect(existsSync(join(folder, "eye3"))).toBe(false)
  })
})

describe("a node of an engine's own", () => {
  const config = ["--config", join("yard", FILE_NAME), "--json"]
  beforeAll(async () => {
    const flags = ["--organisation", "yard", "--engine", "cometbft", "--genesis", "genesis.json"]
    expect(await line.run("init", "yard", ...flags, "--json"), line.out).toBe(0)
  })

  it("tells the key that votes, and the next one, each with the proof that it has it", async () => {
    const keys: string[] = []
    for (const more of [[], ["--next"], ["--next"]]) {
      expect(await line.run("node", "key", "--organisation", "yard", ...more, ...config)).toBe(0)
      const { key, public: cose, possession, holder } = answer()
      keys.push(key)
      const proof = sign1(fromBase64url(possession))
      const signed = {
        key: fromHex(key),
        message: proof.toBeSigned(POSSESSION_CONTEXT),
        signature: proof.signature,
      }
      expect(verifyEd25519(signed)).toBe("ok")
      expect(decode(possessionClaim, proof.payload!)).toMatchObject({
        ...{ chain: "both-1", holder, purpose: "consensus" },
        thumbprint: thumbprint(fromBase64url(cose)),
      })
    }
    expect(keys[0]).not.toBe(keys[1])
    expect(keys[1]).toBe(keys[2])
    expect(await line.run("node", "key", ...config)).toBe(2)
    const alone = ["--config", join("mint", FILE_NAME), "--json"]
    expect(await line.run("node", "key", "--organisation", "mint", ...alone)).toBe(77)
  })

  it("is told to drop a peer only while it runs, and only one that could be", async () => {
    expect(await line.run("node", "drop-peer", "ab".repeat(20), ...config)).toBe(3)
    expect(answer().error.code).toBe("node_unreachable")
    expect(await line.run("node", "drop-peer", "n3", ...config)).toBe(2)
  })
})
