/**
 * The engine ends at its own fail points (`FAIL_TEST_INDEX`, CometBFT v0.40.0, `libs/fail`), which
 * lie between its writes: before and after a vote, a stored block, the answers of the application,
 * its own state. Its node starts it again; what was sent is final once, and the roots hold.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type Row, stateKey } from "@concordat/kernel"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { needed } from "../../engines/cometbft/machine.testing.ts"
import { send, writeOf } from "../../node/testing/node.testing.ts"
import { notes } from "../../node/testing/notes.testing.ts"
import { runs } from "../runs.ts"
import { Network } from "./world.ts"

/** Fail points of one height with one round; twice as many reach into the next one. */
const POINTS = Array.from({ length: runs(11) > 11 ? 22 : 11 }, (_, index) => index)

let network: Network
let sent = 0n

describe.skipIf(needed !== "")(`the engine of one validator${needed}`, () => {
  beforeAll(async () => {
    network = await Network.of(1)
  })
  afterEach(async () => {
    delete process.env["FAIL_TEST_INDEX"]
    await network.stop(0)
  })
  afterAll(() => network.remove())

  const engineLog = () => readFileSync(join(network.folder, "mint", "engine", "engine.log"), "utf8")

  it.each(POINTS)("that ends at its fail point %i is started again, and goes on", async (point) => {
    process.env["FAIL_TEST_INDEX"] = String(point)
    const { ledger, failures } = await network.start(0)
    delete process.env["FAIL_TEST_INDEX"] // The next start is an ordinary one.
    for (let count = 0; count < 4; count++) {
      expect(await send(network.world, ledger, writeOf("counted"))).toMatchObject({ code: 0 })
      sent++
    }
    expect(engineLog()).toContain(`fail-test ${point} ***`)
    const { value } = await ledger.row(stateKey(notes, { name: "counted" }))
    expect((notes.readRow(value!) as Row<typeof notes>).count).toBe(sent)
    expect(failures).toEqual([])
  })
})
