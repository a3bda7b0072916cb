/**
 * kill -9 at each named point and at random moments, again and again over one folder: nothing that
 * was acknowledged is lost, nothing is there twice, and the node opens again. Each kill is one
 * visit to a point: `CONCORDAT_CRASH=<point>:<visit> node test/crash/victim.ts <folder>` replays
 * it.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { POINTS, type Point } from "@concordat/engines/perturb"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { runs } from "../runs.ts"
import { expectKept } from "./kept.ts"
import { type Acknowledged, liveAndDie } from "./life.ts"

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "concordat-crash-"))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

const live = (life: number, crash: string, killAfter: number | null) =>
  liveAndDie({ data, life, crash, killAfter })

/** Points that a node with little state passes by: their own tests visit them. */
const ELSEWHERE: readonly Point[] = [
  ...(["trie.write", "keystore.write", "snapshot.chunk", "snapshot.rename"] as const),
  ...(["restore.chunk", "restore.last"] as const),
  ...(["collector.header", "collector.commit", "config.write"] as const),
  ...(["projector.begin", "projector.rows", "projector.commit"] as const),
]
const VISITED = (Object.keys(POINTS) as Point[]).filter((point) => !ELSEWHERE.includes(point))

describe("kill -9", () => {
  it.each(VISITED)("at %s", async (point) => {
    const once = ["init.before", "init.after", "genesis.write"].includes(point)
    const all: Acknowledged[] = []
    for (const [life, visit] of (once ? [1] : [1, 4].slice(0, runs(20) > 10 ? 2 : 1)).entries()) {
      all.push(...(await live(life, `${point}:${visit}`, null)))
    }
    await expectKept(data, all)
  })

  it("at random moments, over one folder", async () => {
    const all: Acknowledged[] = []
    for (let life = 0; life < runs(60) / 10; life++) {
      const before = all.length
      all.push(...(await live(life, "", 1 + Math.floor(Math.random() * 60))))
      expect(all.length).toBeGreaterThan(before)
    }
    await expectKept(data, all)
  })
})
