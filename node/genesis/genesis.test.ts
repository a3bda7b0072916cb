/** Genesis files: S04, S05; a development ledger's own name; written once and compared. */
import { SeededRandom, TestDisk } from "@concordat/engines/testing"
import { coseKey, isChainId, readGenesis } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { testWorld } from "../testing/node.testing.ts"
import { notesRuntime } from "../testing/notes.testing.ts"
import { developmentChain, developmentGenesis } from "./development.ts"
import { genesisOf } from "./genesis-file.ts"

const runtime = notesRuntime()

describe("a development genesis", () => {
  it("names a ledger of its own, read without a fault", () => {
    const random = new SeededRandom(5)
    const names = Array.from({ length: 200 }, () => developmentChain(random))
    for (const name of names) {
      expect(name).toMatch(/^concordat-[a-z0-9]{6}-dev-1$/)
      expect(isChainId(name)).toBe(true)
    }
    expect(new Set(names).size).toBe(200)
    const validator = coseKey({ algorithm: "ed25519", x: new Uint8Array(32).fill(7) })
    const text = developmentGenesis({
      runtime,
      random,
      time: 1_000,
      validator,
      state: { notes: {} },
    })
    const genesis = readGenesis(runtime, text)
    expect(genesis).toMatchObject({ height: 1n, time: 1_000 })
    expect(genesis.validators).toEqual([{ key: { ed25519: "07".repeat(32) }, power: 10n }])
  })
})

describe("the genesis file of a folder", () => {
  it("is written once and found again", async () => {
    const disk = new TestDisk()
    const { genesis } = testWorld()
    const first = await genesisOf(disk, "/data", runtime, genesis)
    expect(await genesisOf(disk, "/data", runtime, null)).toEqual(first)
    expect(await genesisOf(disk, "/data", runtime, genesis)).toEqual(first)
  })

  it("S05: another one than the folder's is refused with both digests", async () => {
    const disk = new TestDisk()
    const mine = await genesisOf(disk, "/data", runtime, testWorld(1).genesis)
    const other = readGenesis(runtime, testWorld(2).genesis)
    await expect(genesisOf(disk, "/data", runtime, testWorld(2).genesis)).rejects.toMatchObject({
      code: "genesis_mismatch",
      details: { found: mine.digest, expected: other.digest },
    })
  })

  it("S04: a fault is named by its JSON pointer, and nothing is written", async () => {
    const disk = new TestDisk()
    const wrong = testWorld().genesis.replace('"count": "1"', '"count": "-1"')
    await expect(genesisOf(disk, "/data", runtime, wrong)).rejects.toMatchObject({
      code: "genesis_invalid",
      details: { pointer: "/state/notes/notes/0/value/count" },
    })
    expect(disk.paths()).toEqual([])
  })

  it("none at all is a fault of the configuration", async () => {
    await expect(genesisOf(new TestDisk(), "/data", runtime, null)).rejects.toMatchObject({
      code: "configuration_invalid",
    })
  })
})
