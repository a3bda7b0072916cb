/** The keys of an engine's home: made once; the next one votes once the set has it. */
import { fromHex, type Hash, utf8, type Validators, verifyEd25519 } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { SeededRandom, TestDisk } from "../../testing/index.ts"
import { ensureKeys, nodeIdIn, takeNextKey, votingKey } from "./keys.ts"
import { ensureSilent } from "./silent.ts"

const HOME = "/engine"
const setOf = (...keys: readonly Hash[]): Validators =>
  keys.map((ed25519) => ({ key: { ed25519 }, power: 10n }))

async function home() {
  const [disk, random] = [new TestDisk(), new SeededRandom(3)]
  const { validator, nodeId } = await ensureKeys(disk, HOME, random)
  const next = await votingKey(disk, HOME, random, true)
  const now = async () => (await votingKey(disk, HOME, random, false)).key
  return { disk, random, validator, nodeId, next, now }
}

describe("the keys of a home", () => {
  test("are made once; what signs is the key that is told", async () => {
    const { disk, random, validator, nodeId, next } = await home()
    expect(await ensureKeys(disk, HOME, random)).toEqual({ validator, nodeId })
    expect(await nodeIdIn(disk, HOME)).toBe(nodeId)
    expect(await nodeIdIn(disk, "/nowhere")).toBe("")
    expect((await votingKey(disk, HOME, random, true)).key).toBe(next.key)
    expect(next.key).not.toBe(validator)
    const message = utf8("vote")
    const signature = next.sign(message)
    expect(verifyEd25519({ key: fromHex(next.key), message, signature })).toBe("ok")
    await expect(votingKey(disk, "/nowhere", random, false)).rejects.toMatchObject({
      code: "keystore_unavailable",
    })
  })

  test("are refused to a node that never votes, where a set that is known holds one", async () => {
    const { disk, validator, next } = await home()
    await ensureSilent(disk, HOME, [setOf(next.key), setOf()])
    await ensureSilent(disk, "/nowhere", [setOf(validator)])
    const later = ensureSilent(disk, HOME, [setOf(next.key), setOf(next.key, validator)])
    await expect(later).rejects.toMatchObject({ code: "configuration_invalid" })
    await expect(later).rejects.toThrow("never votes")
  })

  test("change when the set has the next one and the old one no more", async () => {
    const { disk, validator, next, now } = await home()
    expect(await takeNextKey(disk, HOME, setOf(validator))).toBe(false)
    expect(await takeNextKey(disk, HOME, setOf(validator, next.key))).toBe(false)
    expect(await now()).toBe(validator)
    expect(await takeNextKey(disk, HOME, setOf(next.key))).toBe(true)
    expect(await now()).toBe(next.key)
    expect(await takeNextKey(disk, HOME, setOf(next.key))).toBe(false)
  })

  test("are in order after a crash between the two steps of the change", async () => {
    const { disk, validator, next, now } = await home()
    const waiting = (await disk.read(`${HOME}/config/next_validator_key.json`))!
    await takeNextKey(disk, HOME, setOf(next.key))
    await disk.replace(`${HOME}/config/next_validator_key.json`, waiting)
    expect(await takeNextKey(disk, HOME, setOf(next.key))).toBe(false)
    expect(await disk.read(`${HOME}/config/next_validator_key.json`)).toBeNull()
    expect([await now(), validator]).not.toEqual([validator, validator])
  })
})
