/**
 * kill -9 of a node that writes a snapshot, and of a joiner that takes one: what was not finished
 * is never served and never used, the older snapshots serve, and the next offer starts clean.
 * `CONCORDAT_CRASH=<point>:<visit> node test/crash/victim.ts <folder> 0 snapshots`, or
 * `… node test/crash/joining-victim.ts <node's folder> <joiner's folder>`, replays one life.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { judgeSnapshot } from "../../node/snapshots/offline.ts"
import { quiet, send, writeOf } from "../../node/testing/node.testing.ts"
import { openJoining, openWide } from "./joining.ts"
import { expectKept } from "./kept.ts"
import { liveAndDie, startVictim } from "./life.ts"
import { openFolder } from "./world.ts"

let folder: string
let data: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "concordat-crash-"))
  data = join(folder, "node")
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Heights of the snapshots after the next start, the newest first; each proves its own root. */
async function serving(): Promise<readonly bigint[]> {
  const { ledger } = await openFolder(data)
  const heights = (await ledger.snapshots()).map(({ height }) => height)
  await ledger.close()
  expect(existsSync(join(data, "snapshots", "making"))).toBe(false)
  for (const height of heights) {
    expect(await judgeSnapshot(data, height)).toMatchObject({ height })
  }
  return heights
}

describe("kill -9 of a node that writes a snapshot", () => {
  it.each(["snapshot.chunk", "snapshot.rename"])(
    "at %s leaves the two older ones, and the next one is made",
    async (point) => {
      const life = { data, killAfter: null, besides: "snapshots" } as const
      const all = await liveAndDie({ ...life, life: 0, crash: `${point}:3` })
      expect(existsSync(join(data, "snapshots", "making"))).toBe(true)
      const older = await serving()
      expect(older).toHaveLength(2)
      all.push(...(await liveAndDie({ ...life, life: 1, crash: `${point}:2` })))
      const [newer, ...others] = await serving()
      expect(newer).toBeGreaterThan(older[0]!)
      expect(others).toEqual([older[0]])
      await expectKept(data, all)
    },
  )
})

describe("kill -9 of a joiner", () => {
  /** The chunks it took until it was killed. */
  function joinAndDie(joined: string, crash: string): Promise<number> {
    const child = startVictim("./joining-victim.ts", [data, joined], crash)
    let [out, errors] = ["", ""]
    child.stdout.on("data", (chunk) => {
      out += chunk
    })
    child.stderr.on("data", (chunk) => {
      errors += chunk
    })
    return new Promise((resolve, reject) => {
      child.on("close", (code, signal) => {
        if (signal === "SIGKILL") resolve(out.split("\n").length - 1)
        else reject(new Error(`the joiner ended by itself (${code}): ${errors}`))
      })
    })
  }

  /** The node's folder with a snapshot in it; how many chunks it has. */
  async function snapshotMade(): Promise<number> {
    const { world, ledger } = await openWide(data)
    await send(world, ledger, writeOf("before"))
    await quiet(ledger)
    const { chunks } = await ledger.makeSnapshot()
    await ledger.close()
    return chunks
  }

  it("at restore.chunk and restore.last leaves nothing that is used; then it joins", async () => {
    const chunks = await snapshotMade()
    expect(chunks).toBeGreaterThan(2)
    const joined = join(folder, "joiner")
    expect(await joinAndDie(joined, "restore.chunk:2")).toBe(1)
    expect(await joinAndDie(joined, "restore.last")).toBe(chunks - 1)
    const { world, ledger, snapshot, store, joiner } = await openJoining(data, joined)
    expect((await joiner.executor.info()).height).toBe(0n)
    const answers = Array.from({ length: 1 + chunks }, () => "accept")
    expect(await joiner.take(snapshot)).toEqual(answers)
    await send(world, ledger, writeOf("after"))
    await quiet(ledger)
    await joiner.follow(ledger)
    expect(joiner.executor.state.appHash).toBe(ledger.status().appHash)
    await joiner.executor.writes.drain()
    await store.close()
    await ledger.close()
  })
})
