/** Table J of the catalogue, on a live ledger. */
import { afterAll, beforeAll, describe } from "vitest"
import { CREDENTIALS } from "./credentials.ts"
import { Live } from "./live.ts"
import { requestRows } from "./runner.ts"

describe("bad credentials", () => {
  const live = new Live()
  beforeAll(async () => {
    await live.open()
  })
  afterAll(() => live.close())

  requestRows(() => live, CREDENTIALS)
})
