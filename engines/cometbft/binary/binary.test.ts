/** The engine's program is known by its sources, never by a name or by what it prints. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { findBinary, isPinned, provideBinary } from "./binary.ts"
import { goProgram, goProgramAt } from "./build-info.ts"

const COMETBFT = "github.com/cometbft/cometbft"
const HASH = "h1:0+zc7FlcnonFfMwzhyDCd5vK/fHZqz0RfRyTCxZsFPU="

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "concordat-binary-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A file with Go's build information as the linker lays it out, and nothing that runs. */
function program(path: string, mod: string, { at = 64, flags = 2 } = {}): Buffer {
  const text = `path\t${path}\nmod\t${mod}\ndep\tgithub.com/other/module\tv1.0.0\th1:x\n`
  const marks = Buffer.alloc(16, 0x30)
  const strings = ["go1.26.8", Buffer.concat([marks, Buffer.from(text), marks])].map((value) => {
    const bytes = Buffer.from(value)
    const { length } = bytes
    return Buffer.concat([Buffer.from([(length & 0x7f) | 0x80, length >> 7]), bytes])
  })
  const head = Buffer.alloc(32)
  Buffer.from("\xff Go buildinf:", "latin1").copy(head)
  head[15] = flags
  return Buffer.concat([Buffer.alloc(at, 1), head, ...strings, Buffer.alloc(40)])
}

const pinned = () => program(`${COMETBFT}/cmd/cometbft`, `${COMETBFT}\tv0.40.0\t${HASH}`)

function put(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  mkdirSync(join(path, ".."), { recursive: true })
  writeFileSync(path, bytes)
  chmodSync(path, 0o755)
  return path
}

const search = (environment: Record<string, string> = {}) => ({
  environment: { XDG_CACHE_HOME: join(folder, "cache"), PATH: "", ...environment },
  folder: join(folder, ".concordat"),
})

describe("build information", () => {
  it("names command, module, version and hash", () => {
    expect(goProgram(pinned())).toEqual({
      ...{ command: `${COMETBFT}/cmd/cometbft`, module: COMETBFT },
      ...{ version: "v0.40.0", hash: HASH },
    })
  })

  it("is found at its alignment only, and in the inline form only", () => {
    expect(goProgram(program("a", "b\tc\td", { at: 65 }))).toBeNull()
    expect(goProgram(program("a", "b\tc\td", { flags: 0 }))).toBeNull()
    expect(goProgram(Buffer.from("#!/bin/sh\n"))).toBeNull()
    expect(goProgram(pinned().subarray(0, 100))).toBeNull()
    expect(goProgramAt(join(folder, "absent"))).toBeNull()
  })
})

describe("the pinned program", () => {
  it.each([
    ["another version", `${COMETBFT}/cmd/cometbft`, `${COMETBFT}\tv0.39.0\t${HASH}`],
    ["other sources", `${COMETBFT}/cmd/cometbft`, `${COMETBFT}\tv0.40.0\th1:other=`],
    ["another command", `${COMETBFT}/abci/cmd/abci-cli`, `${COMETBFT}\tv0.40.0\t${HASH}`],
    ["a build of a working copy", `${COMETBFT}/cmd/cometbft`, `${COMETBFT}\t(devel)\t`],
  ])("is not %s", (_, command, mod) => {
    expect(isPinned(put("x", program(command, mod)), "cometbft")).toBe(false)
    expect(isPinned(put("y", pinned()), "cometbft")).toBe(true)
  })

  it("is looked for in the environment, in both caches, and in PATH, in this order", () => {
    expect(findBinary("cometbft", search())).toBeNull()
    const path = put("path/cometbft", pinned())
    const bin = { PATH: `/nowhere:${join(folder, "path")}` }
    expect(findBinary("cometbft", search(bin))).toBe(path)
    const cached = put("cache/concordat/bin/cometbft", pinned())
    expect(findBinary("cometbft", search(bin))).toBe(cached)
    const own = put(".concordat/bin/cometbft", pinned())
    expect(findBinary("cometbft", search(bin))).toBe(own)
    const named = put("mine", pinned())
    expect(findBinary("cometbft", search({ CONCORDAT_COMETBFT: named }))).toBe(named)
    expect(findBinary("abci-cli", search(bin))).toBeNull()
  })

  it("passes by a program of another version", () => {
    put("cache/concordat/bin/cometbft", program("other", `${COMETBFT}\tv1.0.1\t${HASH}`))
    expect(findBinary("cometbft", search())).toBeNull()
  })

  it("that the environment names wrongly is engine_missing, whatever else there is", () => {
    put(".concordat/bin/cometbft", pinned())
    const wrong = put("wrong", Buffer.from("#!/bin/sh\necho 0.40.0\n"))
    expect(() => findBinary("cometbft", search({ CONCORDAT_COMETBFT: wrong }))).toThrow(
      expect.objectContaining({ code: "engine_missing", details: { path: wrong } }),
    )
  })

  it("cannot be built without Go, which is said", async () => {
    await expect(provideBinary("cometbft", search())).rejects.toMatchObject({
      code: "engine_missing",
      message: "There is no cometbft v0.40.0, and Go is not installed.",
    })
  })

  it("is not taken from a Go that builds something else, or fails", async () => {
    const failing = put("failing/go", Buffer.from("#!/bin/sh\necho no network >&2\nexit 1\n"))
    await expect(
      provideBinary("cometbft", search({ PATH: join(failing, "..") })),
    ).rejects.toMatchObject({ message: expect.stringContaining("no network") })
    symlinkSync("/bin/true", join(folder, "go"))
    await expect(provideBinary("cometbft", search({ PATH: folder }))).rejects.toMatchObject({
      code: "engine_missing",
      message: expect.stringContaining("other sources"),
    })
  })
})
