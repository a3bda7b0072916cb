/** Tables S and F of the catalogue: processes end with the exit status of their code. */
import { afterAll, beforeAll, describe } from "vitest"
import { COMMANDS } from "./commands.ts"
import { FILES } from "./files.ts"
import { Live } from "./live.ts"
import { commandRows } from "./runner.ts"

describe("bad starts and command lines", () => {
  const live = new Live()
  beforeAll(async () => {
    await live.open()
  })
  afterAll(() => live.close())

  commandRows(() => live, COMMANDS)
  commandRows(() => live, FILES)
})
