/** Headers that every answer carries, and from where a caller may act. */
import { Refusal } from "@concordat/kernel"
import { ECHO_MAX } from "./limits.ts"

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
    "require-trusted-types-for 'script'",
    "trusted-types default",
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

/** On every answer: no sniffing, no use by another origin, nothing kept by proxies. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
}

/** On pages besides: no framing, no window of another origin, no devices. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "X-Frame-Options": "DENY",
}

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"]
const LOOPBACK_ADDRESS = /^(127\.[0-9.]+|::1|::ffff:127\.[0-9.]+)$/

/** Whether a host name, perhaps with a port, is this machine's own. */
function isLoopback(host: string): boolean {
  const name = host.startsWith("[") ? host.slice(0, host.indexOf("]") + 1) : host.split(":")[0]!
  return LOOPBACK_NAMES.includes(name.toLowerCase())
}

const hostOf = (request: Request) => request.headers.get("host") ?? new URL(request.url).host

/** The origin of a request as its sender names it; only one of loopback can be believed. */
export function ownOrigin(request: Request): string {
  return `${new URL(request.url).protocol}//${hostOf(request)}`
}

/** Whether an origin is of this machine alone. */
export function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && isLoopback(new URL(origin).host)
}

function refused(origin: string): Refusal {
  const message = "A page of another origin may not use this ledger."
  const details = { origin: origin.slice(0, ECHO_MAX) }
  return new Refusal("origin_not_allowed", message, details, 403)
}

/** Refuses a page of another site than `host`, whatever it asks; programs send no `Origin`. */
export function ensureOrigin(origin: string | null, host: string): void {
  if (origin === null) return
  if (origin !== `http://${host}` && origin !== `https://${host}`) throw refused(origin)
}

/** The same of a request. */
export function ensureOwnOrigin(request: Request): void {
  ensureOrigin(request.headers.get("origin"), hostOf(request))
}

/**
 * Refuses what a page of another site may have made a browser send with its cookie: a change by a
 * session comes from a page of this origin, and the browser says so.
 */
export function ensureSameSite(request: Request): void {
  const site = request.headers.get("sec-fetch-site")
  const origin = request.headers.get("origin")
  if (site !== null ? site === "same-origin" : origin !== null) return
  throw refused(origin ?? site ?? "none")
}

/** Whether `ensureLocal` lets a request through. */
export function isNear(request: Request, peer: string | null): boolean {
  try {
    ensureLocal(request, peer)
    return true
  } catch (failure) {
    if (failure instanceof Refusal) return false
    throw failure
  }
}

/**
 * Refuses whoever is not on this machine: by the address of the connection, and by a host name that
 * is not this machine's own, as a page has one that was bound to loopback (DNS rebinding).
 */
export function ensureLocal(request: Request, peer: string | null): void {
  const site = request.headers.get("sec-fetch-site")
  const near = site === null || site === "same-origin" || site === "none"
  const host = hostOf(request)
  if (!near || !isLoopback(host)) throw refused(request.headers.get("origin") ?? host)
  if (peer !== null && !LOOPBACK_ADDRESS.test(peer)) throw refused("another machine")
}
