/** The command line itself: help everywhere, wrong words, exit statuses, one JSON value always. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { organisationsService } from "@concordat/services/organisations"
import { provenanceService } from "@concordat/services/provenance"
import type { Command } from "commander"
import { afterAll, describe, expect, it } from "vitest"
import type { Environment } from "./environment.ts"
import { main } from "./main.ts"
import { createProgram } from "./program.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-program-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let out = ""
let err = ""
const environment: Environment = {
  out: (text) => {
    out += text
  },
  err: (text) => {
    err += text
  },
  ...{ home: join(folder, "home"), cwd: folder, terminal: false },
  fetch: () => Promise.reject(new TypeError("fetch failed")),
  random: (length) => new Uint8Array(length),
  ...{ now: () => 0, elapsed: () => 0 },
}

async function run(...args: readonly string[]): Promise<number> {
  out = ""
  err = ""
  return main(environment, args)
}

/** Every command with the words that name it. */
function everyCommand(program: Command, words: readonly string[] = []): string[][] {
  return program.commands.flatMap((part) => {
    const named = [...words, part.name()]
    return [named, ...everyCommand(part, named)]
  })
}

const COMMANDS = everyCommand(createProgram(environment, () => {}, "0"))
const LEAVES = COMMANDS.filter(
  (words) => !COMMANDS.some((other) => other.length > words.length && other[0] === words[0]),
)

describe("help", () => {
  it.each(COMMANDS)("of %s %s fits 80 columns and names the command", async (...words) => {
    expect(await run(...words.filter(Boolean), "--help")).toBe(0)
    expect(out).toContain(`Usage: concordat ${words.filter(Boolean).join(" ")}`)
    const example = out.indexOf("Example")
    const above = example < 0 ? out : out.slice(0, example)
    for (const line of above.split("\n")) expect(line.length).toBeLessThanOrEqual(80)
    expect(err).toBe("")
  })

  it("has an example for every verb and every derived command", async () => {
    for (const words of LEAVES.filter(([first]) => first !== "anchors")) {
      await run(...words, "--help")
      expect(out).toContain(`$ concordat ${words.join(" ")}`)
    }
  })

  it("of a part without a verb goes to standard error, exit 2", async () => {
    for (const words of [[], ["provenance"], ["anchors"]]) {
      expect(await run(...words)).toBe(2)
      expect(err).toContain("Usage: concordat")
      expect(out).toBe("")
    }
  })

  it("--version is the program's before a command only: a class has a version too", async () => {
    expect(await run("--version")).toBe(0)
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/)
    await run("provenance", "set-class", "--version", "1")
    expect(err).toContain("field_missing at /class")
  })
})

describe("wrong words", () => {
  it.each([
    [["verfy"], "unknown_argument", "Did you mean verify?"],
    [["provenance", "registr", "a"], "unknown_argument", "Did you mean register?"],
    [["provenance", "register", "a", "--titel", "x"], "unknown_argument", "Did you mean --title?"],
    [["status", "--ulr", "x"], "unknown_argument", "Did you mean --url?"],
    [["organisations", "add-principle"], "unknown_argument", "Did you mean add-principal?"],
    [["status", "more"], "unknown_argument", "concordat status --help"],
    [["status", "--url"], "field_missing", "argument missing"],
    [["status", "--url", "nowhere"], "unknown_argument", "http://127.0.0.1:4400"],
    [["status", "--url", "file:///etc/passwd"], "unknown_argument", "http://127.0.0.1:4400"],
    [["verify"], "field_missing", "concordat verify --help"],
    [["verify", "absent.pdf"], "file_unreadable", "there is no such file"],
    [["verify", "."], "file_unreadable", "it is a folder"],
    [["provenance", "register", "absent.pdf"], "field_missing", '--title "Diploma"'],
    [["provenance", "register", "absent.pdf", "--title", "x"], "file_unreadable", "absent.pdf"],
    [["provenance", "suspend", `education/${"a".repeat(64)}`], "field_missing", "--until"],
    [["provenance", "dispose", `education/${"a".repeat(64)}`], "field_missing", "--destruction"],
    [["provenance", "batch", "absent"], "file_unreadable", "is no folder"],
    [["anchors", "add", "absent"], "file_unreadable", "absent"],
  ])("%j is %s", async (args, code, told) => {
    expect(await run(...args)).toBe(2)
    expect(err).toContain(`${code}`)
    expect(err).toContain(told)
    expect(out).toBe("")

    const flag = args.at(-1) === "--url" ? args.length - 1 : args.length
    expect(await run(...args.toSpliced(flag, 0, "--json"))).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ error: { code, hint: expect.any(String) } })
    expect(err).toBe("")
  })

  it("a gateway that does not answer is node_unreachable, exit 3, with its address", async () => {
    expect(await run("status")).toBe(3)
    expect(err).toContain("node_unreachable: Nothing answers at http://127.0.0.1:4400.")
    expect(await run("status", "--json")).toBe(3)
    expect(JSON.parse(out)).toMatchObject({ error: { code: "node_unreachable" } })
  })

  it("a question without anybody to answer names the flag: confirmation_required", async () => {
    const named = ["provenance", "dispose", `education/${"a".repeat(64)}`]
    const flags = ["--destruction", "b".repeat(64)]
    expect(await run(...named, ...flags)).toBe(2)
    expect(err).toContain("confirmation_required: End the record of this document for ever?")
    expect(err).toContain("--yes")
    expect(await run(...named, ...flags, "--yes")).toBe(3)
  })

  it("a no is a no", async () => {
    const named = ["provenance", "dispose", `education/${"a".repeat(64)}`]
    const args = [...named, "--destruction", "b".repeat(64)]
    const asked: string[] = []
    const ask = (question: string) => {
      asked.push(question)
      return Promise.resolve(false)
    }
    out = ""
    expect(await main({ ...environment, ask }, args)).toBe(2)
    expect(asked).toEqual(["End the record of this document for ever?"])
    expect(out).toBe("")
  })
})

describe("derived commands", () => {
  it("leave the flags of all commands to all commands", () => {
    const taken = ["as", "cosigners", "url", "json", "dryRun", "help", "yes"]
    for (const service of [organisationsService, provenanceService]) {
      for (const { fields } of Object.values(service.commands)) {
        for (const name of Object.keys(fields)) expect(taken).not.toContain(name)
      }
    }
  })

  it("are there for every command of every service, under its own name or a verb's", () => {
    const names = COMMANDS.map((words) => words.join(" "))
    for (const service of [organisationsService, provenanceService]) {
      for (const name of Object.keys(service.commands)) {
        const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
        expect(names).toContain(`${service.name} ${kebab}`)
      }
    }
  })
})
