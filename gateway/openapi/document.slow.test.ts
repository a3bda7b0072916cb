/** The description and the live routes are one: both ways, every answer, every example. */
import type { Json } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  openGateway,
  post,
  problemIn,
  send,
  signedBy,
  type TestGateway,
} from "../gateway.testing.ts"
import { leavesOf, type Story, tellDocuments } from "../provenance/story.testing.ts"
import { type Described, type Description, describedBy, openApiFaults } from "./openapi.testing.ts"

let test: TestGateway
let story: Story
let description: Description

beforeAll(async () => {
  test = await openGateway()
  story = await tellDocuments(test)
  await send(test.gateway, `/v1/provenance/batches/${story.batch}`, {
    method: "PUT",
    headers: { "Content-Type": "application/octet-stream" },
    body: leavesOf(5) as Uint8Array<ArrayBuffer>,
  })
  description = await describedBy(test.gateway)
})
afterAll(() => test.close())

/** Path parameters whose value only this ledger has. */
function given(name: string, path: string): string {
  const { handle, batch: statement, transaction: id } = story
  const nobody = "0".repeat(40)
  const governed = { proposal: handle, actions: handle, position: "0", module: "governance" }
  const named = { name: "vetoDays", scope: "service:provenance", organisation: "education" }
  const number = "0".repeat(32)
  const money = {
    ...{ asset: "eur", version: "1", line: "0", generation: "1", kind: "hold", item: handle },
    ...{ account: number, entry: number, hold: number, quote: number, order: number, uetr: number },
    ...{ cycle: number, of: number, at: "2026-11-23T10:00:00.000Z", spender: "education" },
    ...{ from: "education", to: "justice", participant: "education", side: "debit" },
  }
  const oversight = { order: "1", access: "1", subject: "education", place: "service", id: "money" }
  const values: Readonly<Record<string, string>> = {
    ...money,
    ...{ handle, statement, id, ...governed, ...named },
    ...{ height: "1", number: "1", address: nobody, node: nobody },
    ...(path.includes("/oversight/") ? oversight : {}),
  }
  const value = values[name]
  if (value === undefined) throw new Error(`the path parameter "${name}" has no example`)
  return value
}

const ROW = /^\/v1\/(?:evidence\/)?([a-z-]+)\/([A-Za-z]+)\/\{/
const HISTORY = /^\/v1\/read-model\/([a-z-]+)\/([A-Za-z]+)\/history\/\{/

/** A key of the first row of the operation's table, or null where it is of no table. */
async function rowKey({ path }: Described): Promise<Readonly<Record<string, Json>> | null> {
  const [, service, table] = HISTORY.exec(path) ?? ROW.exec(path) ?? []
  if (service === undefined) return null
  const page = await send(test.gateway, `/v1/${service}/${table}?limit=1`)
  if (page.status !== 200) return null
  const { rows } = (await page.json()) as { rows: { key: Record<string, Json> }[] }
  return rows[0]?.key ?? null
}

const segmentOf = (value: Json) =>
  value === "" ? "~" : encodeURIComponent(String(value).replaceAll("~", "~0").replaceAll("/", "~1"))

/** An address of the operation, with what stands on the ledger in its parameters. */
async function addressOf(operation: Described): Promise<string> {
  const key = await rowKey(operation)
  return operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const example = operation.parameters.find((parameter) => parameter.name === name)?.example
    return segmentOf(key?.[name] ?? example ?? given(name, operation.path))
  })
}

const answers = (method: string) =>
  description.operations.filter((operation) => operation.method === method)

describe("the description", () => {
  it("is OpenAPI 3.1, schemas and all", async () => {
    expect(await openApiFaults(description.document)).toBe("")
  })

  it("describes every live route", () => {
    const live = test.gateway.routes
      .filter(({ path }) => path !== "/*")
      .map(({ method, path }) => `${method} ${path.replaceAll(/:([^/]+)/g, "{$1}")}`)
    const described = description.operations.map(({ method, path }) => `${method} ${path}`)
    expect(described.toSorted()).toEqual(live.toSorted())
    expect(new Set(live).size).toBe(live.length)
  })

  it("names each operation once, under a tag that it explains, and every part of its path", () => {
    const ids = description.operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const tags = (description.document["tags"] as { name: string }[]).map(({ name }) => name)
    for (const { tags: own, path, parameters } of description.operations) {
      expect(tags).toContain(own[0])
      const parts = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)
      const inPath = parameters.filter((parameter) => parameter.in === "path")
      expect(inPath.map(({ name }) => name)).toEqual(parts)
    }
  })
})

describe("every answer is as described", () => {
  it("of what is asked by GET", async () => {
    const gets = answers("GET")
    expect(gets.length).toBeGreaterThan(40)
    for (const operation of gets) {
      const { operationId } = operation
      const headers = operationId === "tokens" ? { "Concordat-As": "education/registrar" } : {}
      const response = await send(test.gateway, await addressOf(operation), { headers })
      // A register may be empty in the story: then its absent row is the answer. The read model's
      // questions are judged in `queries/queries.slow.test.ts`: here there is none.
      const asks = /^readModel\.|\.queries\.|^iso20022\./.test(operationId)
      const expected = asks ? [400, 503] : [404]
      if (response.status !== 200) expect(expected, operationId).toContain(response.status)
      expect(await description.faults(operation, response)).toBe("")
    }
  })

  it("of evidence in JSON", async () => {
    const offered = answers("GET").filter(({ operationId }) => operationId.startsWith("evidence."))
    for (const operation of offered) {
      const headers = { Accept: "application/json" }
      const response = await send(test.gateway, await addressOf(operation), { headers })
      expect(await description.faults(operation, response)).toBe("")
    }
  })

  it("of proved rows, and of proved absence", async () => {
    const classRow = answers("GET").find(({ path }) => path === "/v1/provenance/classes/{class}")!
    for (const name of ["diploma", "nothing"]) {
      const response = await send(test.gateway, `/v1/provenance/classes/${name}?proof=1`)
      expect(response.status).toBe(200)
      expect(await description.faults(classRow, response)).toBe("")
    }
  })

  it("of what is sent: a receipt, a dry run, a sequence, a seal, a part of a batch", async () => {
    const described = (id: string) =>
      description.operations.find(({ operationId }) => operationId === id)!
    const revoke = {
      command: "provenance.revoke",
      input: { target: { statement: story.batch }, reason: "court_order", order: null },
    }
    const bytes = () => signedBy(test, "education/registrar", [revoke as never])
    const sent = (path: string, type: string, body: Uint8Array, method = "POST") =>
      send(test.gateway, path, {
        ...{ method, headers: { "Content-Type": type } },
        body: body as Uint8Array<ArrayBuffer>,
      })

    const checked = await sent("/v1/check", "application/cose", bytes())
    expect(await description.faults(described("check"), checked)).toBe("")
    const submitted = await sent("/v1/transactions", "application/cose", bytes())
    expect(submitted.status).toBe(200)
    expect(await description.faults(described("submit"), submitted)).toBe("")
    const sequence = await sent("/v1/transactions", "application/cbor-seq", bytes())
    expect(await description.faults(described("submit"), sequence)).toBe("")
    const kept = await sent(
      `/v1/provenance/batches/${story.batch}`,
      ...(["application/octet-stream", story.leaves, "PUT"] as const),
    )
    expect(kept.status).toBe(200)
    expect(await description.faults(described("provenance.keepBatch"), kept)).toBe("")
  })

  it("of every command and its refusals", async () => {
    for (const operation of answers("POST")) {
      const response = await post(test, operation.path, { not: "its input" })
      expect(response.status, operation.operationId).toBeGreaterThanOrEqual(400)
      expect(await description.faults(operation, response)).toBe("")
    }
  })
})

it("every example runs", async () => {
  let run = 0
  for (const { path, requestBody, operationId } of description.operations) {
    for (const [type, { example }] of Object.entries(requestBody?.content ?? {})) {
      if (example === undefined) continue
      run++
      const response = await send(test.gateway, path, {
        ...{ method: "POST", headers: { "Content-Type": type }, body: JSON.stringify(example) },
      })
      const problem = response.status === 200 ? null : await problemIn(response)
      expect(problem, operationId).toBeNull()
    }
  }
  expect(run).toBeGreaterThan(1)
})
