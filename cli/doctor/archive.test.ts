/** The archive opens with tar, and holds nothing that could be a secret. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { archiveOf, redacted } from "./archive.ts"

describe("the archive", () => {
  it("opens with tar, file by file", () => {
    const folder = mkdtempSync(join(tmpdir(), "concordat-archive-"))
    const texts = [
      { name: "diagnosis.json", text: "{}" },
      { name: "n1/node.log", text: `${"a line\n".repeat(1_000)}é` },
      { name: "n2/empty", text: "" },
    ]
    writeFileSync(join(folder, "a.tar.gz"), archiveOf(texts, Date.UTC(2026, 0, 1)))
    const { status, stderr } = spawnSync("tar", ["xzf", "a.tar.gz"], { cwd: folder })
    expect([status, String(stderr)]).toEqual([0, ""])
    for (const { name, text } of texts) {
      expect(readFileSync(join(folder, name), "utf8")).toBe(text)
    }
    rmSync(folder, { recursive: true })
  })

  it.each([
    ["a private key", `{"priv_key":{"type":"t","value":"${"A".repeat(86)}=="}}`],
    ["a bare private key", `key ${"B".repeat(86)}==`],
    ["a passphrase", '{"passphrase":"canary"}'],
    ["a token in a setting", 'adminToken = "canary"'],
  ])("has not %s", (_, text) => {
    expect(redacted(text)).toContain("[redacted]")
    expect(redacted(text)).not.toMatch(/canary|A{86}|B{86}/)
  })

  it("leaves the rest as it is", () => {
    const line = '{"code":"block_closed","height":"7","hash":"ab"}'
    expect(redacted(line)).toBe(line)
  })
})
