/** E03: two processes never share a data folder; a lock left by a dead process stops nobody. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { lockFolder } from "./lock.ts"

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "concordat-lock-"))
})
afterEach(() => rmSync(data, { recursive: true }))

const write = (holder: unknown) => writeFileSync(join(data, "lock"), JSON.stringify(holder))

describe("the lock of a data folder", () => {
  it("E03: a second taker is refused with the holder's process id, until it lets go", () => {
    const release = lockFolder(data)
    expect(() => lockFolder(data)).toThrow(
      expect.objectContaining({
        code: "store_in_use",
        details: { path: data, process: process.pid, host: hostname() },
      }),
    )
    release()
    expect(existsSync(join(data, "lock"))).toBe(false)
    lockFolder(data)()
  })

  it("is taken over from a process that is gone, or whose id another process has now", () => {
    const gone = spawnSync("true").pid
    write({ process: gone, host: hostname(), started: "1" })
    lockFolder(data)()
    write({ process: process.pid, host: hostname(), started: "1" })
    lockFolder(data)
    expect(JSON.parse(readFileSync(join(data, "lock"), "utf8")).process).toBe(process.pid)
  })

  it("of another host, nobody can tell: it is in use", () => {
    write({ process: 1, host: "elsewhere", started: null })
    expect(() => lockFolder(data)).toThrow(
      expect.objectContaining({
        hint: expect.stringContaining(`remove ${join(data, "lock")}`),
        details: { path: data, process: 1, host: "elsewhere" },
      }),
    )
  })

  it("that another process has taken meanwhile is not let go", () => {
    const release = lockFolder(data)
    write({ process: 1, host: "elsewhere", started: null })
    release()
    expect(existsSync(join(data, "lock"))).toBe(true)
  })

  it("half-written, it is taken over", () => {
    writeFileSync(join(data, "lock"), '{"proc')
    lockFolder(data)()
  })
})
