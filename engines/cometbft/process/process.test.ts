/**
 * The engine's process with programs that end as they are told: restarts, their limit, the stop.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ConcordatError } from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { TestClock } from "../../testing/index.ts"
import { EngineProcess } from "./process.ts"

let home: string
let clock: TestClock
let restarts: ConcordatError[]
let failures: ConcordatError[]
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "concordat-process-"))
  clock = new TestClock()
  restarts = []
  failures = []
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** A process of a shell script; each of its starts adds a line to `starts`. */
function scripted(script: string): EngineProcess {
  const binary = join(home, "program")
  writeFileSync(binary, `#!/bin/sh\necho "$@" >> "${home}/starts"\n${script}\n`)
  chmodSync(binary, 0o755)
  return new EngineProcess({
    ...{ binary, home, socket: join(home, "r.sock"), clock, scheduler: clock },
    onRestart: (why) => void restarts.push(why),
    onFailure: (failure) => void failures.push(failure),
  })
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

describe("the process", () => {
  it("that ends is started again a second later, three times in ten minutes", async () => {
    const process = scripted("exit 0")
    process.start()
    for (let count = 1; count <= 3; count++) {
      await until(() => restarts.length === count)
      clock.advance(1_000)
    }
    await until(() => failures.length === 1)
    expect(failures).toMatchObject([{ code: "engine_ended", details: { status: 0 } }])
    expect(readFileSync(join(home, "starts"), "utf8")).toBe(`start --home ${home}\n`.repeat(4))
    await process.stop()
  })

  it("may end more often when it is not as often in ten minutes", async () => {
    const process = scripted("exit 0")
    process.start()
    for (let count = 1; count <= 6; count++) {
      await until(() => restarts.length === count)
      clock.advance(300_000)
    }
    expect(failures).toEqual([])
    await process.stop()
  })

  it("is not started again where a person must look", async () => {
    const process = scripted("echo 'ERROR: failed to create node: no genesis' >&2; exit 1")
    process.start()
    await until(() => failures.length === 1)
    expect(failures[0]?.message).toContain("no genesis")
    expect(restarts).toEqual([])
    await process.stop()
    expect(readFileSync(join(home, "engine.log"), "utf8")).toContain("no genesis")
  })

  it("that cannot be run is told", async () => {
    const process = scripted("")
    chmodSync(join(home, "program"), 0o644)
    process.start()
    for (let count = 1; count <= 3; count++) {
      await until(() => restarts.length === count)
      clock.advance(1_000)
    }
    await until(() => failures.length === 1)
    expect(failures[0]?.message).toContain("EACCES")
    await process.stop()
  })

  it("stops politely, after ten seconds by force", async () => {
    const polite = scripted("trap 'exit 0' TERM; echo ready; while :; do sleep 0.01; done")
    polite.start()
    await polite.stop()
    expect(polite.pid).toBeNull()
    const stubborn = scripted("trap '' TERM; echo deaf; while :; do sleep 0.01; done")
    stubborn.start()
    await until(() => readFileSync(join(home, "engine.log"), "utf8").includes("deaf"))
    const stopped = stubborn.stop()
    clock.advance(10_000)
    await stopped
    expect(stubborn.pid).toBeNull()
    expect(failures).toEqual([])
  })
})
