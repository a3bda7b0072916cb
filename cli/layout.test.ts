/** Lines on a screen: broken at spaces, hung under their text, coloured where there is colour. */
import { describe, expect, it } from "vitest"
import { paint, printable, visible, wrap } from "./layout.ts"

const screen = { width: 40, colour: false }

describe("wrap", () => {
  it("leaves a short line as it is", () => {
    expect(wrap("yes  Unchanged?  Every byte.", screen)).toEqual(["yes  Unchanged?  Every byte."])
  })

  it("continues under the text of the last column", () => {
    const line = "  yes  Issuer?  Issued by the Ministry of Education that day."
    expect(wrap(line, screen)).toEqual([
      "  yes  Issuer?  Issued by the Ministry",
      "                of Education that day.",
    ])
  })

  it("never breaks a word, however long", () => {
    const hash = "ab".repeat(32)
    expect(wrap(`transaction  ${hash}`, screen)).toEqual([`transaction  ${hash}`])
    expect(wrap(`see ${hash} there`, screen)).toEqual(["see", hash, "there"])
  })

  it("shows a control character instead of obeying it, but for our own colours", () => {
    expect(printable("a\u0007b\nc\u001b[8md")).toBe("a\\u0007b\\u000ac\\u001b[8md")
    expect(printable(paint("bad", "no"))).toBe(paint("bad", "no"))
  })

  it("counts what is seen, and takes colour off where there is none", () => {
    const line = `  ${paint("good", "yes    ")}  Every byte is as it was then.`
    expect(visible(line)).toBe("  yes      Every byte is as it was then.")
    expect(wrap(line, { width: 40, colour: true })).toEqual([line])
    expect(wrap(line, screen)).toEqual([visible(line)])
    expect(wrap(`${line} Yes.`, { width: 40, colour: true }).join("")).toContain("\u001b[32m")
  })
})
