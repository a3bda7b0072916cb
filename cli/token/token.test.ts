/** `concordat token`: made by a signature, kept for one gateway, listed, ended. */
import { chmodSync, existsSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CliWorld } from "../world.testing.ts"

const world = new CliWorld()
beforeAll(async () => {
  await world.open()
})
afterAll(() => world.close())

const kept = () => join(world.home, "tokens.json")
const AS = ["--as", "education/registrar"]
const CLERK = ["--as", "education/administrator-1"]
const token = (...args: readonly string[]) =>
  world.run(["token", ...args, "--url", world.ledger!.url])

describe("token", () => {
  it("is signed by the gateway for who is acted as, and kept for its owner alone", async () => {
    const made = await token("new", ...AS, "--label", "reports")
    expect([made.exit, made.err]).toEqual([0, ""])
    expect(statSync(kept()).mode & 0o777).toBe(0o600)
    expect(Object.keys(JSON.parse(readFileSync(kept(), "utf8")))).toEqual([world.ledger!.url])
    expect(made.out).not.toMatch(/cct_/)
    const listed = await token("list")
    expect(listed.out).toMatch(
      /Tokens of education\/registrar:\n[0-9a-f]{16} {2}valid, .*: reports/,
    )
  })

  it("is shown to its own gateway, and to no other", async () => {
    const seen = new Set<string>()
    const fetch = async (url: string, init: RequestInit = {}) => {
      const shown = new Headers(init.headers).get("authorization")?.slice(0, 10) ?? "nothing"
      seen.add(`${new URL(url).hostname} ${shown}`)
      return globalThis.fetch(url.replace("other.example", "127.0.0.1"), init)
    }
    const { url } = world.ledger!
    await world.run(["status", "--url", url], { fetch })
    await world.run(["status", "--url", url.replace("127.0.0.1", "other.example")], { fetch })
    expect([...seen]).toEqual(["127.0.0.1 Bearer cct", "other.example nothing"])
  })

  it("is shown once where it is asked for, and then kept nowhere", async () => {
    const before = readFileSync(kept(), "utf8")
    const made = await token("new", ...AS, "--for", "read", "--show", "--json")
    expect(made.json()).toMatchObject({ audiences: ["read"], standing: "valid" })
    expect(made.json().token).toMatch(/^cct_/)
    expect(readFileSync(kept(), "utf8")).toBe(before)
    expect(readFileSync(join(world.data, "tokens.json"), "utf8")).not.toContain(
      made.json().token.slice(-43),
    )
  })

  it("is signed by a key of a keystore", async () => {
    const keys = join(world.data, "keys")
    const several = await token("new", ...CLERK, "--keys", keys)
    expect(several.err).toMatch(/^field_missing: .*several keys/)
    const rows = await world.run(["status", "--json"])
    expect(rows.exit).toBe(0)
    const page = await fetch(`${world.ledger!.url}/v1/organisations/keys?limit=200`)
    const { rows: all } = (await page.json()) as {
      rows: { key: { key: string }; value: { holder: string; purpose: string } }[]
    }
    const own = all.find(({ value }) => value.holder === CLERK[1] && value.purpose === "sign")!
    const flags = ["--keys", keys, "--key", own.key.key, "--show", "--json"]
    const made = await token("new", ...CLERK, ...flags)
    expect([made.err, made.json().principal]).toEqual(["", CLERK[1]])
    const named = await token(
      "new",
      ...CLERK,
      "--keys",
      keys,
      "--key",
      CLERK[1]!,
      "--show",
      "--json",
    )
    expect([named.err, named.json().principal]).toEqual(["", CLERK[1]])
    const other = await token("new", ...AS, ...flags)
    expect(other.json()).toMatchObject({ error: { code: "possession_invalid" } })
  })

  it("ends for good, and is forgotten here", async () => {
    const { tokens } = (await token("list", "--json")).json()
    const [reports] = tokens.filter(({ label }: { label: string }) => label === "reports")
    const ended = await token("revoke", reports.id)
    expect([ended.exit, ended.out]).toEqual([0, expect.stringContaining("revoked")])
    expect(readFileSync(kept(), "utf8")).toBe("{}\n")
    const again = await token("list")
    expect([again.exit, again.err]).toEqual([3, expect.stringMatching(/^credential_missing/)])
  })

  it("is not read where others could, and says what is wrong in the flags", async () => {
    chmodSync(kept(), 0o644)
    expect((await token("list")).err).toMatch(/^key_file_exposed: .*\n.*chmod 600/)
    chmodSync(kept(), 0o600)
    expect(existsSync(kept())).toBe(true)
    expect((await token("new")).err).toMatch(/^field_missing: --as/)
    expect((await token("new", ...AS, "--for", "all")).err).toMatch(/^unknown_argument: --for/)
    expect((await token("new", ...AS, "--ends", "2001-01-01")).err).toMatch(/^period_invalid/)
  })
})
