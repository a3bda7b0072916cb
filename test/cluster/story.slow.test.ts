/**
 * The story of docs/governance.md on one network, by the commands that a person types: a fifth
 * organisation is invited, brings a node, signs blocks, exchanges its key, is suspended and
 * removed; a node whose disk is lost joins again; a service is stopped; an upgrade is rehearsed,
 * and all end before it. Each step leaves evidence that verifies with no network.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { JsonObject } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { memberPath } from "../../cli/network/member.ts"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { BusyNetwork, ledgerAt } from "./busy.ts"
import { CommandLine } from "./command-line.ts"
import { FOUR, Members } from "./members.ts"
import { soon } from "./world.ts"

const FIFTH = "treasury"
const KEYS = ["--keys", "treasury/keys"]
const NEXT = fileURLToPath(new URL("../../cli/upgrade/next-services.testing.ts", import.meta.url))
const DIGEST = "ab".repeat(32)

const busy = new BusyNetwork()
const members = new Members(busy)
/** Another user's hands, so that commands of the two may run at once. */
const other = new CommandLine(busy.folder)
/** Address of the fifth's validator. */
let seat = ""
let fifthUrl = ""

/** Closes blocks until a validator of the fifth has voted, or none is there any more. */
async function untilSeated(address: string | null): Promise<void> {
  for (;;) {
    const { validators } = await ledgerAt(busy.urls[0]!)
    const own = validators.find(({ organisation }) => organisation === FIFTH)
    if (address === null ? own === undefined : own?.address === address && own.signed) return
    await busy.closeBlocks()
  }
}

/** What `node key` says of the fifth's node. */
async function nodeKey(...flags: readonly string[]) {
  const config = ["--config", memberPath(busy.dir, "n5"), "--organisation", FIFTH]
  expect(await busy.line.run("node", "key", ...config, ...flags, "--json"), busy.line.err).toBe(0)
  return busy.answer()
}

/** Returns once a node has brought the headers from the first one on, by which anchors lead. */
async function lookedBack(url: string): Promise<void> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "commit", params: { height: "1" } })
  const headers = { "content-type": "application/json" }
  for (;;) {
    const answer = await fetch(`${url}/engine`, { method: "POST", headers, body })
    if ("result" in (await answer.json())) return
    await soon()
  }
}

/** A document registered at a node and verified; the old one is there, its path is not. */
async function serves(url: string, name: string): Promise<void> {
  await lookedBack(url)
  const file = members.write(`${name}.txt`, `a document of ${name}`)
  const evidence = ["--evidence", `${name}.evidence`]
  const flags = ["--title", name, ...evidence, "--url", url]
  expect(await other.run("provenance", "register", file, ...flags), other.err).toBe(0)
  expect(await other.run("verify", file, ...evidence), other.out).toBe(0)
  const old = ["--evidence", "paper.evidence", "--url", url]
  expect(await other.run("provenance", "refresh", "paper.txt", ...old)).toBe(1)
  expect(other.err).toContain("height_pruned")
}

const about = (action: string, more: JsonObject): JsonObject => ({
  [action]: { organisation: FIFTH, ...more },
})

describe.skipIf(needed !== "")(`a story of five members${needed}`, () => {
  beforeAll(async () => {
    await busy.up("--rehearsal", "1")
    const paper = members.write("paper.txt", "a document of the first days")
    const flags = ["--title", "Paper", "--evidence", "paper.evidence"]
    await members.run("provenance", "register", paper, ...flags)
  })
  afterAll(() => busy.remove())

  it("by signatures alone nothing is decided here", async () => {
    const suspend = ["organisations", "suspend", "--organisation", "health", "--reason", "x"]
    const cosigners = ["--cosigners", "justice/administrator-1,interior/administrator-1"]
    const code = await members.refused(...suspend, ...members.as("education"), ...cosigners)
    expect(code).toBe("proposal_required")
  })

  it("a fifth organisation is invited, and takes its place with its own keys", async () => {
    expect(await busy.line.run("init", FIFTH, "--organisation", FIFTH), busy.line.err).toBe(0)
    const member = JSON.parse(readFileSync(join(busy.folder, FIFTH, "member.json"), "utf8"))
    const sign = member.keys.find(({ purpose }: { purpose: string }) => purpose === "sign")
    const administrators = [{ name: "administrator-1", public: sign.public }]
    const terms = { name: "Treasury", class: "member", adminThreshold: 1, administrators }
    await members.decide([about("admit", terms)])
    await members.run("organisations", "activate", ...KEYS)
    const active = await members.prove("organisations", "organisations", FIFTH)
    expect(active).toContain("status active")
    const grant = ["--holder", `${FIFTH}/administrator-1`, "--role", "org.approver"]
    const terms2 = ["--scope", "", "--from", "2026-01-01", "--delegable", "false"]
    await members.run("organisations", "grant", ...grant, ...terms2, ...KEYS)
  })

  it("it brings a node: with the state of the others, a gateway and the old document", async () => {
    expect(await busy.network("add-node", "--organisation", FIFTH)).toBe(2)
    const exit = await busy.network("add-node", "--organisation", FIFTH, ...KEYS)
    expect(exit, busy.line.out + busy.line.err).toBe(0)
    const { nodes, total, online } = busy.answer()
    expect([total, online, nodes.length]).toEqual([4, 4, 5])
    fifthUrl = nodes[4].url
    const { first, validators } = await ledgerAt(fifthUrl)
    expect(Number(first)).toBeGreaterThan(1)
    expect(validators).toHaveLength(4)
    await serves(fifthUrl, "fifth")
    const pruned = await fetch(`${fifthUrl}/v1/blocks/1`)
    expect([pruned.status, (await pruned.json()).code]).toEqual([410, "height_pruned"])
    expect((await fetch(`${fifthUrl}/`)).status).toBe((await fetch(`${busy.urls[0]}/`)).status)
  })

  it("it votes, becomes a validator and exchanges its key", async () => {
    const { key, validator, public: own, possession } = await nodeKey()
    const shown = ["--public", own, "--possession", possession]
    const kind = ["--purpose", "consensus", "--algorithm", "ed25519", "--from", "2026-01-01"]
    await members.run("organisations", "add-key", "--holder", FIFTH, ...kind, ...shown, ...KEYS)
    await members.decide([about("addValidator", { key, power: "10" })], ["treasury/keys"])
    await untilSeated(validator)
    expect(await members.prove("validators", "validators", validator)).toContain("power 10")

    const next = await nodeKey("--next")
    const rotate = ["--public", next.public, "--possession", next.possession]
    await members.run("validators", "rotate-key", "--validator", validator, ...rotate, ...KEYS)
    seat = next.validator
    await untilSeated(seat)
    expect(await members.prove("validators", "validators", validator)).toContain("power 0")
    await members.prove("validators", "validators", seat)
    expect(await busy.network("status")).toBe(0)
    expect(busy.answer()).toMatchObject({ total: 5, online: 5 })
  })

  it("a node whose disk is lost is wiped, joins again, and votes", async () => {
    expect(await busy.network("wipe", "n3")).toBe(2)
    expect(busy.answer().error).toMatchObject({ code: "confirmation_required" })
    expect(await busy.network("wipe", "n3", "--yes"), busy.line.out).toBe(0)
    expect(busy.answer()).toMatchObject({ online: 4, total: 5 })
    expect(await busy.busyUntil(busy.network("start", "n3")), busy.line.err).toBe(0)
    expect(busy.answer()).toMatchObject({ online: 5 })
    await serves(busy.urls[2]!, "third")
    for (let all = false; !all; ) {
      await busy.closeBlocks()
      all = (await ledgerAt(busy.urls[0]!)).validators.every(({ signed }) => signed === true)
    }
  })

  it("two persons stop a service, and administrators of more than half let it go on", async () => {
    const scope = ["--scope", "service:provenance"]
    const two = [...members.as("education"), "--cosigners", "justice/administrator-1"]
    const frozen = ["--reason", "drill", "--hours", "1"]
    await members.run("governance", "freeze", ...scope, ...frozen, ...two)
    const flags = ["--title", "Paper", "--evidence", "second.evidence"]
    const file = members.write("second.txt", "another document")
    expect(await members.refused("provenance", "register", file, ...flags)).toBe("frozen")
    const row = ["governance", "freezes", "service:provenance"]
    expect(await members.prove(...row)).toContain("reason drill")
    const more = `${two.at(-1)},interior/administrator-1`
    await members.run("governance", "unfreeze", ...scope, ...two.slice(0, -1), more)
    await members.run("provenance", "register", file, ...flags)
    await members.prove(...row)
  })

  it("the fifth is suspended, and removed with its validator and its node", async () => {
    await members.decide([about("suspend", { reason: "audit" })])
    const row = ["organisations", "organisations", FIFTH]
    expect(await members.prove(...row)).toContain("status suspended")
    const code = await members.refused("organisations", "activate", ...KEYS)
    expect(code).toBe("organisation_suspended")
    await members.decide([
      about("removeValidator", { validator: seat }),
      about("removeOrganisation", { reason: "on request" }),
    ])
    await untilSeated(null)
    expect(await members.prove(...row)).toContain("status removed")
    expect(await busy.network("remove-node", "n5", "--yes")).toBe(0)
  })

  it("an upgrade is rehearsed at a node that stands still", async () => {
    const { height } = await ledgerAt(busy.urls[0]!)
    const artifacts = ["linux-x64", "linux-arm64"].map((platform) => ({ platform, sha256: DIGEST }))
    const plan = { name: "two", height: String(BigInt(height) + 52n), protocol: 1, artifacts }
    await members.decide([{ scheduleUpgrade: { ...plan, node: "24.21.0", source: "two" } }])
    expect(await members.prove("governance", "upgradePlan")).toContain("name two")
    expect(await busy.network("stop", "n4"), busy.line.out).toBe(0)
    const rehearsal = ["--config", memberPath(busy.dir, "n4"), "--services", NEXT]
    const exit = await busy.line.run("upgrade", "rehearse", ...rehearsal, "--json")
    expect(exit, busy.line.out.slice(0, 400)).toBe(0)
    expect(busy.answer()).toMatchObject({ sound: true, answers: [] })
    expect(await busy.network("start", "n4"), busy.line.out).toBe(0)
    for (const organisation of FOUR) {
      const ready = ["--name", "two", "--sha256", DIGEST]
      await members.run("governance", "signal-ready", ...ready, ...members.as(organisation))
    }
    expect(await members.run("upgrade", "status")).toMatchObject({ enough: true })
    await members.prove("governance", "readiness", FOUR[0]!)
  })

  it("at its height every node ends by itself, and the old program starts none again", async () => {
    const up = async () => {
      await busy.network("status")
      return busy.answer().nodes.filter((node: JsonObject) => node["process"] !== null).length
    }
    while ((await up()) > 0) {
      await Promise.race([busy.closeBlocks().catch(() => {}), soon()])
    }
    for (const name of ["n1", "n2", "n3", "n4"]) {
      const log = readFileSync(join(busy.dir, name, "node.log"), "utf8")
      expect(log).toContain("upgrade_needed")
    }
    expect(await busy.network("start", "n1")).not.toBe(0)
    expect(busy.line.out).toContain("this program stops before it")
    expect(await busy.network("add-node")).toBe(3)
    expect(busy.answer().error).toMatchObject({ code: "node_unreachable" })
  })

  it("every step's evidence verifies with no network to ask", async () => {
    expect(members.files).toHaveLength(15)
    for (const file of members.files) expect(await members.offline(file)).toContain("Proven")
  })
})
