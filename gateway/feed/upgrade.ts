/** How a request becomes a WebSocket of the feed, or is refused before it does. */
import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import { WebSocketServer } from "ws"
import type { Caller } from "../access/access.ts"
import type { Knock } from "../access/door.ts"
import { SOCKET_MESSAGE_BYTES_MAX } from "../limits.ts"
import { queryOf } from "../requests/parameters.ts"
import { pathOf, targetOf } from "../requests/path.ts"
import { noRoute } from "../routes/lookup.ts"
import { ensureOrigin } from "../security.ts"
import { ensureHead, type Log, malformed, refuseOn } from "../unread.ts"
import { type Feed, halted } from "./feed.ts"
import { feedRoutes } from "./routes.ts"
import { FeedSocket } from "./socket.ts"

const PATH = "/v1/feed"
const ACCESS = "read"

/** Whether a request asks for a WebSocket; what else may be asked for is no business of ours. */
export function asksForSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket"
}

/** What the door sees of a request that never becomes one of the application's. */
function knockOf({ headers, socket, url = "" }: IncomingMessage): Knock {
  const told = new Headers()
  for (const name of SHOWN) {
    const value = headers[name]
    if (typeof value === "string") told.set(name, value)
  }
  const acting = actingIn(headers["sec-websocket-protocol"])
  if (acting !== null) told.set("concordat-as", acting)
  // By the name that it was asked under, as only this machine's own may act for others.
  const base = `http://${headers.host ?? "gateway"}`
  const request = new Request(new URL(pathOf(targetOf(url)), base), { headers: told })
  return { request, peer: socket.remoteAddress ?? "gone" }
}

const SHOWN = ["authorization", "concordat-as", "cookie", "sec-fetch-site", "x-forwarded-for"]

/**
 * The protocol of the feed, and as whom to ask a development ledger: a browser's WebSocket takes no
 * headers but this one, in which `education/registrar` is `concordat.as.education.registrar`.
 */
const PROTOCOL = "concordat.feed"
const ACTING = /^concordat\.as\.([a-z0-9-]{1,32})\.([a-z0-9-]{1,32})$/

function actingIn(protocols: string | undefined): string | null {
  for (const one of protocols?.split(",") ?? []) {
    const [, organisation, name] = ACTING.exec(one.trim()) ?? []
    if (organisation !== undefined) return `${organisation}/${name}`
  }
  return null
}

/** Who asks, of those who may. */
async function admitted(feed: Feed, incoming: IncomingMessage): Promise<Caller> {
  const { door } = feed
  const knock = knockOf(incoming)
  const caller = await door.caller(knock)
  door.take("subscriptions", caller)
  door.ensure(ACCESS, caller, knock)
  return caller
}

function ensureAdmitted(feed: Feed, incoming: IncomingMessage): void {
  ensureHead(incoming)
  const { origin, host = "" } = incoming.headers
  const target = targetOf(incoming.url ?? "")
  ensureOrigin(origin ?? null, host)
  if (pathOf(target) !== PATH) noRoute(feedRoutes(feed), "GET", pathOf(target))
  queryOf(target, [])
  if (feed.closed) throw halted()
}

/** Takes requests that ask for a WebSocket: no compression, bounded messages. */
export function upgrader(feed: Feed, log: Log) {
  const server = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, perMessageDeflate: false },
    // Pings count as messages, and are answered where that is done.
    autoPong: false,
    maxPayload: SOCKET_MESSAGE_BYTES_MAX,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  })
  server.on("wsClientError", (_, socket) => refuseOn(socket, malformed(), log))
  return async (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy())
    try {
      ensureAdmitted(feed, incoming)
      const caller = await admitted(feed, incoming)
      if (socket.destroyed) return
      const place = feed.places.enter(caller)
      socket.once("close", () => place.leave())
      server.handleUpgrade(incoming, socket, head, (made) => {
        new FeedSocket(feed, made, place, caller)
      })
    } catch (failure) {
      refuseOn(socket, failure, log)
    }
  }
}
