/** The doctor's answer over HTTP: its shape, and the gateway without a doctor. */
import { createClient, getDiagnosis } from "@concordat/sdk"
import { describe, expect, it } from "vitest"
import { openGateway, problemIn, send } from "../gateway.testing.ts"

describe("the diagnosis", () => {
  it("says that a quiet ledger is idle, with row and advice", async () => {
    const test = await openGateway()
    const client = createClient({
      url: "http://localhost",
      fetch: async (url, init) => test.gateway.fetch(new Request(url, init)),
    })
    const { cause, findings, well, height } = await getDiagnosis(client)
    expect(cause).toMatchObject({ row: 13, name: "idle", level: "notice", command: null })
    expect({ findings, well, height }).toEqual({ findings: [cause], well: true, height: "0" })
    await test.close()
  })

  it("is not there without a doctor", async () => {
    const test = await openGateway({ gateway: { doctor: null } })
    const problem = await problemIn(await send(test.gateway, "/v1/status/diagnosis"))
    expect(problem).toMatchObject({ code: "unknown_route", status: 404 })
    await test.close()
  })
})
