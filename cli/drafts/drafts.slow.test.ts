/**
 * The ceremony of several signatures: a draft is made, travels, is read and signed without a
 * network, comes back, and is one transaction. What is refused on the way.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CliWorld } from "../world.testing.ts"

const world = new CliWorld()
beforeAll(() => world.open())
afterAll(() => world.close())

const ALICE = "education/administrator-1"
const BOB = "justice/administrator-1"
const KEYS = ["--keys", ".data/keys"]

/** Freezes the register of documents for an hour, as two of the emergency group decide. */
const FREEZE = JSON.stringify({ scope: "service:provenance", reason: "drill", hours: 1 })

async function drafted(command: string, input: string, out: string, ...more: readonly string[]) {
  const file = world.file("input.json", input)
  const signers = ["--signers", `${ALICE},${BOB}`]
  const made = await world.run([
    "draft",
    command,
    file,
    ...signers,
    "--out",
    out,
    ...more,
    "--json",
  ])
  expect(made.exit, made.err).toBe(0)
  return made.json() as { readonly id: string; readonly signers: readonly string[] }
}

/** Signs a draft with each of its keys, offline; answers the files. */
async function signed(draft: string, signers: readonly string[]): Promise<string[]> {
  world.online = false
  const files: string[] = []
  for (const [at, key] of signers.entries()) {
    const out = `${draft}.${at}`
    const one = await world.run(["sign", draft, ...KEYS, "--key", key, "--out", out, "--yes"])
    expect(one.exit, one.err).toBe(0)
    files.push(out)
  }
  world.online = true
  return files
}

describe("several people sign apart", () => {
  it("what one of them wrote down: read and signed without a network, final once", async () => {
    const { id, signers } = await drafted("governance.freeze", FREEZE, "stop.draft")
    expect(signers).toHaveLength(2)

    world.online = false
    let question = ""
    const one = ["sign", "stop.draft", ...KEYS, "--key", signers[0]!]
    const asked = await world.run(one, {
      ask: (words) => {
        question = words
        return Promise.resolve(false)
      },
    })
    world.online = true
    expect([asked.exit, question]).toEqual([2, "Sign this?"])
    for (const words of [id, "governance.freeze", '"scope": "service:provenance"', "expires"]) {
      expect(asked.err).toContain(words)
    }

    const files = await signed("stop.draft", signers)
    // In any order: the draft knows which is whose.
    const sent = await world.run(["submit", "stop.draft", ...files.toReversed(), "--json"])
    expect(sent.exit, sent.err).toBe(0)
    expect(sent.json()).toMatchObject({ transaction: id, status: "accepted" })
    const again = await world.run(["submit", "stop.draft", ...files])
    expect([again.exit === 0, again.err]).toEqual([
      false,
      expect.stringContaining("already_accepted"),
    ])

    const status = await world.run(["provenance", "set-class", ...SET_CLASS])
    expect(status.err).toContain("frozen")
  })

  it("and so they lift it", async () => {
    const lift = JSON.stringify({ scope: "service:provenance" })
    const { signers } = await drafted("governance.unfreeze", lift, "go.draft")
    const files = await signed("go.draft", signers)
    const sent = await world.run(["submit", "go.draft", ...files])
    expect(sent.exit, sent.err).toBe(0)
    expect(sent.out).toContain("Final in block")
  })
})

const SET_CLASS = [
  ...["--class", "extract", "--title", "Extracts", "--fields", "ab".repeat(32)],
  ...["--approvals", "1", "--keep", "30", "--reasons", "shown", "--version", "1", "--open", "true"],
]

describe("what is being decided", () => {
  it("is told with who has not voted, and that no upgrade is planned", async () => {
    const { exit, out } = await world.run(["governance", "proposals"])
    expect(exit).toBe(0)
    for (const words of ["What was vetoed may come back", "1 yes", "not yet      justice"]) {
      expect(out).toContain(words)
    }
    const all = await world.run(["governance", "proposals", "--all", "--json"])
    expect(all.json().proposals).toMatchObject([{ state: "open", missing: ["justice"] }])
    const upgrade = await world.run(["upgrade", "status"])
    expect(upgrade.out).toBe("No upgrade is planned.\n")
  })
})

describe("refused", () => {
  const failed = async (...args: readonly string[]) => {
    const { exit, err } = await world.run(args)
    return [exit, err] as const
  }

  it("too few signatures, those of strangers, a draft that was altered", async () => {
    const { signers } = await drafted("governance.freeze", FREEZE, "few.draft")
    const [first, second] = await signed("few.draft", signers)
    const missing = expect.stringContaining("signature_missing")
    expect(await failed("submit", "few.draft", first!)).toEqual([2, missing])
    await drafted("governance.unfreeze", JSON.stringify({ scope: "asset:x" }), "other.draft")
    const [, wrong] = await failed("submit", "other.draft", first!, second!)
    expect(wrong).toContain("signature_invalid")
    const bytes = readFileSync(join(world.folder, "few.draft"))
    writeFileSync(join(world.folder, "cut.draft"), bytes.subarray(0, bytes.length - 1))
    const [exit] = await failed("sign", "cut.draft", ...KEYS, "--yes")
    expect(exit).toBe(2)
  })

  it("a person who is not among the signers, and two of whom none is named", async () => {
    const alone = world.file("input.json", FREEZE)
    const kid = "cd".repeat(32)
    await world.run(["draft", "governance.freeze", alone, "--signers", kid, "--out", "alone.draft"])
    const stranger = expect.stringContaining("unknown_signer")
    expect(await failed("sign", "alone.draft", ...KEYS, "--yes")).toEqual([2, stranger])
    const [, several] = await failed("sign", "few.draft", ...KEYS, "--yes")
    expect(several).toContain("--key")
    const [, silent] = await failed("sign", "few.draft", ...KEYS, "--key", kid)
    expect(silent).toContain("unknown_signer")
  })

  it("what is no command, no input of it, or signed by nobody", async () => {
    const file = world.file("bad.json", '{"scope": "service:provenance", "hours": "many"}')
    const signers = ["--signers", ALICE]
    const [, none] = await failed("draft", "governance.freese", file, ...signers)
    expect(none).toContain("governance.freeze")
    const [, input] = await failed("draft", "governance.freeze", file, ...signers)
    expect(input).toContain("bad.json is no input of governance.freeze")
    const [, nobody] = await failed("draft", "governance.freeze", file)
    expect(nobody).toContain("--signers")
    const good = world.file("input.json", FREEZE)
    const [, keyless] = await failed("draft", "governance.freeze", good, "--signers", "education")
    expect(keyless).toContain("unknown_signer")
  })
})
