/** The console's files as they are served: compressed for who takes that, each under its policy. */
import { utf8 } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import type { ConsoleFile, GatewayOptions } from "../gateway.ts"
import { consoleAnswer } from "./console-files.ts"

const PAGE = '<meta name="nonce" content="__CONCORDAT_NONCE__">'
const SCRIPT = { type: "text/javascript; charset=utf-8", immutable: true }
const file = (given: Partial<ConsoleFile>): ConsoleFile => ({
  ...{ type: "text/html; charset=utf-8", bytes: utf8(PAGE), brotli: null, immutable: false },
  ...given,
})

const options = {
  console: new Map([
    ["/index.html", file({})],
    ["/verify.html", file({ bytes: utf8("verify") })],
    ["/offline.js", file({ ...SCRIPT, immutable: false })],
    ["/assets/a.js", file({ ...SCRIPT, bytes: utf8("plain"), brotli: utf8("packed") })],
  ]),
  random: (length: number) => new Uint8Array(length).fill(7),
} as unknown as GatewayOptions

const answer = (path: string, accepts = "gzip, br") => {
  const { body, headers = {} } = consoleAnswer(options, path, accepts)!
  return {
    body: typeof body === "string" ? body : new TextDecoder().decode(body as Uint8Array),
    headers: headers as Readonly<Record<string, string>>,
  }
}

describe("files of the console", () => {
  it("come compressed to who takes that, and say what they depend on", () => {
    const packed = answer("/assets/a.js")
    expect([packed.body, packed.headers["Content-Encoding"]]).toEqual(["packed", "br"])
    const plain = answer("/assets/a.js", "gzip")
    expect([plain.body, plain.headers["Content-Encoding"]]).toEqual(["plain", undefined])
    expect([packed.headers["Vary"], plain.headers["Vary"]]).toEqual([
      "Accept-Encoding",
      "Accept-Encoding",
    ])
  })

  it("let a worker load scripts and connect to nobody; the service worker fetches", () => {
    const policy = (path: string) => answer(path).headers["Content-Security-Policy"]
    expect(policy("/assets/a.js")).toContain("script-src 'self'")
    expect(policy("/assets/a.js")).not.toContain("connect-src")
    expect(policy("/offline.js")).toContain("connect-src 'self'")
  })

  it("are pages with a nonce of their own, the shell for unknown paths", () => {
    const { body, headers } = answer("/services/provenance")
    const nonce = /content="([^"]+)"/.exec(body)![1]!
    expect(nonce).not.toContain("NONCE")
    expect(headers["Content-Security-Policy"]).toContain(`'nonce-${nonce}'`)
    expect(answer("/verify").body).toBe("verify")
    expect(consoleAnswer(options, "/v1/status", "")).toBe(null)
  })
})
