/** Table H of the catalogue, on a live ledger. */
import { afterAll, beforeAll, describe } from "vitest"
import { HTTP } from "./http.ts"
import { Live } from "./live.ts"
import { requestRows } from "./runner.ts"

describe("bad requests", () => {
  const live = new Live()
  beforeAll(async () => {
    await live.open()
  })
  afterAll(() => live.close())

  requestRows(() => live, HTTP)
})
