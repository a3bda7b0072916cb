/** What a node's file makes of access: audiences by profile, rates, the file of tokens. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { accessOf, ratesOf, tokenFile } from "./access.ts"
import { nodeFile } from "./file.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-access-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(text: string) {
  const path = join(folder, "concordat.toml")
  writeFileSync(path, text)
  return nodeFile(path, {})
}
const access = (text: string) => accessOf(fileOf(text), () => null)

describe("a node's file", () => {
  it("opens content to the public where it says so, or on a development ledger", async () => {
    expect((await access("")).open).toEqual(["verify", "send", "join"])
    expect((await access('[access]\npublic = ["verify"]')).open).toEqual(["verify"])
    expect((await access("[access]\npublic = []")).open).toEqual([])
    const open = (await access('[node]\nprofile = "development"')).open
    expect(open).toEqual(["verify", "read", "send", "join"])
  })

  it("limits callers of a production node", () => {
    const { configuration } = fileOf("[gateway]\nsubmissionsPerSecond = 7")
    expect(ratesOf(configuration)).toMatchObject({
      reads: { perSecond: 200, burst: 400 },
      submissions: { perSecond: 7 },
    })
    expect(ratesOf(fileOf('[node]\nprofile = "development"').configuration)).toBeNull()
  })

  it("names the issuer, the client's secret and who people are", async () => {
    const secret = join(folder, "secret")
    writeFileSync(secret, "s3cret\n", { mode: 0o600 })
    const text = [
      '[gateway]\npublicOrigin = "https://ledger.example.org"',
      '[signIn]\nissuer = "https://login.example.org"\nclientId = "ledger"',
      'clientSecretFile = "secret"\nprincipals = ["a@b.example=mint/desk"]',
    ].join("\n")
    expect((await access(text)).signIn).toMatchObject({
      ...{ issuer: "https://login.example.org", clientSecret: "s3cret" },
      principals: [["a@b.example", "mint/desk"]],
    })
  })

  it("is refused with half a sign-in, or an issuer that anybody could listen to", () => {
    const half = '[signIn]\nissuer = "https://login.example.org"'
    expect(() => fileOf(half)).toThrow(/signIn.issuer needs signIn.clientId/)
    expect(() => fileOf('[signIn]\nissuer = "http://login.example.org"')).toThrow(/signIn.issuer/)
    expect(() => fileOf('[gateway]\npublicOrigin = "http://a.example"')).toThrow(/publicOrigin/)
    expect(() => fileOf('[access]\npublic = ["everything"]')).toThrow(/access.public/)
  })
})

describe("the file of tokens", () => {
  it("is its owner's alone, and absent until there is one", async () => {
    const path = join(folder, "tokens.json")
    const file = tokenFile(path)
    expect(await file.read()).toBeNull()
    await file.write("{}")
    await file.write('{"format":1}')
    expect(await file.read()).toBe('{"format":1}')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
