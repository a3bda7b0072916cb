/** Words that a shell reads back as they were. */
import { spawnSync } from "node:child_process"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../test/runs.ts"
import { shellWord } from "./quote.ts"

describe("shellWord", () => {
  it("leaves plain names alone and quotes all others", () => {
    expect(shellWord("a/b-1.pdf")).toBe("a/b-1.pdf")
    expect(shellWord("my file.pdf")).toBe("'my file.pdf'")
    expect(shellWord("it's")).toBe("'it'\\''s'")
    expect(shellWord("")).toBe("''")
  })

  it.skipIf(process.platform === "win32")("a shell gives every name back", () => {
    const name = fc.string({ unit: "grapheme-ascii" })
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 20 }), (names) => {
        const line = `printf '%s\\0' ${names.map(shellWord).join(" ")}`
        const { stdout } = spawnSync("sh", ["-c", line], { encoding: "utf8" })
        expect(stdout.split("\0").slice(0, -1)).toEqual(names)
      }),
      { numRuns: runs(50) },
    )
  })
})
