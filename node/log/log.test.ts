/** Log lines: one event a line, its code, no secrets. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { ConcordatError } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { LOG_CODES } from "./codes.ts"
import { createLog } from "./log.ts"

function recorded() {
  const lines: Record<string, unknown>[] = []
  const log = createLog("node", "info", { write: (line) => void lines.push(JSON.parse(line)) })
  return { lines, log }
}

describe("the log", () => {
  it("writes time, level, room, code, message and plain fields", () => {
    const { lines, log } = recorded()
    log.info("block_closed", "Block 7", { height: 7n, hash: Uint8Array.of(1, 255) })
    expect(lines).toMatchObject([
      { level: "info", room: "node", code: "block_closed", message: "Block 7", height: "7" },
    ])
    expect(lines[0]).toMatchObject({ hash: "01ff" })
    expect(String(lines[0]?.time)).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  })

  it("keeps secrets out, at the top and inside", () => {
    const { lines, log } = recorded()
    log.warn("bug", "m", { passphrase: "canary", key: { secret: "canary", id: "ab" }, pin: 1 })
    expect(JSON.stringify(lines)).not.toContain("canary")
    expect(lines[0]).toMatchObject({ passphrase: "[redacted]", key: { id: "ab" } })
  })

  it("has levels that can change, and audit always", () => {
    const { lines, log } = recorded()
    log.debug("block_closed", "not written")
    log.level("error")
    log.warn("block_closed", "not written")
    log.audit("ledger_closed", "written")
    log.level("debug")
    log.debug("block_closed", "written")
    expect(lines.map(({ level }) => level)).toEqual(["audit", "debug"])
  })

  it("says code, hint and details of an operating error", () => {
    const { lines, log } = recorded()
    const failure = new ConcordatError("disk_full", "No room.", {
      hint: "Free some.",
      details: { path: "/x" },
    })
    log.error("disk_full", "stopped", { failure })
    expect(lines[0]).toMatchObject({
      failure: { code: "disk_full", hint: "Free some.", path: "/x" },
    })
  })

  it("knows its codes, sorted and explained", () => {
    const names = Object.keys(LOG_CODES)
    expect(names).toEqual([...names].sort())
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
    for (const about of Object.values(LOG_CODES)) expect(about.length).toBeGreaterThan(10)
  })

  it("has no code that nothing writes", () => {
    // The process of a node is begun by the command line, and its gateway logs who came in.
    const rooms = ["..", "../../cli/node", "../../gateway"].map((path) => {
      return fileURLToPath(new URL(path, import.meta.url))
    })
    const sources = rooms.flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: "utf8" })
        .filter((path) => /^(?!dist|node_modules).*\.ts$/.test(path) && !/\.test\.ts$/.test(path))
        .filter((path) => !path.endsWith("codes.ts"))
        .map((path) => readFileSync(join(room, path), "utf8")),
    )
    const silent = Object.keys(LOG_CODES).filter((code) => {
      return !sources.some((text) => text.includes(`"${code}"`))
    })
    expect(silent).toEqual([])
  })
})
