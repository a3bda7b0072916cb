/**
 * The service worker of the verify page: keeps the page and its files, so that it opens without a
 * network. It serves nothing else, and no answer of the ledger. A newer version takes over when all
 * pages of the older one are closed.
 */

/** The part of `ServiceWorkerGlobalScope` that is used; the compiler's library lacks it. */
type Scope = {
  addEventListener(type: "install" | "activate", listener: (event: Extended) => void): void
  addEventListener(type: "fetch", listener: (event: Fetched) => void): void
}
type Extended = { waitUntil(done: Promise<unknown>): void }
type Fetched = { readonly request: Request; respondWith(answer: Promise<Response>): void }

const scope = globalThis as unknown as Scope

/** Replaced by the build: the files of the verify page, as a list. */
const FILES = "__OFFLINE_FILES__"
const PAGE = "/verify"
const PREFIX = "concordat-verify-"

const files = JSON.parse(FILES.replaceAll("'", '"')) as readonly string[]
/** A cache a build: the names of files carry digests of their content. */
const NAME =
  PREFIX +
  files
    .join("")
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .slice(-64)

async function keep(): Promise<void> {
  const cache = await caches.open(NAME)
  await cache.addAll([PAGE, "/ring.svg", ...files])
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys()
  const older = names.filter((name) => name.startsWith(PREFIX) && name !== NAME)
  await Promise.all(older.map((name) => caches.delete(name)))
}

/** The page from the network while there is one, so that a newer version is seen. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (failure) {
    const kept = await caches.match(PAGE)
    if (kept === undefined) throw failure
    return kept
  }
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

scope.addEventListener("install", (event) => event.waitUntil(keep()))
scope.addEventListener("activate", (event) => event.waitUntil(dropOlder()))
scope.addEventListener("fetch", (event) => {
  const { request } = event
  const { pathname, origin } = new URL(request.url)
  if (request.method !== "GET" || origin !== globalThis.location.origin) return
  if (request.mode === "navigate") event.respondWith(page(request))
  else if (pathname.startsWith("/assets/") || pathname === "/ring.svg") {
    event.respondWith(asset(request))
  }
})
