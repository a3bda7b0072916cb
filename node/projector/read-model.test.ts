/** A read model that is not there, or whose database is not: the ledger goes on and says so. */
import { describe, expect, it } from "vitest"
import { silentLog } from "../log/log.ts"
import { systemScheduler } from "../seams/clock.ts"
import { openNode, send, testWorld, writeOf } from "../testing/node.testing.ts"
import { notesModule } from "../testing/notes.testing.ts"

describe("a node's read model", () => {
  it("is off unless it is asked for, and says so", async () => {
    const ledger = await openNode(testWorld())
    expect(ledger.readModel.status()).toMatchObject({ kind: "none", state: "off", height: null })
    await expect(ledger.readModel.query("SELECT 1", [])).rejects.toMatchObject({
      code: "read_model_behind",
    })
    await ledger.close()
  })

  it("waits for the first question, and begins nothing before", async () => {
    const readModel = { database: { kind: "pglite" }, atOnce: false } as const
    const ledger = await openNode(testWorld(), { servicesModule: notesModule, readModel })
    expect(ledger.readModel.status()).toMatchObject({ kind: "pglite", state: "waiting", lag: 0n })
    await ledger.close()
  })

  it("whose database does not answer fails by name; the ledger takes what it is sent", async () => {
    const world = testWorld()
    const failed = Promise.withResolvers<string>()
    const warn = (code: string, message: string) => {
      if (code === "read_model_failed") failed.resolve(message)
    }
    const database = { kind: "postgres", url: "postgres://nobody@127.0.0.1:1/nothing" } as const
    const ledger = await openNode(world, {
      ...{ servicesModule: notesModule, scheduler: systemScheduler, workers: 0 },
      ...{ readModel: { database, atOnce: true }, log: { ...silentLog, warn } },
    })
    expect(await failed.promise).toContain("ECONNREFUSED")
    const { height } = await send(world, ledger, writeOf("a"))
    expect(height).toBeGreaterThan(0n)
    const { state, failures, reason } = ledger.readModel.status()
    expect([state, failures]).toEqual(["failed", 1])
    expect(reason).not.toContain("nobody")
    await ledger.close()
  })
})
