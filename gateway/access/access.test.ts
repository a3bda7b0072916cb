/** Who may ask for what: every live route, by every kind of caller, open and closed. */
import type { Party } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openGateway, problemIn, send, type TestGateway } from "../gateway.testing.ts"
import { type Description, describedBy } from "../openapi/openapi.testing.ts"
import { tokenFor } from "./access.testing.ts"
import { AUDIENCES, type Audience, addressOf } from "./access.ts"

const CLOSED: readonly string[] = [...AUDIENCES, "own"]

let open: TestGateway
let closed: TestGateway
let described: Description
beforeAll(async () => {
  open = await openGateway()
  closed = await openGateway({ gateway: { access: { open: [] } } })
  described = await describedBy(closed.gateway)
})
afterAll(() => Promise.all([open.close(), closed.close()]))

type Operation = Description["operations"][number] & {
  readonly "x-access": string
  readonly security: readonly object[]
}
const operations = () => described.operations as unknown as readonly Operation[]
const addressed = ({ path }: Operation) => path.replaceAll(/\{[^}]+\}/g, "x")

/** The status and code of a route for a caller; its other refusals come later. */
async function told(test: TestGateway, operation: Operation, token?: string) {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  const { method } = operation
  const response = await send(test.gateway, addressed(operation), { method, headers })
  const code = response.ok ? null : ((await response.json()) as { code?: string }).code
  await response.body?.cancel().catch(() => {})
  return { status: response.status, code }
}

describe("every live route", () => {
  it("says whom it is for, in the description too", () => {
    for (const { operationId, security, "x-access": access } of operations()) {
      const guarded = CLOSED.includes(access)
      expect(security, operationId).toEqual(guarded ? [{ token: [] }, { session: [] }] : [{}])
    }
    const found = new Set(operations().map((one) => one["x-access"]))
    expect([...found].sort()).toEqual([...AUDIENCES, "development", "own", "public"].sort())
  })

  it("is refused to a caller without a credential, unless it is public", async () => {
    for (const operation of operations()) {
      const { code } = await told(closed, operation)
      const guarded = CLOSED.includes(operation["x-access"])
      expect(code === "credential_missing", operation.operationId).toBe(guarded)
    }
  })

  it("is refused to a token of another audience", async () => {
    for (const audience of AUDIENCES) {
      const { token } = await tokenFor(closed, "justice/clerk", [audience])
      for (const operation of operations()) {
        const access = operation["x-access"]
        const other = AUDIENCES.includes(access as Audience) && access !== audience
        if (operation.operationId === "feed" && !other) continue
        const { code } = await told(closed, operation, token)
        expect(code === "permission_missing", operation.operationId).toBe(other)
      }
    }
  })

  it("is refused to what is no token, also where it is open", async () => {
    const wrong = `cct_${"0".repeat(16)}_${"A".repeat(43)}`
    for (const operation of operations()) {
      expect((await told(open, operation, wrong)).code).toBe("token_unknown")
    }
  })
})

describe("an open ledger", () => {
  it("asks nobody who they are, but for what is their own", async () => {
    const document = (await (await send(open.gateway, "/openapi.json")).json()) as {
      paths: Record<string, Record<string, { security: object[]; "x-access": string }>>
    }
    for (const item of Object.values(document.paths)) {
      for (const { security, "x-access": access } of Object.values(item)) {
        expect(security.some((one) => Object.keys(one).length === 0)).toBe(access !== "own")
      }
    }
    expect((await send(open.gateway, "/v1/blocks")).status).toBe(200)
  })
})

describe("a development ledger", () => {
  it("knows who is acted as, from this machine alone", async () => {
    const as = { "Concordat-As": "education/registrar" as Party }
    expect((await send(closed.gateway, "/v1/blocks", { headers: as })).status).toBe(200)
    const foreign = { ...as, "Sec-Fetch-Site": "cross-site" }
    const refused = await send(closed.gateway, "/v1/blocks", { headers: foreign })
    expect(await problemIn(refused)).toMatchObject({ status: 401, code: "credential_missing" })
  })
})

describe("an address", () => {
  it.each([
    ["10.0.0.1", "10.0.0.1"],
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
  ])("%s counts as %s", (peer, counted) => {
    expect(addressOf(peer)).toBe(counted)
  })
})
