/** The file keystore: S02, S03, what is bound to what, and that nothing secret shows. */
import { SeededRandom, TestDisk } from "@concordat/engines/testing"
import { type Hash, parseCoseKey, thumbprint, utf8, verifyByKey } from "@concordat/kernel"
import { beforeEach, describe, expect, it } from "vitest"
import { keyPair } from "./key-pair.ts"
import { drawnKeystore, type Keystore, openKeystore } from "./keystore.ts"
import { SCRYPT, wrappingKey } from "./sealing.ts"

const CHEAP = { n: 1_024, r: 8, p: 1 }
const MESSAGE = utf8("what is signed")

let disk: TestDisk
let random: SeededRandom
beforeEach(() => {
  disk = new TestDisk()
  random = new SeededRandom(1)
})

const open = (passphrase = "open sesame") =>
  openKeystore({ disk, folder: "/keys", random, passphrase, cost: CHEAP })

async function withKey(): Promise<{ keystore: Keystore; id: Hash; path: string }> {
  const keystore = await open()
  const { id } = await keystore.create("sign", "ed25519")
  return { keystore, id, path: `/keys/${id}.json` }
}

async function edit(path: string, change: (file: Record<string, unknown>) => void) {
  const file = JSON.parse(new TextDecoder().decode((await disk.read(path))!))
  change(file)
  disk.put(path, utf8(JSON.stringify(file)), 0o600)
}

describe("a keystore", () => {
  it("keeps keys of both algorithms over a restart, and they sign", async () => {
    const first = await open()
    const made = [await first.create("sign", "ed25519"), await first.create("receipt", "es256")]
    const again = await open()
    expect(again.list()).toEqual(first.list())
    for (const { id, purpose, public: key } of made) {
      const signature = again.sign(id, purpose, MESSAGE)
      expect(verifyByKey(parseCoseKey(key), MESSAGE, signature)).toBe("ok")
      expect([thumbprint(again.publicKey(id)), again.publicKey(id)]).toEqual([id, key])
    }
  })

  it("S02: a file that others may read is refused, with the command that mends it", async () => {
    const { path } = await withKey()
    for (const name of [path, "/keys/keystore.json"]) {
      const bytes = (await disk.read(name))!
      disk.put(name, bytes, 0o640)
      await expect(open()).rejects.toMatchObject({
        code: "key_file_exposed",
        hint: `chmod 600 ${name}`,
        details: { path: name, mode: "0640" },
      })
      disk.put(name, bytes, 0o600)
    }
    await open()
  })

  it("S03: a wrong passphrase is told, with and without keys", async () => {
    await open()
    await expect(open("open barley")).rejects.toMatchObject({ code: "keystore_locked" })
    await withKey()
    await expect(open("open barley")).rejects.toMatchObject({ code: "keystore_locked" })
  })

  it("a key signs for its own purpose only", async () => {
    const { keystore, id } = await withKey()
    expect(() => keystore.sign(id, "consensus", MESSAGE)).toThrow(
      expect.objectContaining({
        code: "key_purpose_mismatch",
        details: { found: "sign", expected: "consensus" },
      }),
    )
    expect(() => keystore.sign("00".repeat(32) as Hash, "sign", MESSAGE)).toThrow(
      expect.objectContaining({ code: "keystore_unavailable" }),
    )
  })

  it.each([
    ["purpose", (file: Record<string, unknown>) => Object.assign(file, { purpose: "consensus" })],
    ["id", (file: Record<string, unknown>) => Object.assign(file, { id: "ab".repeat(32) })],
    ["sealed", (file: Record<string, unknown>) => Object.assign(file, { sealed: "AAAA" })],
    ["form", (file: Record<string, unknown>) => Object.assign(file, { export: true })],
  ])("an altered file (%s) does not open", async (_, change) => {
    const { path } = await withKey()
    await edit(path, change)
    await expect(open()).rejects.toMatchObject({ code: "keystore_unavailable", details: { path } })
  })

  it("a key file of another keystore does not open", async () => {
    const { path } = await withKey()
    const bytes = (await disk.read(path))!
    disk = new TestDisk()
    await open()
    disk.put(path, bytes, 0o600)
    await expect(open()).rejects.toMatchObject({ code: "keystore_unavailable" })
  })

  it("no file holds the secret", async () => {
    const seed = new SeededRandom(1)
    const { id, path } = await withKey()
    const drawn = Array.from({ length: 200 }, () => seed.below(256))
    const secret = drawn.findIndex((_, at) => {
      const bytes = Uint8Array.from(drawn.slice(at, at + 32))
      return bytes.length === 32 && keyPair("ed25519", bytes).id === id
    })
    expect(secret).toBeGreaterThanOrEqual(0)
    const bytes = Buffer.from(drawn.slice(secret, secret + 32))
    const text = Buffer.from((await disk.read(path))!).toString()
    for (const form of ["hex", "base64", "base64url"] as const) {
      expect(text).not.toContain(bytes.toString(form))
    }
  })
})

describe("a passphrase that chance draws", () => {
  it("is kept beside the keys, opens them, and is refused when others may read it", async () => {
    const { id } = await (await drawnKeystore(disk, "/keys", random)).create("sign", "ed25519")
    const first = Buffer.from((await disk.read("/keys/passphrase"))!)
      .toString()
      .trim()
    expect(first).toMatch(/^[A-Za-z0-9_-]{32}$/)
    expect((await drawnKeystore(disk, "/keys", random)).list()).toMatchObject([{ id }])
    expect((await open(first)).list()).toMatchObject([{ id }])
    disk.put("/keys/passphrase", utf8(first), 0o644)
    await expect(drawnKeystore(disk, "/keys", random)).rejects.toMatchObject({
      code: "key_file_exposed",
    })
  })
})

describe("the wrapping key", () => {
  it("is scrypt, once at full cost, and of the passphrase as typed or composed", async () => {
    // RFC 7914 section 12, third vector, first 32 bytes.
    const vector = await wrappingKey("pleaseletmein", utf8("SodiumChloride"), {
      n: 16_384,
      r: 8,
      p: 1,
    })
    expect(Buffer.from(vector).toString("hex")).toBe(
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2",
    )
    const salt = new Uint8Array(32)
    const composed = await wrappingKey("caf\u00e9", salt, SCRYPT)
    expect(await wrappingKey("cafe\u0301", salt, SCRYPT)).toEqual(composed)
  })
})
