/** The gateway on a socket: slow heads, many at once, keep-alive, streams, a port that is taken. */
import { once } from "node:events"
import { Agent, request } from "node:http"
import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  CLASS_TERMS,
  openGateway,
  post,
  send,
  signedBy,
  type TestGateway,
} from "./gateway.testing.ts"
import { leavesOf, registerBatch } from "./provenance/story.testing.ts"
import { type Serving, serve } from "./serve.ts"

const HOST = "127.0.0.1"
const MANY = 200

let test: TestGateway
let serving: Serving
beforeAll(async () => {
  test = await openGateway()
  serving = await serve(test.gateway, { host: HOST, port: 0 })
})
afterAll(async () => {
  await serving.close()
  await test.close()
})

const url = (path: string) => `http://${HOST}:${serving.port}${path}`

/** What comes on a socket until the other end closes. */
async function said(port: number, ...lines: readonly string[]): Promise<string> {
  const socket = connect(port, HOST)
  socket.on("error", () => {})
  let text = ""
  socket.setEncoding("latin1").on("data", (part: string) => {
    text += part
  })
  socket.write(lines.join("\r\n"))
  await once(socket, "close")
  return text
}

function transaction(name: string): Uint8Array<ArrayBuffer> {
  const input = { ...CLASS_TERMS, class: name }
  const operation = { command: "provenance.setClass", input } as never
  return signedBy(test, "education/registrar", [operation]) as Uint8Array<ArrayBuffer>
}

describe("a socket", () => {
  it("whose head does not end is answered and closed", async () => {
    const lines: Readonly<Record<string, unknown>>[] = []
    const log = (line: Readonly<Record<string, unknown>>) => void lines.push(line)
    const limits = { headersMs: 40, requestMs: 40, log }
    const hasty = await serve(test.gateway, { host: HOST, port: 0, ...limits })
    const text = await said(hasty.port, "GET /v1/status HTTP/1.1", "Host: here", "")
    expect(text).toMatch(/^HTTP\/1\.1 408 /)
    expect(text).toContain("Connection: close")
    const problem = JSON.parse(text.slice(text.indexOf("\r\n\r\n")))
    expect(problem).toMatchObject({ code: "request_timeout", status: 408 })
    expect(lines).toContainEqual({
      ...{ level: "info", code: "request_timeout", requestId: problem.requestId },
    })
    await hasty.close()
  })

  it("takes one request after the other, and both of two that were sent together", async () => {
    const one = ["GET /livez HTTP/1.1", "Host: here", "", ""].join("\r\n")
    const last = ["GET /livez HTTP/1.1", "Host: here", "Connection: close", "", ""].join("\r\n")
    const text = await said(serving.port, one + last)
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
  })

  it("keeps no connection that was refused: what follows is not read as a request", async () => {
    const smuggled = ["GET /livez HTTP/1.1", "Host: here", "", ""]
    const refused = ["GET /a/../b HTTP/1.1", "Host: here", "", ...smuggled]
    const text = await said(serving.port, ...refused)
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(text).toContain("path_invalid")
  })

  it("of one who is not on this machine gets nothing signed", async () => {
    const headers = { "Content-Type": "application/json", Host: "bank.example" }
    const answer = await new Promise<number>((resolve, reject) => {
      const options = { method: "POST", headers, host: HOST, port: serving.port }
      const sent = request({ ...options, path: "/v1/provenance/setClass" }, (incoming) => {
        incoming.resume()
        resolve(incoming.statusCode ?? 0)
      })
      sent.on("error", reject)
      sent.end(JSON.stringify(CLASS_TERMS))
    })
    expect(answer).toBe(403)
  })
})

describe("many at once", () => {
  it("are all answered, each with its own", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 50 })
    const names = Array.from({ length: MANY }, (_, i) => `many-${i}`)
    const answers = await Promise.all(
      names.map((name) =>
        fetch(url("/v1/transactions"), {
          ...{ method: "POST", headers: { "Content-Type": "application/cose" } },
          body: transaction(name),
        }),
      ),
    )
    const receipts = await Promise.all(answers.map((answer) => answer.json()))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(new Set(receipts.map(({ transaction: id }) => id)).size).toBe(MANY)
    const page = await fetch(url(`/v1/provenance/classes?limit=200`))
    expect(((await page.json()) as { rows: unknown[] }).rows).toHaveLength(MANY)
    agent.destroy()
  })

  it("may leave in the middle: the others do not notice", async () => {
    const leaving = Array.from({ length: 20 }, async () => {
      const socket = connect(serving.port, HOST)
      socket.on("error", () => {})
      await once(socket, "connect")
      socket.write("POST /v1/transactions HTTP/1.1\r\nHost: h\r\nContent-Length: 99\r\n")
      socket.write("Content-Type: application/cose\r\n\r\nhalf")
      socket.destroy()
    })
    const staying = Array.from({ length: 20 }, () => fetch(url("/v1/status")))
    await Promise.all(leaving)
    for (const answer of await Promise.all(staying)) expect(answer.status).toBe(200)
    expect((await fetch(url("/livez"))).status).toBe(200)
  })
})

it("a leaf file is streamed, whole and by spans", async () => {
  await post(test, "/v1/provenance/setClass", CLASS_TERMS)
  const leaves = leavesOf(70_000)
  const statement = await registerBatch(test, leaves)
  const path = `/v1/provenance/batches/${statement}`
  const kept = await send(test.gateway, path, {
    ...{ method: "PUT", headers: { "Content-Type": "application/octet-stream" } },
    body: leaves as Uint8Array<ArrayBuffer>,
  })
  expect(kept.status).toBe(200)
  const whole = await fetch(url(path))
  expect(whole.headers.get("content-length")).toBe(String(leaves.length))
  expect(Buffer.compare(new Uint8Array(await whole.arrayBuffer()), leaves)).toBe(0)
  const span = await fetch(url(path), { headers: { Range: "bytes=1000000-1099999" } })
  expect(new Uint8Array(await span.arrayBuffer())).toEqual(leaves.slice(1_000_000, 1_100_000))
  const gone = new AbortController()
  const cut = await fetch(url(path), { signal: gone.signal })
  gone.abort()
  await expect(cut.arrayBuffer()).rejects.toThrow()
  expect((await fetch(url("/livez"))).status).toBe(200)
})

it("a port that is taken is told, with what to do", async () => {
  await expect(serve(test.gateway, { host: HOST, port: serving.port })).rejects.toMatchObject({
    ...{ code: "configuration_invalid", hint: expect.stringContaining("--port") },
  })
})

it("what hangs when it ends is cut after its time", async () => {
  const hanging = await openGateway()
  const short = await serve(hanging.gateway, { host: HOST, port: 0, drainMs: 30 })
  const socket = connect(short.port, HOST)
  socket.on("error", () => {})
  await once(socket, "connect")
  socket.write("POST /v1/check HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n")
  socket.write("Content-Type: application/json\r\n\r\n{")
  while (hanging.due.length === 0) await new Promise((next) => setImmediate(next))
  const cut = once(socket, "close")
  await short.close()
  await cut
  await hanging.close()
})
