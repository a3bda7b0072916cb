/** Headers that every answer carries, and who may act by the gateway's own keys. */
import { Refusal } from "@concordat/kernel"
import type { MiddlewareHandler } from "hono"

/** The console's policy: own scripts, own connections, nothing else. `nonce` is for its styles. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ")
}

/** Keeps the verify page for times without a network. */
const SERVICE_WORKER = "/offline.js"

/**
 * The policy of a script's own response, which binds the worker that runs it: it loads scripts of
 * this origin and connects to nobody, so that a file which it reads cannot leave. The service
 * worker alone fetches.
 */
export function scriptPolicy(path: string): string {
  const connections = path === SERVICE_WORKER ? "; connect-src 'self'" : ""
  return `default-src 'none'; script-src 'self'${connections}; frame-ancestors 'none'`
}

/** No sniffing, no framing, no referrer, no other origin reading along. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  const { headers } = context.res
  headers.set("X-Content-Type-Options", "nosniff")
  headers.set("X-Frame-Options", "DENY")
  headers.set("Referrer-Policy", "no-referrer")
  headers.set("Cross-Origin-Opener-Policy", "same-origin")
  headers.set("Cross-Origin-Resource-Policy", "same-origin")
  headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
  if (!headers.has("Content-Security-Policy")) {
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
  }
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]

/** Whether a host name, perhaps with a port, is this machine's own. */
export function isLoopback(host: string): boolean {
  const name = host.startsWith("[") ? host.slice(0, host.indexOf("]") + 1) : host.split(":")[0]!
  return LOOPBACK.includes(name.toLowerCase())
}

/** Refuses a page of another site, and a name of this machine that is not its own (rebinding). */
export function ensureOwnOrigin(request: Request): void {
  const host = request.headers.get("host") ?? new URL(request.url).host
  const origin = request.headers.get("origin")
  const own = origin === null || origin === `http://${host}`
  const site = request.headers.get("sec-fetch-site")
  const near = site === null || site === "same-origin" || site === "none"
  if (own && near && isLoopback(host)) return
  const message = "A page of another origin may not act on this ledger."
  const details = { origin: (origin ?? host).slice(0, 64) }
  throw new Refusal("origin_not_allowed", message, details, 403)
}
