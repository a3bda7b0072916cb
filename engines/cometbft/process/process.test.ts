/**
 * The engine's process with programs that end as they are told: restarts, their limit, the stop.
 */
import { spawn } from "node:child_process"
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ConcordatError } from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { TestClock } from "../../testing/index.ts"
import { EngineLog } from "./engine-log.ts"
import { EngineProcess } from "./process.ts"

let home: string
let clock: TestClock
let restarts: ConcordatError[]
let prepared: number
let failures: unknown[]
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "concordat-process-"))
  clock = new TestClock()
  restarts = []
  prepared = 0
  failures = []
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** A process of a shell script; each of its starts adds a line to `starts`. */
function scripted(script: string, name = "program"): EngineProcess {
  const binary = join(home, name)
  writeFileSync(binary, `#!/bin/sh\necho "$@" >> "${home}/starts"\n${script}\n`)
  chmodSync(binary, 0o755)
  return new EngineProcess({
    ...{ binary, home, socket: join(home, "r.sock"), clock, scheduler: clock },
    prepare: async () => void prepared++,
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
    await process.begin()
    for (let count = 1; count <= 3; count++) {
      await until(() => restarts.length === count)
      clock.advance(1_000)
    }
    await until(() => failures.length === 1)
    expect(failures).toMatchObject([{ code: "engine_ended", details: { status: 0 } }])
    expect(readFileSync(join(home, "starts"), "utf8")).toBe(`start --home ${home}\n`.repeat(4))
    await process.stop()
  })

  it("that voted lately is started again until it did not, prepared each time", async () => {
    const process = scripted(`echo "found signature from the same key"; exit 1`)
    await process.begin()
    for (let count = 1; count <= 5; count++) {
      await until(() => restarts.length === count)
      clock.advance(10_000)
      await until(() => prepared === count)
    }
    expect(restarts.map(({ code }) => code)).toEqual(Array(5).fill("signer_state_stale"))
    expect(failures).toEqual([])
    await process.stop()
  })

  it("may end more often when it is not as often in ten minutes", async () => {
    const process = scripted("exit 0")
    await process.begin()
    for (let count = 1; count <= 6; count++) {
      await until(() => restarts.length === count)
      clock.advance(300_000)
    }
    expect(failures).toEqual([])
    await process.stop()
  })

  it("is not started again where a person must look", async () => {
    const process = scripted("echo 'ERROR: failed to create node: no genesis' >&2; exit 1")
    await process.begin()
    await until(() => failures.length === 1)
    expect((failures[0] as Error).message).toContain("no genesis")
    expect(restarts).toEqual([])
    await process.stop()
    expect(readFileSync(join(home, "engine.log"), "utf8")).toContain("no genesis")
  })

  it("that panics is told by its panic, however long the trace after it", async () => {
    const trace = "i=0; while [ $i -lt 200 ]; do echo frame $i; i=$((i+1)); done"
    const process = scripted(`echo started; echo 'panic: no such block'; ${trace}; exit 2`)
    await process.begin()
    await until(() => failures.length === 1)
    expect(failures[0]).toMatchObject({ details: { line: "panic: no such block", status: 2 } })
    await process.stop()
  })

  it("that cannot be run is told", async () => {
    const process = scripted("")
    chmodSync(join(home, "program"), 0o644)
    await process.begin()
    for (let count = 1; count <= 3; count++) {
      await until(() => restarts.length === count)
      clock.advance(1_000)
    }
    await until(() => failures.length === 1)
    expect((failures[0] as Error).message).toContain("EACCES")
    await process.stop()
  })

  it("stops politely, after ten seconds by force", async () => {
    const polite = scripted("trap 'exit 0' TERM; echo ready; while :; do sleep 0.01; done")
    await polite.begin()
    await polite.stop()
    expect(polite.pid).toBeNull()
    const stubborn = scripted("trap '' TERM; echo deaf; while :; do sleep 0.01; done")
    await stubborn.begin()
    await until(() => readFileSync(join(home, "engine.log"), "utf8").includes("deaf"))
    const stopped = stubborn.stop()
    clock.advance(10_000)
    await stopped
    expect(stubborn.pid).toBeNull()
    expect(failures).toEqual([])
  })

  it("waits for the one before it, whose node was killed, to be gone", async () => {
    const binary = join(home, "program")
    const script = 'trap "echo asked >> $0.asked; sleep 0.2; exit 0" TERM; echo ready'
    writeFileSync(binary, `#!/bin/sh\n${script}\nwhile :; do sleep 0.01; done\n`)
    chmodSync(binary, 0o755)
    const orphan = spawn(binary, ["start", "--home", home], { stdio: ["ignore", "pipe", "ignore"] })
    await new Promise((resolve) => orphan.stdout.once("data", resolve))
    writeFileSync(join(home, "engine.pid"), String(orphan.pid))
    let ended = false
    orphan.once("exit", () => {
      ended = true
    })
    const started = scripted("exit 0", "next")
    const beginning = started.begin()
    while (!ended) {
      clock.advance(50)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    clock.advance(50)
    await beginning
    await until(() => restarts.length === 1)
    expect(readFileSync(`${binary}.asked`, "utf8")).toBe("asked\n")
    await started.stop()
  })

  it("does not take another process for the one before it", async () => {
    writeFileSync(join(home, "engine.pid"), String(process.pid))
    const started = scripted("exit 0")
    await started.begin()
    await until(() => restarts.length === 1)
    await started.stop()
  })
})

describe("its log", () => {
  it("keeps two files: a full one and the one that grows", () => {
    const log = new EngineLog(home, 10)
    for (const line of ["first line", "second line", "third line", "fourth"]) log.write(line)
    log.close()
    expect(readFileSync(join(home, "engine.log.1"), "utf8")).toBe("third line\n")
    expect(readFileSync(join(home, "engine.log"), "utf8")).toBe("fourth\n")
  })
})
