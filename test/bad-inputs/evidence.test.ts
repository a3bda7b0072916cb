/** Table P of the catalogue: `verify` ends with 1, names the code, and tells programs the same. */
import { afterAll, beforeAll, describe } from "vitest"
import { EVIDENCE } from "./evidence.ts"
import { Live } from "./live.ts"
import { commandRows } from "./runner.ts"

describe("bad evidence", () => {
  const live = new Live()
  beforeAll(async () => {
    await live.open()
    await live.send(live.good())
  })
  afterAll(() => live.close())

  commandRows(() => live, EVIDENCE)
  commandRows(
    () => live,
    EVIDENCE.map((row) => ({
      ...row,
      what: `${row.what}, for a program`,
      run: (place) => row.run(place.asJson()),
      says: ['"code":'],
    })),
  )
})
