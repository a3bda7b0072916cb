/**
 * Any request at all: it is answered by a success or by a problem with a known code; nothing of our
 * insides shows, no fault of ours is logged, and the ledger goes on.
 */
import { codeRow } from "@concordat/kernel"
import fc from "fast-check"
import { afterAll, beforeAll, expect, it } from "vitest"
import { runs } from "../test/runs.ts"
import { openGateway, send, type TestGateway } from "./gateway.testing.ts"
import { tellDocuments } from "./provenance/story.testing.ts"

let test: TestGateway
let paths: readonly string[] = []
beforeAll(async () => {
  test = await openGateway()
  await tellDocuments(test)
  const description = await (await send(test.gateway, "/openapi.json")).json()
  paths = Object.keys((description as { paths: object }).paths)
})
afterAll(() => test.close())

/** A part of an address: what stands on the ledger, nearly so, or anything. */
const part = fc.oneof(
  fc.constantFrom("diploma", "education", "education~1registrar", "~", "1", "0", "-1", "99999"),
  fc.constantFrom("ab".repeat(32), "AB".repeat(32), "__proto__", "constructor", "..", "%2f", "%"),
  fc.string({ maxLength: 20 }).map(encodeURIComponent),
)
const query = fc.oneof(
  fc.constantFrom("", "?", "?limit=1", "?after=AA", "?at=1", "?proof=1", "?from=1", "?before=3"),
  fc.tuple(part, part).map(([name, value]) => `?${name}=${value}`),
)
const headers = fc.dictionary(
  fc.constantFrom(
    ...["Accept", "Content-Type", "Content-Range", "Range", "Origin", "Host", "Sec-Fetch-Site"],
    ...["Concordat-As", "Concordat-Cosigners", "Idempotency-Key", "Content-Encoding"],
  ),
  fc.oneof(
    fc.constantFrom("application/json", "application/cose", "application/cbor-seq", "*/*"),
    fc.constantFrom("application/octet-stream", "bytes 0-31/64", "bytes=0-5", "localhost"),
    fc.constantFrom("education/registrar", "http://localhost", "null", "same-origin", "identity"),
    fc.stringMatching(/^[!-~]{1,20}$/),
  ),
  { maxKeys: 4 },
)
const body = fc.oneof(
  fc.constant(null),
  fc.json().map((json) => new TextEncoder().encode(json)),
  fc.uint8Array({ maxLength: 200 }),
)
const method = fc.constantFrom("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
const asked = fc.record({ method, query, headers, body, parts: fc.array(part, { maxLength: 4 }) })

/** Words that only a stack, a library or a file of ours would say. */
const INSIDES = /\n\s+at |node_modules|\b[A-Z]\w*Error\b|\.ts\b|\[object|undefined/
const NOT_DECIDED = ["node_busy", "node_starting", "node_syncing", "read_model_behind"]

it("is answered in one form", async () => {
  await fc.assert(
    fc.asyncProperty(asked, fc.nat(), async (one, seed) => {
      const template = paths[seed % paths.length]!
      let next = 0
      const path = template.replaceAll(/\{[^}]+\}/g, () => one.parts[next++] ?? "x")
      const bodied = ["POST", "PUT", "PATCH"].includes(one.method) && one.body !== null
      const answer = await send(test.gateway, path + one.query, {
        ...{ method: one.method, headers: one.headers },
        ...(bodied ? { body: one.body as Uint8Array<ArrayBuffer> } : {}),
      })
      const endless = answer.headers.get("content-type") === "text/event-stream"
      if (endless) await answer.body?.cancel()
      const text = endless ? "" : await answer.text()
      expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f]{16}$/)
      expect(answer.headers.has("access-control-allow-origin")).toBe(false)
      if (answer.status < 400 || one.method === "HEAD") return
      // ".." may lead to an address of the console, which says as a page that it is not built.
      if (answer.headers.get("content-type")?.startsWith("text/html") === true) {
        const { pathname } = new URL(path, "http://localhost")
        expect([pathname.startsWith("/v1/"), answer.status]).toEqual([false, 503])
        expect(text).toContain("The console is not built.")
        expect(text).not.toMatch(INSIDES)
        return
      }
      const problem = JSON.parse(text) as { code: string; status: number; service?: string }
      expect(problem.status).toBe(answer.status)
      expect(text).not.toMatch(INSIDES)
      const known = codeRow(problem.code) !== undefined || problem.service !== undefined
      expect(known || problem.code.startsWith("unknown_"), problem.code).toBe(true)
      if (answer.status >= 500) expect(NOT_DECIDED).toContain(problem.code)
    }),
    { numRuns: runs(3_000) },
  )
  expect(test.lines.filter(({ level }) => level === "error")).toEqual([])
  expect((await send(test.gateway, "/v1/status")).status).toBe(200)
})
