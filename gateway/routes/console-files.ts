/** The console as built. Unknown pages get the shell, which routes in the browser. */
import { toBase64url } from "@concordat/kernel"
import type { ConsoleFile, GatewayOptions } from "../gateway.ts"
import { contentSecurityPolicy, PAGE_HEADERS, scriptPolicy } from "../security.ts"
import type { Answer } from "./route.ts"

/** Stands in the built pages where this answer's nonce goes. */
const NONCE = "__CONCORDAT_NONCE__"
const NONCE_BYTES = 16
const HTML = "text/html; charset=utf-8"

/** Pages of their own beside the shell. */
const PAGES: Readonly<Record<string, string>> = { "/verify": "/verify.html" }

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Concordat</title>
<p>The console is not built. Run <code>npm start</code>, which builds it, or use the API:
<a href="/openapi.json">/openapi.json</a>.</p>
`

const notBuilt = (): Answer => ({ status: 503, type: HTML, body: NOT_BUILT })

function pageOf(files: ReadonlyMap<string, ConsoleFile>, path: string): ConsoleFile | undefined {
  return files.get(PAGES[path] ?? path) ?? files.get("/index.html")
}

/** A file as it is, or compressed for who takes that. */
function assetAnswer(path: string, asset: ConsoleFile, accepts: string): Answer {
  const { type, brotli } = asset
  const packed = brotli !== null && /\bbr\b/.test(accepts)
  const body = (packed ? brotli : asset.bytes) as Uint8Array<ArrayBuffer>
  const headers = {
    "Cache-Control": asset.immutable ? "public, max-age=31536000, immutable" : "no-cache",
    ...(brotli === null ? {} : { Vary: "Accept-Encoding" }),
    ...(packed ? { "Content-Encoding": "br" } : {}),
    ...(type.startsWith("text/javascript")
      ? { "Content-Security-Policy": scriptPolicy(path) }
      : {}),
  }
  return { status: 200, type, body, headers }
}

/**
 * A file or page of the console; null where the path belongs to the API. `accepts` is the request's
 * `Accept-Encoding`.
 */
export function consoleAnswer(
  { console: files, random }: GatewayOptions,
  path: string,
  accepts = "",
): Answer | null {
  if (path === "/v1" || path.startsWith("/v1/")) return null
  if (files === null) return notBuilt()
  const asset = files.get(path)
  if (asset !== undefined && !asset.type.startsWith("text/html")) {
    return assetAnswer(path, asset, accepts)
  }
  const page = pageOf(files, path)
  if (page === undefined) return notBuilt()
  const nonce = toBase64url(random(NONCE_BYTES))
  const body = new TextDecoder().decode(page.bytes).replaceAll(NONCE, nonce)
  const headers = {
    ...PAGE_HEADERS,
    "Content-Security-Policy": contentSecurityPolicy(nonce),
  }
  return { status: 200, type: HTML, body, headers }
}
