/** Rows H08 to H14: sizes, times, types, headers, paths, routes, parameters. */
import type { Live } from "../live.ts"
import { type RequestRow, requestRow as row } from "../row.ts"
import { head, sendLines, sendSlowly } from "./wire.ts"

const MEBIBYTE = 1_048_576
const CHECK = "/v1/check"

function posted(live: Live, type: string, body: BodyInit, more: Record<string, string> = {}) {
  return live.request(CHECK, { method: "POST", headers: { "Content-Type": type, ...more }, body })
}

function sequence(live: Live, bytes: number): Promise<Response> {
  const headers = { "Content-Type": "application/cbor-seq" }
  return live.request("/v1/transactions", { method: "POST", headers, body: new Uint8Array(bytes) })
}

function closed(answer: Response): void {
  if (answer.headers.get("connection") !== "close") throw new Error("the connection stays open")
}

function notEchoed(_: Response, text: string): void {
  if (/%2f|%00|\.\.|\\/i.test(text.replaceAll(/\\"/g, ""))) throw new Error("the path is echoed")
}

const BODIES: readonly RequestRow[] = [
  row("H08a", "a body of 1 MiB + 1", "body_too_large", 413, {
    says: ["1048576"],
    send: (live) => posted(live, "application/json", new Uint8Array(MEBIBYTE + 1)),
    also: closed,
  }),
  row("H08b", "a body slower than 15 s", "request_timeout", 408, {
    says: ["15 seconds"],
    send: (live) =>
      sendSlowly(
        live,
        ...head("POST", CHECK, "Content-Type: application/json", "Content-Length: 9", "", "{"),
      ),
    also: closed,
  }),
  row("H08c", "the same in chunks", "request_timeout", 408, {
    says: ["15 seconds"],
    send: (live) =>
      sendSlowly(
        live,
        ...head("POST", CHECK, "Content-Type: application/json", "Transfer-Encoding: chunked"),
        ...["", "1", "{", ""],
      ),
    also: closed,
  }),
  row("H08d", "a declared length of 1 MiB + 1", "body_too_large", 413, {
    says: ["1048576"],
    send: (live) =>
      sendLines(
        live,
        ...head("POST", CHECK, "Content-Type: application/cose", "Content-Length: 1048577", "", ""),
      ),
  }),
  row("H08e", "4 MiB + 1 where 4 MiB are taken", "body_too_large", 413, {
    says: ["4194304"],
    send: (live) => sequence(live, 4 * MEBIBYTE + 1),
  }),
  row("H08f", "a body that is cut off", "upload_incomplete", 400, {
    says: ["nothing of this request was used"],
    async send(live) {
      const broken = new ReadableStream({
        pull(controller) {
          controller.error(new Error("gone"))
        },
      })
      const headers = { "Content-Type": "application/json" }
      const init = { method: "POST", headers, body: broken, duplex: "half" }
      return live.request(CHECK, init as RequestInit)
    },
  }),
  row("H09a", "another content type", "content_type_unsupported", 415, {
    says: ["application/cose", "application/json"],
    send: (live) => posted(live, "text/plain", "{}"),
  }),
  row("H09b", "a compressed body", "content_encoding_unsupported", 415, {
    says: ["plain"],
    send: (live) => posted(live, "application/json", "{}", { "Content-Encoding": "gzip" }),
  }),
  row("H09c", "another charset", "content_type_unsupported", 415, {
    send: (live) => posted(live, "application/json; charset=latin1", "{}"),
  }),
]

const HEADS: readonly RequestRow[] = [
  row("H10a", "headers above 16 KiB", "headers_too_large", 431, {
    says: ["16384"],
    send: (live) =>
      sendLines(live, ...head("GET", "/v1/status", `X-Long: ${"a".repeat(17_000)}`, "", "")),
    also: closed,
  }),
  row("H10b", "headers beyond what is read at all", "headers_too_large", 431, {
    says: ["16384"],
    send: (live) =>
      sendLines(live, ...head("GET", "/v1/status", `X-Long: ${"a".repeat(70_000)}`, "", "")),
    also: closed,
  }),
  row("H10c", "an address above 8 KiB", "url_too_long", 414, {
    says: ["8192"],
    send: (live) => live.request(`/v1/${"a".repeat(8_192)}`),
  }),
  row("H10d", "the same on a socket", "url_too_long", 414, {
    says: ["8192"],
    send: (live) => sendLines(live, ...head("GET", `/v1/${"a".repeat(8_192)}`, "", "")),
  }),
  row("H11a", "two lengths", "request_malformed", 400, {
    send: (live) =>
      sendLines(live, ...head("POST", CHECK, "Content-Length: 1", "Content-Length: 2", "", "{}")),
    also: closed,
  }),
  row("H11b", "length and chunked", "request_malformed", 400, {
    send: (live) =>
      sendLines(
        live,
        ...head("POST", CHECK, "Content-Length: 2", "Transfer-Encoding: chunked", "", "0", "", ""),
      ),
    also: closed,
  }),
  row("H11c", "a bad chunk", "request_malformed", 400, {
    send: (live) =>
      sendLines(
        live,
        ...head("POST", CHECK, "Content-Type: application/json", "Transfer-Encoding: chunked"),
        ...["", "zz", "{}", "0", "", ""],
      ),
    also: closed,
  }),
  row("H11d", "no HTTP at all", "request_malformed", 400, {
    send: (live) => sendLines(live, "\u0016\u0003\u0001 hello", "", ""),
    also: closed,
  }),
  row("H11e", "no host", "request_malformed", 400, {
    send: (live) => sendLines(live, "GET /v1/status HTTP/1.1", "Connection: close", "", ""),
  }),
  row("H11f", "an expectation that nobody meets", "request_malformed", 400, {
    send: (live) => sendLines(live, ...head("GET", "/v1/status", "Expect: wonders", "", "")),
  }),
  ...["/v1/../v1/status", "/v1\\status", "/v1/%2e%2e/v1/status"].map((target, i) =>
    row(`H12${"abc"[i]}`, `${target} on a socket`, "path_invalid", 400, {
      send: (live) => sendLines(live, ...head("GET", target, "", "")),
      also: notEchoed,
    }),
  ),
  ...["/v1/provenance%2fclasses", "/v1/status%00", "/v1//status", "/v1/status/%ff"].map(
    (target, i) =>
      row(
        `H12${"defg"[i]}`,
        target,
        i === 3 ? "unknown_route" : "path_invalid",
        i === 3 ? 404 : 400,
        {
          send: (live) => live.request(target),
          also: notEchoed,
        },
      ),
  ),
  row("H12h", "a percent sign without its digits", "path_invalid", 400, {
    send: (live) => live.request("/v1/provenance/classes/%ff"),
    also: notEchoed,
  }),
]

const ROUTES: readonly RequestRow[] = [
  row("H13a", "unknown route", "unknown_route", 404, {
    says: ['Did you mean "/v1/provenance/classes"'],
    send: (live) => live.request("/v1/provenance/classez"),
  }),
  row("H13b", "wrong method", "method_unsupported", 405, {
    says: ["DELETE", "GET"],
    send: (live) => live.request("/v1/status", { method: "DELETE" }),
    also(answer) {
      if (answer.headers.get("allow") !== "GET, HEAD, OPTIONS") throw new Error("no Allow")
    },
  }),
  row("H13c", "Accept of what is not offered", "accept_unsupported", 406, {
    says: ["application/json"],
    send: (live) => live.request("/v1/status", { headers: { Accept: "text/html" } }),
  }),
  row("H13d", "Accept that excludes what is offered", "accept_unsupported", 406, {
    send: (live) =>
      live.request("/v1/status", { headers: { Accept: "application/json;q=0, text/*" } }),
  }),
  row("H14a", "unknown parameter", "unknown_parameter", 400, {
    says: ['Did you mean "limit"'],
    send: (live) => live.request("/v1/blocks?limti=5"),
  }),
  row("H14b", "repeated parameter", "duplicate_parameter", 400, {
    says: ["/limit", "twice"],
    send: (live) => live.request("/v1/blocks?limit=5&limit=5"),
  }),
]

export const HEAD_ROWS: readonly RequestRow[] = [...BODIES, ...HEADS, ...ROUTES]
