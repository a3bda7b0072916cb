/** The ends of logs: the last life of each, whole lines alone. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { engineSaid, nodeLines, tailOf } from "./logs.ts"

const time = "2026-11-28T12:00:00.000Z"
const line = (code: string, rest: object = {}) =>
  JSON.stringify({ time, code, message: code, ...rest })
const START = JSON.stringify({ _msg: "service start", impl: "multiAppConn" })
const PANIC = JSON.stringify({ _msg: "CONSENSUS FAILURE!!!", err: "nil block" })

describe("a log", () => {
  it("is read from its end, without the line that is cut", async () => {
    const folder = mkdtempSync(join(tmpdir(), "concordat-tail-"))
    const path = join(folder, "a.log")
    writeFileSync(path, "first line\nsecond line\nthird\n")
    expect(await tailOf(path)).toEqual(["first line", "second line", "third"])
    expect(await tailOf(path, 15)).toEqual(["third"])
    expect(await tailOf(join(folder, "none"))).toEqual([])
    rmSync(folder, { recursive: true })
  })

  it("of a node is that of its last life, and what is no line is passed over", () => {
    const lines = [line("engine_failed"), line("accelerators_chosen"), "Error: x", line("bug")]
    expect(nodeLines(lines).map(({ code }) => code)).toEqual(["accelerators_chosen", "bug"])
    const [first] = nodeLines([line("engine_slow", { ms: 2_000 })])
    expect(first).toEqual({
      ...{ time: Date.parse(time), code: "engine_slow", message: "engine_slow" },
      fields: { ms: 2_000 },
    })
  })

  it("of an engine tells the panic and the strangers of its last life", () => {
    const stranger = '{"_msg":"Inbound Peer rejected","err":"peer_not_admitted"}'
    expect(engineSaid([PANIC, START, stranger])).toEqual({ panic: null, refused: [stranger] })
    expect(engineSaid([START, PANIC]).panic).toBe("nil block")
    expect(engineSaid(['CONSENSUS FAILURE!!! {"not json']).panic).toBe("no reason given")
  })
})
