/** Rows and pages of every table, by address; what is not there, in the words of its table. */
import { fromBase64url, type JsonObject, verifyBundle } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { TestGateway } from "../gateway.testing.ts"
import { CLASS_TERMS, openGateway, post, problemIn, send } from "../gateway.testing.ts"

let test: TestGateway
beforeAll(async () => {
  test = await openGateway()
  for (const name of ["a", "b", "c", "d"]) {
    await post(test, "/v1/provenance/setClass", { ...CLASS_TERMS, class: name })
  }
})
afterAll(() => test.close())

async function json(path: string): Promise<JsonObject> {
  const answer = await send(test.gateway, path)
  const body = (await answer.json()) as JsonObject
  expect(answer.status, JSON.stringify(body)).toBe(200)
  return body
}

const refusal = async (path: string) => problemIn(await send(test.gateway, path))

async function names(query: string): Promise<readonly unknown[]> {
  const page = await json(`/v1/provenance/classes${query}`)
  return (page["rows"] as { key: { class: string } }[]).map(({ key }) => key.class)
}

describe("a page", () => {
  it("comes in key order, in reverse, and goes on where the last one ended", async () => {
    expect(await names("")).toEqual(["a", "b", "c", "d"])
    expect(await names("?reverse=1&limit=2")).toEqual(["d", "c"])
    for (const reverse of ["0", "1"]) {
      const seen: unknown[] = []
      let after = ""
      for (let pages = 0; pages < 9; pages++) {
        const page = await json(`/v1/provenance/classes?limit=1&reverse=${reverse}${after}`)
        seen.push(...(page["rows"] as { key: { class: string } }[]).map(({ key }) => key.class))
        if (page["next"] === null) break
        after = `&after=${page["next"]}`
      }
      expect(seen).toEqual(reverse === "0" ? ["a", "b", "c", "d"] : ["d", "c", "b", "a"])
    }
  })

  it("is of leading key fields, in order", async () => {
    const { rows } = await json("/v1/organisations/principals?organisation=justice")
    const names = (rows as unknown as { key: { name: string } }[]).map(({ key }) => key.name)
    expect(names).toEqual(["administrator-1", "clerk"])
    expect(await refusal("/v1/organisations/principals?name=clerk")).toMatchObject({
      ...{ code: "filter_unsupported", pointer: "/name", expected: "organisation and name" },
    })
  })

  it("of a filter has cursors of its own", async () => {
    const page = await json("/v1/organisations/principals?organisation=justice&limit=1")
    const filtered = `organisation=education&after=${page["next"]}`
    expect(await refusal(`/v1/organisations/principals?${filtered}`)).toMatchObject({
      ...{ code: "cursor_invalid", pointer: "/after" },
    })
    for (const after of ["", "AA", "not base64!"]) {
      const problem = await refusal(`/v1/provenance/classes?after=${after}`)
      expect(problem, after).toMatchObject({ code: "cursor_invalid" })
    }
  })
})

describe("a row", () => {
  it("is found by its key, whatever stands in it", async () => {
    const grants = await json("/v1/organisations/grants?holder=education/registrar")
    for (const row of grants["rows"] as unknown as JsonObject[]) {
      const { role } = row["key"] as { role: string }
      const one = await json(`/v1/organisations/grants/education~1registrar/${role}/~`)
      expect(one["row"]).toEqual(row)
    }
    expect((await json("/v1/organisations/consortium"))["row"]).toMatchObject({ key: {} })
    expect((await json("/v1/provenance/retention/a/1"))["row"]).toMatchObject({
      key: { class: "a", version: 1 },
    })
  })

  it("comes as of a height, and with its proof", async () => {
    const { height } = test.ledger.status()
    const early = await refusal("/v1/provenance/classes/d?at=2")
    expect(early).toMatchObject({ code: "unknown_class", height: "2" })
    const proved = await json(`/v1/provenance/classes/d?proof=1&at=${height - 1n}`)
    const anchor = await test.ledger.anchor()
    const { now } = test.ledger.status()
    const verdict = verifyBundle(fromBase64url(proved["evidence"] as string), anchor, { now })
    expect(verdict).toMatchObject({ valid: true })
  })

  it("is not proved after an idle tip, which no header certifies: it is said at once", async () => {
    const { height } = test.ledger.status()
    expect(await refusal(`/v1/provenance/classes/d?proof=1&at=${height}`)).toMatchObject({
      ...{ code: "height_not_reached", status: 404, height: height.toString() },
    })
  })

  it("that is not there is proved absent, or refused in the words of its table", async () => {
    const proved = await json("/v1/provenance/classes/none?proof=1")
    expect(proved["row"]).toBeNull()
    const absent: readonly (readonly [string, string])[] = [
      ["provenance/classes/none", "unknown_class"],
      [`provenance/statements/${"ab".repeat(32)}`, "unknown_statement"],
      [`provenance/items/education/${"ab".repeat(32)}`, "unknown_item"],
      ["provenance/chains/none", "unknown_record"],
      ["organisations/organisations/nobody", "unknown_organisation"],
      ["organisations/principals/education/nobody", "unknown_principal"],
      [`organisations/keys/${"ab".repeat(32)}`, "unknown_key"],
      ["organisations/grants/education/none/~", "unknown_grant"],
      ["organisations/administrators/education/nobody", "unknown_record"],
    ]
    for (const [path, code] of absent) {
      expect(await refusal(`/v1/${path}`), path).toMatchObject({ code, status: 404 })
    }
  })

  it("with a part of its key that is none is refused, by the part's name", async () => {
    expect(await refusal("/v1/organisations/keys/zz")).toMatchObject({
      ...{ code: "hex_malformed", pointer: "/key", status: 400 },
    })
    for (const version of ["01", "-1", "1e2", "x", "65536"]) {
      const problem = await refusal(`/v1/provenance/retention/a/${version}`)
      expect(problem, version).toMatchObject({ status: 400, pointer: "/version" })
    }
  })

  it("with too few or too many parts of its key is no route; the nearest is named", async () => {
    expect(await refusal("/v1/organisations/principals/education")).toMatchObject({
      ...{ code: "unknown_route", status: 404 },
    })
    expect(await refusal("/v1/provenance/classes/a/b")).toMatchObject({ code: "unknown_route" })
    expect((await refusal("/v1/provenanse/classes"))["detail"]).toContain("/v1/provenance/classes")
  })
})
