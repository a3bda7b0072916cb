/** The vocabulary of codes: its grammar, and that every row tells people something. */
import { describe, expect, it } from "vitest"
import { type Code, codeRow, codes } from "./codes.ts"

const STATUSES = {
  invalid: [400, 405, 406, 413, 414, 415, 431],
  refusal: [403, 404, 409, 410],
  operating: [401, 408, 429, 502, 503],
  verdict: [],
  bug: [],
}
const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/
const NAME_MAX = 48

describe("codes", () => {
  it("are sorted by their bytes, each once", () => {
    const names = codes.map((row) => row.code)
    expect(names).toEqual([...new Set(names)].sort())
    expect(names.length).toBeGreaterThan(240)
  })

  it.each(codes)("$code is named by the grammar and says what to do", (row) => {
    expect(row.code).toMatch(NAME)
    expect(row.code.length).toBeLessThanOrEqual(NAME_MAX)
    for (const sentence of [row.title, row.hint]) {
      expect(sentence).toMatch(/^[A-Z].{5,90}$/)
      expect(sentence).not.toMatch(/[<>{}]|[a-z]_|\b([Pp]lease|[Ii]nvalid|[Ee]rror)\b/)
    }
    expect(row.title).toMatch(/\.$/)
    expect(row.title).not.toBe(row.hint)
  })

  it.each(codes)("$code has a status of its kind, or none", (row) => {
    if (row.status !== null) expect(STATUSES[row.kind]).toContain(row.status)
    expect(row.exit).toBeGreaterThan(0)
  })

  it("tell one thing each: no two titles are the same", () => {
    const titles = codes.map((row) => row.title)
    expect(new Set(titles).size).toBe(titles.length)
  })

  it("follow the forms of names: unknown records are 404, already is 409, not the is 403", () => {
    for (const row of codes) {
      if (row.code.startsWith("already_")) expect(row.status).toBe(409)
      if (row.code.startsWith("not_the_")) expect(row.status).toBe(403)
      if (row.code.startsWith("unknown_")) expect([404, 400, null]).toContain(row.status)
    }
  })

  it("are found by name, and others are not", () => {
    expect(codeRow("chain_mismatch").status).toBe(400)
    expect(codeRow("node_busy").kind).toBe("operating")
    expect(codeRow("disk_full").exit).toBe(74)
    expect(codeRow("ticket_used")).toBeUndefined()
    expect(codeRow("toString")).toBeUndefined()
    // @ts-expect-error: not a code of the platform
    const foreign: Code = "ticket_used"
    expect(foreign).toBe("ticket_used")
  })
})
