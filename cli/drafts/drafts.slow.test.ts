/**
 * The ceremony of several signatures: a draft is made, travels, is read and signed without a
 * network, comes back, and is one transaction. What is refused on the way.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
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
    const stopped = await world.run(["governance", "stopped"])
    expect(stopped.out).toMatch(/^service:provenance is frozen until .* by .* and .*: drill\n$/)
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

describe("several people hand one file on", () => {
  const CAROL = "central-bank/administrator-1"
  const LIFT = JSON.stringify({ scope: "service:provenance" })
  let kids: readonly string[] = []

  /** A keystore of one organisation alone, in a folder of its own. */
  function own(organisation: string, kid: string): string {
    const folder = `${organisation}.keys`
    mkdirSync(join(world.folder, folder))
    for (const name of ["keystore.json", "passphrase", `${kid}.json`]) {
      copyFileSync(join(world.data, "keys", name), join(world.folder, folder, name))
    }
    return folder
  }

  const cosign = (file: string, ...more: readonly string[]) =>
    world.run(["cosign", file, ...more, "--yes", "--json"])
  const told = (run: Awaited<ReturnType<typeof cosign>>) => [run.exit, run.json().error?.code]

  it("each signs offline after judging those before; the file is sent when all did", async () => {
    await drafted("governance.freeze", FREEZE.replace("provenance", "money"), "again.draft")
    const files = await signed("again.draft", await signersOf("again.draft"))
    expect((await world.run(["submit", "again.draft", ...files])).exit).toBe(0)

    const file = world.file("lift.json", LIFT.replace("provenance", "money"))
    const names = ["--signers", [ALICE, BOB, CAROL].join(",")]
    const made = await world.run(["draft", "governance.unfreeze", file, ...names, "--json"])
    const { id, signers } = made.json() as { id: string; signers: string[] }
    kids = signers
    const [a, b, c] = ["education", "justice", "central-bank"].map((of, at) =>
      own(of, signers[at]!),
    )
    world.online = false
    const first = (await cosign("governance.unfreeze.draft", "--keys", a!)).json()
    expect(first).toMatchObject({ id, signed: [signers[0]], missing: signers.slice(1) })
    // Twice by one key, and by nobody who is named.
    const twice = await cosign("governance.unfreeze.signed", "--keys", a!)
    expect(told(twice)).toEqual([2, "signature_duplicate"])
    expect(twice.json().error.hint).toContain(signers[1])
    const shown = await world.run(["cosign", "governance.unfreeze.signed", "--keys", c!, "--yes"])
    expect(shown.exit, shown.err).toBe(0)
    const aloud = id.replaceAll(/(.{4})(?=.)/g, "$1 ")
    for (const words of [aloud, `${signers[0]}  signed`, `${signers[1]}  not yet`, "1 more"]) {
      expect(shown.out).toContain(words)
    }
    world.online = true
    const early = await world.run(["submit", "governance.unfreeze.signed"])
    expect([early.exit, early.err]).toEqual([2, expect.stringContaining("signature_missing")])
    world.online = false
    const last = (await cosign("governance.unfreeze.signed", "--keys", b!)).json()
    expect(last).toMatchObject({ id, missing: [] })
    world.online = true
    const sent = await world.run(["submit", "governance.unfreeze.signed", "--json"])
    expect(sent.json()).toMatchObject({ transaction: id, status: "accepted" })
  })

  it("refuse a changed byte, another ledger, and what is over, before they sign", async () => {
    const whole = readFileSync(join(world.folder, "governance.unfreeze.signed"))
    // In the salt of the payload: the draft stays well formed, and the signatures hold no more.
    const at = whole.indexOf("salt") + 6
    const changed = Buffer.from(whole)
    changed[at]! ^= 1
    writeFileSync(join(world.folder, "changed.signed"), changed)
    const key = ["--keys", "education.keys"]
    expect(told(await cosign("changed.signed", ...key))).toEqual([2, "signature_invalid"])
    const sent = await world.run(["submit", "changed.signed"])
    expect(sent.err).toContain("signature_invalid")

    const other = await cosign("governance.unfreeze.draft", ...key, "--chain", "other-1")
    expect(told(other)).toEqual([2, "chain_mismatch"])
    expect(other.json().error.hint).toContain("Do not sign")
    const bytes = readFileSync(join(world.folder, "governance.unfreeze.draft"))
    const foreign = bytes.toString("latin1").replace("concordat-", "koncordat-")
    writeFileSync(join(world.folder, "foreign.draft"), foreign, "latin1")
    const files = await signed("foreign.draft", kids)
    const turned = await world.run(["submit", "foreign.draft", ...files])
    expect([turned.exit, turned.err]).toEqual([2, expect.stringContaining("chain_mismatch")])

    const past = world.file("past.json", LIFT)
    const when = ["--expires", "2020-01-01T00:00:00Z", "--out", "past.draft"]
    await world.run(["draft", "governance.unfreeze", past, "--signers", ALICE, ...when])
    expect(told(await cosign("past.draft", ...key))).toEqual([1, "transaction_expired"])
    const late = await world.run(["sign", "past.draft", ...key, "--yes"])
    expect(late.err).toContain("transaction_expired")
  })

  const signersOf = async (draft: string) => {
    const asked = await world.run(["sign", draft, ...KEYS, "--yes", "--json"])
    const kid = /--key ([0-9a-f]{64})/.exec(asked.json().error.hint)![1]!
    const one = await world.run(["sign", draft, ...KEYS, "--key", kid, "--yes", "--json"])
    return one.json().signers as readonly string[]
  }
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
    const [{ proposal }] = all.json().proposals
    const shown = await world.run(["governance", "show", proposal])
    expect(shown.out).toContain("governance/parameters governance vetoDays (new)")
    expect(shown.out).toContain('value    – → {"number":"14"}')
    const waits = await world.run(["governance", "inbox", "justice"])
    expect(waits.out).toContain(`Vote: What was vetoed may come back`)
    expect((await world.run(["governance", "inbox", "education"])).out).toContain("Nothing waits")
    const upgrade = await world.run(["upgrade", "status"])
    expect(upgrade.out).toBe("No upgrade is planned.\n")
  })
})

describe("what was made", () => {
  const actions =
    '[{"setParameter":{"module":"governance","name":"freezeHours","value":{"number":"24"}}}]'
  const shown = async (proposal: string) =>
    (await world.run(["governance", "show", proposal, "--json"])).json().row.title

  it("is told by its name, which the next command wants", async () => {
    const what = ["--title", "A day", "--documents", "[]", "--actions", actions, "--as", ALICE]
    const sent = await world.run(["governance", "propose", ...what])
    expect(sent.exit, sent.err).toBe(0)
    const [, proposal = ""] = /^proposal +([0-9a-f]{64})$/m.exec(sent.out) ?? []
    expect(await shown(proposal)).toBe("A day")
    const ballot = ["--proposal", proposal, "--choice", "no", "--as", ALICE, "--json"]
    const voted = await world.run(["governance", "vote", ...ballot])
    expect(voted.json()).toMatchObject({ status: "accepted", made: [] })
  })

  it("also where several signed apart, one of whom is called by the principal", async () => {
    const input = { title: "Drafted", documents: [], actions: JSON.parse(actions) }
    const { signers } = await drafted("governance.propose", JSON.stringify(input), "made.draft")
    const sign = (name: string) =>
      world.run([
        "sign",
        "made.draft",
        ...KEYS,
        "--key",
        name,
        "--out",
        "made.1",
        "--yes",
        "--json",
      ])
    expect((await sign("education/nobody")).json().error.code).toBe("unknown_signer")
    expect((await sign("Nobody!")).json().error).toMatchObject({ pointer: "/key" })
    world.online = false
    expect((await sign(BOB)).exit).toBe(3)
    world.online = true
    const second = await sign(BOB)
    expect(second.json().key, second.err).toBe(signers[1])
    const [first] = await signed("made.draft", signers.slice(0, 1))
    const sent = await world.run(["submit", "made.draft", first!, "made.1", "--json"])
    expect(await shown(sent.json().made[0].proposal)).toBe("Drafted")
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
    expect(several).toMatch(/--key [0-9a-f]{64} or --key [0-9a-f]{64}/)
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
