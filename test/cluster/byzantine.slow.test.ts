/**
 * What one of four may do to the others on a running network under load: lie to its engine, lose
 * its files. The others go on, the doctor names it, and the node mends itself.
 */
import { readdirSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { History } from "./history.ts"
import { Played } from "./played.ts"

/** Nothing here waits for a time to pass; whoever reaches this hangs. */
const HANG_MS = 90_000

const played = new Played()
let history: History

/** Nobody lies any more. */
function liarsEnd(): void {
  for (const name of ["n3", "n4"]) played.liar(name).tell("")
}

/** The largest file of a folder, cut to half its size. */
function cutLargest(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name))
  const [largest] = files.toSorted((one, other) => statSync(other).size - statSync(one).size)
  truncateSync(largest!, Math.floor(statSync(largest!).size / 2))
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
    await played.mend()
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

  const { data, engine } = played.places("n4")
  it.each([
    ["its block log", () => cutLargest(join(data, "blocks"))],
    ["all of its block log", () => rmSync(join(data, "blocks"), { recursive: true })],
    ["the engine's journal", () => cutLargest(join(engine, "data", "cs.wal"))],
    [
      "all of the engine's journal",
      () => rmSync(join(engine, "data", "cs.wal"), { recursive: true }),
    ],
  ])(
    "loses %s: it mends itself, and catches up",
    async (_, damage) => {
      await played.network("kill", "n4")
      damage()
      await played.network("start", "n4")
      await played.above("n4", await played.height("n1"))
    },
    HANG_MS,
  )
})
