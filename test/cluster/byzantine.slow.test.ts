/**
 * What one of four may do to the others on a running network under load: lie, sign twice, lose its
 * files. The others go on; the node stops and says why, or mends itself; the way back is taken.
 */
import { spawnSync } from "node:child_process"
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { memberPath } from "../../cli/network/member.ts"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { CommandLine } from "./command-line.ts"
import { History } from "./history.ts"
import { Played } from "./played.ts"

/** Nothing here waits for a time to pass; whoever reaches this hangs. */
const HANG_MS = 180_000
const MIB = 1_048_576

const played = new Played()
let history: History
/** Height of the block that proves a double vote. */
let faulted = 0n

/** Nobody lies any more. */
function liarsEnd(): void {
  for (const name of ["n3", "n4"]) played.liar(name).tell("")
}

/** Deletes what a node holds of the ledger, and keeps what it has signed: it begins anew. */
function emptied(name: string): void {
  const { data, engine } = played.places(name)
  rmSync(data, { recursive: true })
  for (const file of readdirSync(join(engine, "data"))) {
    if (file !== "priv_validator_state.json") {
      rmSync(join(engine, "data", file), { recursive: true })
    }
  }
}

/** The largest file of a folder, cut to half its size. */
function cutLargest(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name))
  const [largest] = files.toSorted((one, other) => statSync(other).size - statSync(one).size)
  truncateSync(largest!, Math.floor(statSync(largest!).size / 2))
}

async function restarted(name: string): Promise<void> {
  await played.network("start", name)
  await played.above(name, await played.height("n1"))
}

describe.skipIf(needed !== "")(`one of four${needed}`, () => {
  beforeAll(async () => {
    await played.up()
    history = new History(played.urls)
    await history.begin(played.dir)
  }, HANG_MS)
  afterAll(async () => {
    history?.abandon()
    await played.remove()
  }, HANG_MS)

  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return
    liarsEnd()
    if (
      await played.mend().then(
        () => false,
        () => true,
      )
    ) {
      emptied("n4")
      await played.mend()
    }
  }, HANG_MS)

  it(
    "proposes what is no transaction: it is refused, and the next one proposes",
    async () => {
      await played.network("kill", "n4")
      const liar = played.startLiar("n4")
      await played.above("n4", await played.height("n1"))
      liar.tell("propose")
      const logged = () => readFileSync(played.places("n1").log, "utf8")
      while (!logged().includes('"proposal_refused"')) await history.grows(1)
      liar.tell("")
      await history.grows()
    },
    HANG_MS,
  )

  it(
    "takes long to answer its engine, and the doctor names the call",
    async () => {
      const liar = played.liar("n4")
      liar.tell("slow")
      expect((await played.untilRow("n4", 9)).cause!.sign).toContain("finalize_block")
      liar.tell("")
      await history.grows()
    },
    HANG_MS,
  )

  it(
    "and another one refuse every proposal: nothing is decided, and the doctor names both",
    async () => {
      await played.network("kill", "n3")
      const liars = [played.startLiar("n3"), played.liar("n4")]
      await played.above("n3", await played.height("n1"))
      for (const liar of liars) liar.tell("reject")
      const { sign } = (await played.untilRow("n1", 8)).cause!
      expect(sign).toMatch(/Against: health \(n4\), interior \(n3\)/)
      for (const liar of liars) liar.tell("")
      await history.grows()
    },
    HANG_MS,
  )

  it(
    "has another app hash: it decides no more, says so, answers reads, and begins anew",
    async () => {
      await played.network("kill", "n4")
      const liar = played.startLiar("n4")
      await played.above("n4", await played.height("n1"))
      liar.tell("hash")
      const { cause } = await played.untilRow("n4", 3)
      expect(cause!.sign).toContain("wrong Block.Header.AppHash")
      await history.grows()
      const read = await fetch(`${played.urls[3]}/v1/status`) // Reads go on.
      expect(await read.json()).toMatchObject({ halted: "root_mismatch" })
      await played.network("kill", "n4")
      await played.network("start", "n4").catch(() => {})
      expect(await played.ended("n4")).toMatchObject({ code: "root_mismatch" })
      expect(await played.doctor("n4")).toMatchObject([{ cause: { row: 3 } }])
      emptied("n4")
      await restarted("n4")
    },
    HANG_MS,
  )

  const { data, engine } = played.places("n4")
  it.each([
    ["a file of its state", () => cutLargest(join(data, "state"))],
    ["its block log", () => cutLargest(join(data, "blocks"))],
    ["all of its block log", () => rmSync(join(data, "blocks"), { recursive: true })],
    ["the engine's journal", () => cutLargest(join(engine, "data", "cs.wal"))],
    [
      "all of the engine's journal",
      () => rmSync(join(engine, "data", "cs.wal"), { recursive: true }),
    ],
    ["a file of the engine's blocks", () => cutLargest(join(engine, "data", "blockstore.db"))],
  ])(
    "loses %s: it mends itself, or names it and begins anew",
    async (_, damage) => {
      await played.network("kill", "n4")
      damage()
      const mended = await played.network("start", "n4").then(
        () => true,
        () => false,
      )
      if (!mended) {
        const { code } = await played.ended("n4")
        expect(["engine_ended", "store_damaged"]).toContain(code)
        const [{ cause } = { cause: null }] = await played.doctor("n4")
        expect(cause).toMatchObject({ row: 2 })
        emptied("n4")
        await played.network("start", "n4")
      }
      await played.above("n4", await played.height("n1"))
    },
    HANG_MS,
  )

  it(
    "has no room left: it stops with its reason, and comes back when there is room",
    async ({ skip }) => {
      const folder = played.places("n4").data
      const kept = `${folder}.kept`
      await played.network("kill", "n4")
      cpSync(folder, kept, { recursive: true })
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=24m", "none", folder])
      if (mounted.status !== 0) {
        await played.network("start", "n4")
        return skip("a small disk cannot be mounted here")
      }
      cpSync(kept, folder, { recursive: true })
      const filler = join(folder, "filler")
      const { bavail, bsize } = statfsSync(folder)
      const free = bavail * bsize
      writeFileSync(filler, new Uint8Array(Math.max(0, free - MIB / 2)))
      await played.network("start", "n4").catch(() => {})
      expect(await played.ended("n4")).toMatchObject({ code: "disk_full" })
      expect(await played.doctor("n4")).toMatchObject([
        { cause: { row: 11, command: `df -h ${folder}` } },
      ])
      rmSync(filler)
      await restarted("n4")
      await played.network("kill", "n4")
      rmSync(kept, { recursive: true })
      cpSync(folder, kept, { recursive: true })
      spawnSync("umount", [folder])
      rmSync(folder, { recursive: true, force: true })
      cpSync(kept, folder, { recursive: true })
      await restarted("n4")
    },
    HANG_MS,
  )

  it(
    "runs twice with one key: refused without a memory; with an old one there is evidence",
    async () => {
      const { address, config, remember, end } = await played.startTwin("n4", "n2")
      const line = new CommandLine(played.folder)
      const cause = async () => {
        await line.run("doctor", "--config", config, "--json")
        return JSON.parse(line.out).nodes[0].cause
      }
      while ((await cause())?.row !== 10) await history.grows(1) // It knows of no vote, and waits.
      remember() // Of too little.
      const found = await played.evidence("n1")
      await end()
      expect(found).toMatchObject({ address, kind: "tendermint/DuplicateVoteEvidence" })
      expect(found.height - found.votes).toBeLessThanOrEqual(3n)
      faulted = found.height
      await history.grows()
    },
    HANG_MS,
  )

  it(
    "and its proof is in copies: all blocks are executed again, and lead to the same state",
    async () => {
      const config = memberPath(played.dir, "n1")
      const line = new CommandLine(played.folder)
      const answer = () => JSON.parse(line.out)
      const to = join(played.folder, "copy")
      const copied = await line.run("backup", "--config", config, "--to", to, "--json")
      expect(copied, line.out).toBe(0)
      const { last, appHash } = answer()
      const proved = await line.run("verify-backup", to, "--every-commit", "--json")
      expect(proved, line.out).toBe(0)
      expect(answer()).toMatchObject({ last, appHash, commits: last })
      expect(await line.run("verify", "blocks", "--config", config, "--json"), line.out).toBe(0)
      const asked = { height: String(faulted) }
      const [told, served] = [
        await played.engine("n1", "block", asked),
        await played.served("n1", "block", asked),
      ].map((block) => block as { block_id: unknown; block: { evidence: unknown } })
      expect(served!.block.evidence).toEqual(told!.block.evidence)
      expect(served!.block_id).toEqual(told!.block_id)
    },
    HANG_MS,
  )

  it(
    "was worth no lie to anybody",
    async () => {
      await history.end()
      expect(history.failures).toEqual([])
      const tip = await played.height("n1")
      for (const name of ["n2", "n3"]) await played.above(name, tip - 1n)
      expect(await history.faults()).toEqual([])
    },
    HANG_MS,
  )

  it(
    "leaves for ever, once somebody says yes",
    async () => {
      await expect(played.network("remove-node", "n4")).rejects.toThrow("confirmation_required")
      expect(await played.network("remove-node", "n4", "--yes")).toMatchObject({ online: 3 })
      expect(existsSync(played.places("n4").data)).toBe(false)
    },
    HANG_MS,
  )
})
