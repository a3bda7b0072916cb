/** Table H of the catalogue, on a live ledger. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { HTTP, HTTP_LATER } from "./http.ts"
import { Live } from "./live.ts"
import { MESSAGES } from "./messages.ts"
import { requestRows } from "./runner.ts"

describe("bad requests", () => {
  const live = new Live()
  beforeAll(async () => {
    await live.open()
  })
  afterAll(() => live.close())

  requestRows(() => live, HTTP)
  requestRows(() => live, MESSAGES)

  it("are all of the table, or it is told why not", () => {
    const numbers = new Set([...HTTP, ...HTTP_LATER].map(({ row }) => row.slice(0, 3)))
    const table = Array.from({ length: 28 }, (_, i) => `H${String(i + 1).padStart(2, "0")}`)
    expect([...numbers].toSorted()).toEqual(table)
  })
})
