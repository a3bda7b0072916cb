/**
 * The secret of payment files: made once, and on the disk before anything follows from it. Slow by
 * name alone: what it puts in place of the file system is for a process of its own.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import type { Environment } from "../environment.ts"
import { paymentSecret } from "./payment-secret.ts"

/** What the file system was asked to do, in order: `sync <name>`, `link <name>`. */
const done = vi.hoisted((): string[] => [])
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>()
  return {
    ...real,
    async open(...asked: Parameters<typeof real.open>) {
      const file = await real.open(...asked)
      const sync = file.sync.bind(file)
      file.sync = () => {
        done.push(`sync ${basename(String(asked[0])).split(".")[0]}`)
        return sync()
      }
      return file
    },
    async link(from: string, to: string) {
      await real.link(from, to)
      done.push(`link ${basename(to)}`)
    },
  }
})

let home: string
beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), "concordat-secret-")), "home")
  done.length = 0
})
afterEach(() => rmSync(join(home, ".."), { recursive: true, force: true }))

function environment(): Environment {
  return {
    ...{ out: () => {}, err: () => {}, home, cwd: home, terminal: false },
    fetch: () => Promise.reject(new Error("no network")),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    ...{ now: () => 0, elapsed: () => 0 },
  }
}

describe("the secret of payment files", () => {
  it("is made once, for its owner alone, and nothing else is left", async () => {
    const secret = await paymentSecret(environment(), undefined)
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(await paymentSecret(environment(), undefined)).toBe(secret)
    expect(readdirSync(home)).toEqual(["payment-secret"])
    expect(statSync(join(home, "payment-secret")).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(home, "payment-secret"), "utf8")).toBe(`${secret}\n`)
  })

  it("is on the disk before it has its name, and its name before it is answered", async () => {
    await paymentSecret(environment(), undefined)
    const named = done.indexOf("link payment-secret")
    expect(done.slice(0, named)).toContain("sync payment-secret")
    expect(done.slice(named + 1)).toEqual(["sync home"])
  })

  it("that another command made is on the disk before it is answered, too", async () => {
    const secret = await paymentSecret(environment(), undefined)
    done.length = 0
    expect(await paymentSecret(environment(), undefined)).toBe(secret)
    expect(done).toEqual(["sync home"])
  })

  it("is one, however many commands make it at once", async () => {
    const made = Array.from({ length: 8 }, () => paymentSecret(environment(), undefined))
    expect(new Set(await Promise.all(made)).size).toBe(1)
  })

  it("is no text that is none, and may be a file's", async () => {
    const secret = await paymentSecret(environment(), undefined)
    writeFileSync(join(home, "ours"), `${secret}\n`)
    expect(await paymentSecret(environment(), "ours")).toBe(secret)
    writeFileSync(join(home, "payment-secret"), "")
    const malformed = expect.objectContaining({ code: "hex_malformed" })
    await expect(paymentSecret(environment(), undefined)).rejects.toThrow(malformed)
  })
})
