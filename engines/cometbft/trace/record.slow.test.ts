/**
 * A fresh trace of the real engine: every frame is what our codec makes of it, and the oracle has
 * nothing to say. `CONCORDAT_RECORD=1` keeps the trace for the test that needs no engine.
 */
import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { fromHex, toHex } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { decodeRequest, encodeRequest } from "../abci/index.ts"
import { binaryPath, Machine, needed } from "../machine.testing.ts"
import { recorded } from "./trace.testing.ts"

const FILE = fileURLToPath(new URL("./trace.json", import.meta.url))
const TEXTS = ["add:1", "add:20", "add:300"]

describe.skipIf(needed !== "")(`a recorded engine${needed}`, () => {
  it("sends frames that our codec reads and writes byte for byte", async () => {
    const machine = new Machine()
    const { trace, failures, sum } = await recorded(machine, binaryPath(), TEXTS)
    machine.remove()
    expect(failures).toEqual([])
    expect(sum).toBe(321)
    for (const [, hex] of trace.frames) {
      const { method, body } = decodeRequest(fromHex(hex))
      expect(toHex(encodeRequest(method, body as never)), method).toBe(hex)
    }
    const used = new Set(trace.frames.map(([connection]) => connection))
    expect([...used].sort(), "query, mempool, consensus; nobody asked for snapshots").toEqual([
      0, 2, 3,
    ])
    if (process.env["CONCORDAT_RECORD"] === "1") {
      writeFileSync(FILE, `${JSON.stringify(trace, null, 1)}\n`)
    }
  })
})
