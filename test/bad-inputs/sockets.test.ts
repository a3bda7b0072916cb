/** Table W of the catalogue, on a live ledger. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Line } from "./line.ts"
import { Live } from "./live.ts"
import { socketRows } from "./runner.ts"
import { SOCKETS, SOCKETS_LATER } from "./sockets.ts"

describe("bad sockets", () => {
  const live = new Live()
  beforeAll(async () => {
    await live.open()
  })
  afterAll(() => live.close())

  socketRows(() => live, SOCKETS)

  it("W11, a: compression is not agreed to", async () => {
    const line = await Line.open(live, { perMessageDeflate: true })
    expect(line.socket.extensions).toBe("")
    expect((await line.subscribe("a", { stream: "blocks" }))["kind"]).toBe("subscribed")
    line.close()
  })

  it("are all of the table, or it is told why not", () => {
    const numbers = new Set([...SOCKETS, ...SOCKETS_LATER].map(({ row }) => row.slice(0, 3)))
    const table = Array.from({ length: 14 }, (_, i) => `W${String(i + 1).padStart(2, "0")}`)
    expect([...numbers].toSorted()).toEqual(table)
  })
})
