/** Files: what cannot be read or written is named, with why; what is written is whole. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeEach, describe, expect, it } from "vitest"
import type { Environment } from "./environment.ts"
import { ensureWritable, readIfThere, readInput, writeOutput } from "./files.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-files-"))
const at = (name: string) => join(folder, name)
let told = ""

const environment: Environment = {
  out: () => {},
  err: (text) => {
    told += text
  },
  ...{ home: folder, cwd: folder, terminal: false },
  fetch: () => Promise.reject(new Error("no network")),
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  ...{ now: () => 0, elapsed: () => 0 },
}

const bytes = (text: string) => new TextEncoder().encode(text)

beforeEach(() => {
  told = ""
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("reading", () => {
  it("answers all bytes of a file, however it is named", async () => {
    for (const name of ["a.pdf", "año 日本 $(x).pdf", "a\nb\u202e.pdf"]) {
      writeFileSync(at(name), name)
      expect(await readInput(environment, name)).toEqual(bytes(name))
    }
  })

  it("names an absent file, and the one that was probably meant", async () => {
    writeFileSync(at("diploma.pdf"), "x")
    await expect(readInput(environment, "diplom.pdf")).rejects.toMatchObject({
      code: "file_unreadable",
      message: "diplom.pdf cannot be read: there is no such file.",
      hint: "Did you mean diploma.pdf?",
    })
  })

  it("refuses a folder, a link in a circle, a file below a file", async () => {
    mkdirSync(at("folder"))
    symlinkSync(at("circle"), at("circle"))
    writeFileSync(at("file"), "x")
    const code = "file_unreadable"
    const reading = (name: string) => expect(readInput(environment, name)).rejects
    await reading("folder").toMatchObject({ code, message: /it is a folder/ })
    await reading("circle").toMatchObject({ code, message: /lead in a circle/ })
    await reading("file/below").toMatchObject({ code, message: /no folder/ })
  })

  it("reads no more than the limit, of a file or of what never ends", async () => {
    writeFileSync(at("eleven"), "12345678901")
    const code = "file_too_large"
    await expect(readInput(environment, "eleven", 10)).rejects.toMatchObject({ code })
    expect(await readInput(environment, "eleven", 11)).toHaveLength(11)
    if (process.platform === "win32") return
    await expect(readInput(environment, "/dev/zero", 10)).rejects.toMatchObject({ code })
  })

  it("answers undefined for a file that need not be there", async () => {
    expect(await readIfThere(environment, "absent")).toBeUndefined()
  })
})

describe("writing", () => {
  it("writes the whole file and leaves nothing else behind", async () => {
    expect(await writeOutput(environment, "a.evidence", bytes("one"))).toBe(at("a.evidence"))
    expect(readFileSync(at("a.evidence"), "utf8")).toBe("one")
    expect(readdirSync(folder)).toEqual(["a.evidence"])
  })

  it("keeps what was there under the next free name, and says so", async () => {
    for (const text of ["one", "two", "two", "three"]) {
      await writeOutput(environment, "a.evidence", bytes(text))
    }
    expect(readFileSync(at("a.evidence"), "utf8")).toBe("three")
    expect(readFileSync(at("a.evidence.1"), "utf8")).toBe("one")
    expect(readFileSync(at("a.evidence.2"), "utf8")).toBe("two")
    expect(readdirSync(folder)).toHaveLength(3)
    expect(told).toContain("What was in a.evidence is kept in")
  })

  it("refuses a folder that is not there, and a name that is a folder", async () => {
    mkdirSync(at("folder"))
    const code = "file_unreadable"
    for (const name of ["absent/a.evidence", "folder"]) {
      await expect(ensureWritable(environment, name)).rejects.toMatchObject({ code })
      await expect(writeOutput(environment, name, bytes("x"))).rejects.toMatchObject({ code })
    }
    expect(readdirSync(folder)).toEqual(["folder"])
  })

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "refuses a folder that is not ours (not as root, who may everything)",
    async () => {
      mkdirSync(at("closed"))
      chmodSync(at("closed"), 0o500)
      const message = "closed/a cannot be written: you may not."
      await expect(ensureWritable(environment, "closed/a")).rejects.toMatchObject({ message })
    },
  )
})
