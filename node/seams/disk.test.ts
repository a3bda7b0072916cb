/** One set of rules for both disks: the machine's and the one that tests break. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Disk } from "@concordat/engines/seams"
import { SeededRandom, TestDisk } from "@concordat/engines/testing"
import { afterAll, describe, expect, it } from "vitest"
import { diskError, systemDisk } from "./disk.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-disk-"))
afterAll(() => rmSync(folder, { recursive: true }))

const bytes = (...values: number[]) => Uint8Array.from(values)

describe.each<[string, Disk, string]>([
  ["systemDisk", systemDisk, folder],
  ["TestDisk", new TestDisk(), "/data"],
])("%s", (_, disk, root) => {
  it("creates a file on opening and keeps what was written", async () => {
    const path = join(root, "a", "file")
    await disk.makeFolder(join(root, "a"))
    const file = await disk.open(path)
    await file.write(0, bytes(1, 2, 3))
    await file.write(5, bytes(9))
    await file.sync()
    expect(await file.size()).toBe(6)
    expect(await file.read(0, 100)).toEqual(bytes(1, 2, 3, 0, 0, 9))
    expect(await file.read(1, 2)).toEqual(bytes(2, 3))
    expect(await file.read(6, 2)).toEqual(bytes())
    await file.close()
    const again = await disk.open(path)
    expect(await again.size()).toBe(6)
    await again.truncate(2)
    await again.close()
    expect(await disk.read(path)).toEqual(bytes(1, 2))
  })

  it("answers null and nothing for what is absent", async () => {
    expect(await disk.read(join(root, "absent"))).toBeNull()
    expect(await disk.mode(join(root, "absent"))).toBeNull()
    expect(await disk.list(join(root, "absent"))).toEqual([])
    await disk.remove(join(root, "absent"))
  })

  it("replaces a file, with the mode asked for, and leaves nothing beside it", async () => {
    const path = join(root, "r", "secret")
    await disk.makeFolder(join(root, "r"))
    await disk.replace(path, bytes(1), 0o600)
    await disk.replace(path, bytes(2, 3), 0o600)
    expect(await disk.read(path)).toEqual(bytes(2, 3))
    expect(await disk.mode(path)).toBe(0o600)
    expect(await disk.list(join(root, "r"))).toEqual(["secret"])
  })

  it("gives a folder with all it holds another name", async () => {
    await disk.makeFolder(join(root, "m", "old"))
    await disk.replace(join(root, "m", "old", "a"), bytes(1))
    await disk.rename(join(root, "m", "old"), join(root, "m", "new"))
    expect(await disk.list(join(root, "m"))).toEqual(["new"])
    expect(await disk.read(join(root, "m", "new", "a"))).toEqual(bytes(1))
  })

  it("lists sorted names and removes a folder with all it holds", async () => {
    await disk.makeFolder(join(root, "l", "inner"))
    await disk.replace(join(root, "l", "b"), bytes(1))
    await disk.replace(join(root, "l", "a"), bytes(1))
    await disk.replace(join(root, "l", "inner", "c"), bytes(1))
    expect(await disk.list(join(root, "l"))).toEqual(["a", "b", "inner"])
    await disk.remove(join(root, "l"))
    expect(await disk.list(join(root, "l"))).toEqual([])
  })
})

describe("failures of the system", () => {
  it("no room is disk_full, anything else store_damaged with the path", async () => {
    const full = diskError("/x", Object.assign(new Error(), { code: "ENOSPC" }))
    expect([full.code, full.details.path]).toEqual(["disk_full", "/x"])
    const path = join(folder, "plain")
    await systemDisk.replace(path, bytes(1))
    await expect(systemDisk.open(join(path, "below"))).rejects.toMatchObject({
      code: "store_damaged",
      details: { path: join(path, "below"), reason: "ENOTDIR" },
    })
  })
})

describe("TestDisk's faults", () => {
  it("a power cut loses only what was not synced, a lying sync also that", async () => {
    for (const lies of [false, true]) {
      const disk = new TestDisk()
      const file = await disk.open("/f")
      await file.write(0, new Uint8Array(2048).fill(1))
      await file.sync()
      disk.lies = lies
      await file.write(2048, new Uint8Array(4096).fill(2))
      if (lies) await file.sync()
      disk.cutPower(new SeededRandom(7))
      const left = (await disk.read("/f"))!
      expect(left.subarray(0, 2048)).toEqual(new Uint8Array(2048).fill(1))
      expect(left.subarray(2048).some((byte) => byte === 0)).toBe(true)
    }
  })

  it("runs out of room, fails by path, flips a bit", async () => {
    const disk = new TestDisk()
    disk.room = 4
    const file = await disk.open("/f")
    await file.write(0, bytes(1, 2, 3))
    await expect(file.write(3, bytes(4, 5))).rejects.toMatchObject({ code: "disk_full" })
    expect(await disk.read("/f")).toEqual(bytes(1, 2, 3))
    disk.flip("/f", 9)
    expect(await disk.read("/f")).toEqual(bytes(1, 0, 3))
    disk.failing = /f$/
    await expect(disk.read("/f")).rejects.toMatchObject({ code: "store_damaged" })
  })
})
