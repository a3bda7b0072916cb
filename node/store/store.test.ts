/** Both stores by one set of rules; what LevelDB does when it is damaged or locked (E03, E14). */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { utf8 } from "@concordat/kernel"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { openLevelStore } from "./level-store.ts"
import { MemoryStore } from "./memory-store.ts"
import type { Change, StateStore } from "./state-store.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "concordat-store-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const location = () => join(folder, "state")

async function all(store: StateStore, from: string, to: string): Promise<string[]> {
  const found: string[] = []
  for await (const some of store.entries(utf8(from), utf8(to))) {
    for (const [key, value] of some) found.push(`${text(key)}=${text(value!)}`)
  }
  return found
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

const put = (key: string, value: string): Change => [utf8(key), utf8(value)]

describe.each<[string, () => Promise<StateStore>]>([
  ["classic-level", () => openLevelStore(location())],
  ["memory", async () => new MemoryStore()],
])("a store (%s)", (_, open) => {
  it("keeps what batches put and drops what they delete, in key order", async () => {
    const store = await open()
    await store.write([put("b", "1"), put("a", "2"), put("c", ""), put("b", "3")])
    await store.write([[utf8("c"), null], put("aa", "4")])
    expect(text(store.get(utf8("b"))!)).toBe("3")
    expect(store.get(utf8("c"))).toBeUndefined()
    expect(await all(store, "a", "z")).toEqual(["a=2", "aa=4", "b=3"])
    expect(await all(store, "aa", "b")).toEqual(["aa=4"])
    const keys: string[] = []
    for await (const some of store.keys(utf8("a"), utf8("b"))) keys.push(...some.map(text))
    expect(keys).toEqual(["a", "aa"])
    await store.close()
  })

  it("hands out values that nobody else can change", async () => {
    const store = await open()
    await store.write([put("k", "value")])
    store.get(utf8("k"))!.slice().fill(0)
    expect(text(store.get(utf8("k"))!)).toBe("value")
    await store.close()
  })
})

describe("classic-level", () => {
  it("is there again after closing", async () => {
    const first = await openLevelStore(location())
    await first.write([put("k", "v")])
    await first.close()
    const again = await openLevelStore(location())
    expect(text(again.get(utf8("k"))!)).toBe("v")
    await again.close()
  })

  it("E03: is in use while another has it open", async () => {
    const first = await openLevelStore(location())
    await expect(openLevelStore(location())).rejects.toMatchObject({ code: "store_in_use" })
    await first.close()
  })

  it("E14: a bit turned over in a table file is found when the value is read", async () => {
    const first = await openLevelStore(location())
    const values = Array.from({ length: 2_000 }, (_, i) => put(`key ${i}`, `value ${i * 7_919}`))
    await first.write(values)
    await first.close()
    // Opening again turns the log into a table.
    await (await openLevelStore(location())).close()
    const name = readdirSync(location()).find((file) => file.endsWith(".ldb"))!
    const path = join(location(), name)
    const whole = readFileSync(path)
    let found = 0
    for (let at = 100; at < whole.length - 2_000; at += Math.ceil(whole.length / 20)) {
      const damaged = Buffer.from(whole)
      damaged[at]! ^= 16
      writeFileSync(path, damaged)
      const store = await openLevelStore(location())
      try {
        for (const [key, value] of values) {
          const read = store.get(key)
          // A damaged key is another key: its row is lost, which the key index tells.
          if (read === undefined) throw Object.assign(new Error(), { code: "store_damaged" })
          expect(text(read)).toBe(text(value!))
        }
      } catch (failure) {
        expect(failure).toMatchObject({ code: "store_damaged" })
        found++
      }
      await store.close()
    }
    expect(found).toBeGreaterThan(5)
  })

  it("E14: a store that does not open is damaged, and says where", async () => {
    const first = await openLevelStore(location())
    await first.write([put("k", "v")])
    await first.close()
    writeFileSync(join(location(), "CURRENT"), "nonsense\n")
    await expect(openLevelStore(location())).rejects.toMatchObject({
      code: "store_damaged",
      details: { path: location() },
    })
  })
})
