/** The block log: bytes, rolling, torn tails, damage, and power cuts at every step. */
import { concat, sha256, utf8 } from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { SeededRandom, TestDisk } from "../testing/index.ts"
import { BlockLog } from "./block-log.ts"

const OPENING = utf8("body")

/** A body that tells its height, as blocks do. */
function body(height: bigint, size = 20): Uint8Array {
  const bytes = new Uint8Array(Math.max(size, 12)).fill(Number(height % 251n))
  bytes.set(OPENING)
  new DataView(bytes.buffer).setBigUint64(4, height)
  return bytes
}

function heightOf(bytes: Uint8Array): bigint | null {
  if (bytes.length < 12) return null
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(4)
}

const cuts: number[] = []
const open = (disk: TestDisk, fileBytesMax = 200) =>
  BlockLog.open({
    disk,
    folder: "/blocks",
    opening: OPENING.subarray(1),
    heightOf,
    fileBytesMax,
    onCut: (_path, _offset, bytes) => cuts.push(bytes),
  })

async function filled(count: number, fileBytesMax = 200) {
  const disk = new TestDisk()
  const log = await open(disk, fileBytesMax)
  for (let height = 1n; height <= BigInt(count); height++) await log.append(height, body(height))
  return { disk, log }
}

describe("a block log", () => {
  it("has exactly the bytes of its format", async () => {
    const { disk } = await filled(1)
    const height = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1)
    const check = sha256(concat(height, body(1n))).subarray(0, 8)
    const record = concat(Uint8Array.of(0, 0, 0, 20), check, body(1n))
    expect(await disk.read("/blocks/00000000000000000001.log")).toEqual(
      concat(utf8("CDATBLK1"), record),
    )
  })

  it("rolls, reads back every height, and opens again", async () => {
    const { disk, log } = await filled(30)
    expect(disk.paths().length).toBe(5)
    const again = await open(disk)
    for (const at of [log, again]) {
      expect([at.first, at.last]).toEqual([1n, 30n])
      for (let height = 1n; height <= 30n; height++) {
        expect(await at.read(height)).toEqual(body(height))
      }
      expect(await at.read(0n)).toBeNull()
      expect(await at.read(31n)).toBeNull()
    }
    await again.append(31n, body(31n))
    expect((await open(disk)).last).toBe(31n)
  })

  it("takes older records below its first one, and opens again with them", async () => {
    const disk = new TestDisk()
    const log = await open(disk)
    for (let height = 8n; height <= 20n; height++) await log.append(height, body(height))
    await log.prepend(5n, [body(5n), body(6n), body(7n)])
    await log.prepend(2n, [body(2n), body(3n), body(4n)])
    await log.append(21n, body(21n))
    for (const at of [log, await open(disk)]) {
      expect([at.first, at.last]).toEqual([2n, 21n])
      for (let height = 2n; height <= 21n; height++) {
        expect(await at.read(height)).toEqual(body(height))
      }
    }
    await expect(log.prepend(0n, [body(0n)])).rejects.toThrow("records end below 2")
  })

  it("may begin at any height and takes no gap", async () => {
    const disk = new TestDisk()
    const log = await open(disk)
    await log.append(500n, body(500n))
    await expect(log.append(502n, body(502n))).rejects.toThrow("does not follow")
    const again = await open(disk)
    expect([again.first, again.last]).toEqual([500n, 500n])
  })

  it("a record larger than a file gets a file of its own", async () => {
    const { disk, log } = await filled(2)
    await log.append(3n, body(3n, 1_000))
    await log.append(4n, body(4n))
    expect(disk.paths()).toHaveLength(3)
    expect(await (await open(disk)).read(3n)).toEqual(body(3n, 1_000))
  })

  it("preallocated zeros end it", async () => {
    const { disk } = await filled(3)
    const path = disk.paths()[0]!
    disk.put(path, concat((await disk.read(path))!, new Uint8Array(50)))
    const log = await open(disk)
    expect(log.last).toBe(3n)
    await log.append(4n, body(4n))
    expect((await open(disk)).last).toBe(4n)
  })

  it("E13: a torn tail is cut to the last whole record, and said", async () => {
    const whole = (await filled(3)).disk
    const path = whole.paths()[0]!
    const bytes = (await whole.read(path))!
    for (let size = bytes.length - 32; size < bytes.length; size++) {
      const disk = new TestDisk()
      disk.put(path, bytes.slice(0, size))
      cuts.length = 0
      const log = await open(disk)
      expect(log.last).toBe(2n)
      expect(cuts).toEqual(size === bytes.length - 32 ? [] : [32 - (bytes.length - size)])
      await log.append(3n, body(3n))
      expect(await disk.read(path)).toEqual(bytes)
    }
  })

  it("a new file that was never finished starts again", async () => {
    for (const start of ["", "CDAT", "\0\0\0\0\0\0\0\0\0\0\0"]) {
      const { disk } = await filled(6)
      disk.put("/blocks/00000000000000000007.log", utf8(start))
      const log = await open(disk)
      expect(log.last).toBe(6n)
      await log.append(7n, body(7n))
      expect((await open(disk)).last).toBe(7n)
    }
  })

  it("E14: a bit turned over is found, or costs the last record only", async () => {
    const { disk: whole } = await filled(14)
    const original = new Map<string, Uint8Array>()
    for (const path of whole.paths()) original.set(path, (await whole.read(path))!)
    const [first, , last] = [...original.keys()]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(first!, last!), fc.nat(), async (path, at) => {
        const disk = new TestDisk()
        for (const [name, bytes] of original) disk.put(name, bytes)
        disk.flip(path, at % (original.get(path)!.length * 8))
        const damaged = (await disk.read(path))!
        const log = await open(disk).catch((error) => error)
        if (log instanceof BlockLog) {
          expect(path).toBe(last)
          expect(log.last).toBe(13n)
          for (let height = 1n; height <= 13n; height++) {
            expect(await log.read(height)).toEqual(body(height))
          }
        } else {
          expect(log).toMatchObject({ code: "store_damaged", details: { path } })
          expect(await disk.read(path)).toEqual(damaged)
        }
      }),
      { numRuns: runs(500) },
    )
  })

  it("a missing, foreign or swapped file is damage", async () => {
    const { disk, log } = await filled(20)
    await log.close()
    const [, second] = disk.paths()
    const bytes = (await disk.read(second!))!
    await disk.remove(second!)
    await expect(open(disk)).rejects.toMatchObject({ code: "store_damaged" })
    disk.put(second!, (await disk.read(disk.paths()[0]!))!)
    await expect(open(disk)).rejects.toMatchObject({ code: "store_damaged" })
    disk.put(second!, bytes)
    disk.put("/blocks/notes.txt", bytes)
    await expect(open(disk)).rejects.toMatchObject({ details: { path: "/blocks/notes.txt" } })
    expect(disk.held).toBe(0)
  })

  it("damage that comes while it is open shows when the record is read", async () => {
    const { disk, log } = await filled(3)
    disk.flip(disk.paths()[0]!, 8 * 60)
    await expect(log.read(2n)).rejects.toMatchObject({ code: "store_damaged" })
    expect(await log.read(3n)).toEqual(body(3n))
  })

  it("E14: a full disk keeps what was there, takes no more until it is reopened", async () => {
    const { disk, log } = await filled(3)
    disk.room = 10
    await expect(log.append(4n, body(4n))).rejects.toMatchObject({ code: "disk_full" })
    disk.room = 1_000
    await expect(log.append(4n, body(4n))).rejects.toMatchObject({ code: "disk_full" })
    const again = await open(disk)
    expect(again.last).toBe(3n)
    await again.append(4n, body(4n))
  })

  it("survives a power cut at any step: every synced record, nothing torn", async () => {
    for (let seed = 1; seed <= runs(300); seed++) {
      const random = new SeededRandom(seed)
      const disk = new TestDisk()
      const stopAt = random.below(40)
      disk.onStep = (step) => {
        if (step === stopAt) throw new Error("power cut")
      }
      let synced = 0n
      try {
        const log = await open(disk)
        for (let height = 1n; height <= 20n; height++) {
          await log.append(height, body(height, 12 + random.below(2_000)))
          synced = height
        }
      } catch {}
      disk.onStep = () => {}
      disk.cutPower(random)
      const log = await open(disk)
      expect(log.last, `seed ${seed}`).toBeGreaterThanOrEqual(synced)
      expect(log.last, `seed ${seed}`).toBeLessThanOrEqual(synced + 1n)
      for (let height = 1n; height <= log.last; height++) {
        expect(heightOf((await log.read(height))!), `seed ${seed}`).toBe(height)
      }
    }
  })
})
