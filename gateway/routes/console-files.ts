/** The console as built. Unknown pages get the shell, which routes in the browser. */
import { toBase64url } from "@concordat/kernel"
import { Hono } from "hono"
import type { ConsoleFile, GatewayOptions } from "../gateway.ts"
import { contentSecurityPolicy, scriptPolicy } from "../security.ts"

/** Stands in the built pages where this answer's nonce goes. */
const NONCE = "__CONCORDAT_NONCE__"
const NONCE_BYTES = 16

/** Pages of their own beside the shell. */
const PAGES: Readonly<Record<string, string>> = { "/verify": "/verify.html" }

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Concordat</title>
<p>The console is not built. Run <code>npm start</code>, which builds it, or use the API:
<a href="/openapi.json">/openapi.json</a>.</p>
`

function pageOf(files: ReadonlyMap<string, ConsoleFile>, path: string): ConsoleFile | undefined {
  return files.get(PAGES[path] ?? path) ?? files.get("/index.html")
}

export function consoleRoutes({ console: files, random }: GatewayOptions): Hono {
  const routes = new Hono()
  routes.get("*", (context) => {
    if (files === null) return context.html(NOT_BUILT, 503)
    const asset = files.get(context.req.path)
    if (asset !== undefined && !asset.type.startsWith("text/html")) {
      const cached = asset.immutable ? "public, max-age=31536000, immutable" : "no-cache"
      const script = asset.type.startsWith("text/javascript")
      return context.body(new Uint8Array(asset.bytes), 200, {
        "Content-Type": asset.type,
        "Cache-Control": cached,
        ...(script ? { "Content-Security-Policy": scriptPolicy(context.req.path) } : {}),
      })
    }
    const page = pageOf(files, context.req.path)
    if (page === undefined) return context.html(NOT_BUILT, 503)
    const nonce = toBase64url(random(NONCE_BYTES))
    const html = new TextDecoder().decode(page.bytes).replaceAll(NONCE, nonce)
    return context.html(html, 200, {
      "Content-Security-Policy": contentSecurityPolicy(nonce),
      "Cache-Control": "no-store",
    })
  })
  return routes
}
