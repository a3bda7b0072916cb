/** Health, codes, methods, the development sign-in's notice, the console's files. */
import { type JsonObject, utf8 } from "@concordat/kernel"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openGateway, problemIn, send, type TestGateway } from "../gateway.testing.ts"
import type { ConsoleFile } from "../gateway.ts"

let test: TestGateway
beforeAll(async () => {
  test = await openGateway()
})
afterAll(() => test.close())

const get = (path: string, init: RequestInit = {}) => send(test.gateway, path, init)

describe("health", () => {
  it("lives, has started and is ready", async () => {
    const texts = ["/livez", "/startupz", "/readyz"].map(async (path) => (await get(path)).text())
    expect(await Promise.all(texts)).toEqual(["ok\n", "ok\n", "ready\n"])
  })

  it("tells why the node is not ready, from a closed list", async () => {
    const reasons: string[] = []
    for (const halted of ["node_starting", "node_syncing", "disk_full", "node_halted", "else"]) {
      const status = () => ({ ...test.ledger.status(), halted })
      const ledger = Object.create(test.ledger, { status: { value: status } })
      const other = await openGateway({ gateway: { ledger } })
      const answer = await send(other.gateway, "/readyz")
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"])
      expect((await send(other.gateway, "/livez")).status).toBe(200)
      reasons.push((await answer.text()).trim())
      await other.close()
    }
    expect(reasons).toEqual(["starting", "syncing", "disk_full", "halted", "halted"])
  })

  it("tells who counts of route and status, never of the path", async () => {
    const told: string[] = []
    const other = await openGateway({
      gateway: { answered: (route, status) => void told.push(`${route} ${status}`) },
    })
    await other.gateway.request("/v1/nowhere")
    await other.gateway.request("/livez")
    await other.close()
    expect(told).toEqual(["none 404", "livez 200"])
  })

  it("says what runs", async () => {
    const { chain } = test.ledger
    const told = (await (await get("/version")).json()) as JsonObject
    expect(told).toMatchObject({ version: "0.1.0", node: process.versions.node, chain })
    expect(told["services"]).toContainEqual({ name: "provenance", version: 1 })
  })
})

describe("a code", () => {
  it("is explained where a problem's type leads", async () => {
    const { type } = (await problemIn(await get("/v1/blocks/x"))) as unknown as { type: string }
    const told = await (await get(type)).json()
    expect(told).toMatchObject({ code: "integer_malformed", status: 400, kind: "invalid" })
  })

  it("of a service names it", async () => {
    expect(await (await get("/codes/class_closed")).json()).toMatchObject({
      ...{ services: ["provenance"], status: 409 },
    })
  })

  it("is a page of the console for who would rather read", async () => {
    const browser = { headers: { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" } }
    const answer = await get("/codes/frozen", browser)
    expect(answer.headers.get("content-type")).toContain("text/html")
    const program = await get("/codes/frozen", { headers: { Accept: "*/*" } })
    expect(program.headers.get("content-type")).toBe("application/json")
  })

  it("that is none is not there; the nearest is named", async () => {
    const problem = await problemIn(await get("/codes/class_close"))
    expect(problem).toMatchObject({ code: "unknown_record", status: 404 })
    expect(problem["detail"]).toContain("class_closed")
  })
})

describe("methods", () => {
  it("HEAD is GET without its body", async () => {
    const [head, whole] = [await get("/v1/status", { method: "HEAD" }), await get("/v1/status")]
    expect([head.status, await head.text()]).toEqual([200, ""])
    expect(head.headers.get("content-type")).toBe(whole.headers.get("content-type"))
  })

  it("OPTIONS tells the methods of a path, and nothing of other origins", async () => {
    const answer = await get("/v1/provenance/batches/x", { method: "OPTIONS" })
    expect([answer.status, answer.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS, PUT"])
    const cors = [...answer.headers.keys()].filter((name) => name.startsWith("access-control"))
    expect(cors).toEqual([])
    const none = await get("/v1/nowhere", { method: "OPTIONS" })
    expect(await problemIn(none)).toMatchObject({ code: "unknown_route" })
  })

  it("others are refused, with those that there are", async () => {
    for (const method of ["DELETE", "PATCH", "POST"]) {
      const answer = await get("/v1/status", { method })
      expect(await problemIn(answer)).toMatchObject({ code: "method_unsupported", status: 405 })
      expect(answer.headers.get("allow")).toBe("GET, HEAD, OPTIONS")
    }
  })
})

describe("every answer", () => {
  it("forbids sniffing, framing and use by others, and has an id of its own", async () => {
    const answers = await Promise.all(
      ["/livez", "/v1/status", "/v1/nowhere"].map((path) => get(path)),
    )
    for (const { headers } of answers) {
      expect(headers.get("x-content-type-options")).toBe("nosniff")
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'")
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin")
      expect(headers.get("cache-control")).toBe("no-store")
    }
    const ids = answers.map(({ headers }) => headers.get("x-request-id"))
    expect(new Set(ids).size).toBe(3)
  })

  it("to a fault of our own tells no more than that, and logs the cause", async () => {
    let sound = true
    const status = () => {
      if (sound) return test.ledger.status()
      throw new TypeError("secret of the house")
    }
    const ledger = Object.create(test.ledger, { status: { value: status } })
    const broken = await openGateway({ gateway: { ledger } })
    sound = false
    const answer = await send(broken.gateway, "/v1/status")
    const problem = await problemIn(answer)
    expect(problem).toMatchObject({ code: "node_halted", status: 503 })
    expect(JSON.stringify(problem)).not.toMatch(/secret|TypeError|\.ts/)
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/)
    expect(broken.lines).toEqual([
      expect.objectContaining({ level: "error", cause: expect.stringContaining("secret") }),
    ])
    await broken.close()
  })
})

describe("the development sign-in", () => {
  it("says what it is, and is not there without keys", async () => {
    const told = (await (await get("/v1/development")).json()) as JsonObject
    expect(told["notice"]).toContain("proves nothing")
    expect(told["principals"]).toContain("education/registrar")
    const bare = await openGateway({ gateway: { development: null } })
    const problem = await problemIn(await send(bare.gateway, "/v1/development"))
    expect(problem).toMatchObject({ code: "unknown_route", status: 404 })
    await bare.close()
  })
})

describe("the console", () => {
  const file = (type: string, text: string, immutable = false): ConsoleFile => {
    return { type, bytes: utf8(text), brotli: null, immutable }
  }
  const page = (name: string) => `<style nonce="__CONCORDAT_NONCE__"></style>${name}`
  const files = new Map([
    ["/index.html", file("text/html; charset=utf-8", page("shell"))],
    ["/verify.html", file("text/html; charset=utf-8", page("verify"))],
    ["/assets/a-1.js", file("text/javascript; charset=utf-8", "1", true)],
    ["/offline.js", file("text/javascript; charset=utf-8", "2")],
    ["/icon.svg", file("image/svg+xml", "<svg/>")],
  ])

  it("serves its pages with a nonce of their own, the shell where there is none", async () => {
    const built = await openGateway({ gateway: { console: files } })
    const nonces = new Set<string>()
    for (const [path, name] of [
      ["/", "shell"],
      ["/verify", "verify"],
      ["/blocks/12", "shell"],
    ] as const) {
      const answer = await send(built.gateway, path)
      const [, nonce] = /nonce="([\w-]{22})"/.exec(await answer.text())!
      expect(answer.headers.get("content-security-policy")).toContain(`'nonce-${nonce}'`)
      expect(answer.headers.get("x-frame-options")).toBe("DENY")
      expect(answer.headers.get("cache-control")).toBe("no-store")
      nonces.add(nonce!)
      expect(name).toMatch(/shell|verify/)
    }
    expect(nonces.size).toBe(3)
    const api = await problemIn(await send(built.gateway, "/v1/nowhere"))
    expect(api).toMatchObject({ code: "unknown_route" })
    await built.close()
  })

  it("serves its files, kept for ever where their name tells their content", async () => {
    const built = await openGateway({ gateway: { console: files } })
    const headersOf = async (path: string) => (await send(built.gateway, path)).headers
    const asset = await headersOf("/assets/a-1.js")
    expect(asset.get("cache-control")).toContain("immutable")
    expect(asset.get("content-security-policy")).not.toContain("connect-src")
    const worker = await headersOf("/offline.js")
    expect(worker.get("cache-control")).toBe("no-cache")
    expect(worker.get("content-security-policy")).toContain("connect-src 'self'")
    expect((await headersOf("/icon.svg")).get("content-type")).toBe("image/svg+xml")
    await built.close()
  })

  it("that is not built says how to build it", async () => {
    const answer = await get("/")
    expect(answer.headers.get("content-type")).toContain("text/html")
    expect(await answer.text()).toContain("npm start")
  })
})
