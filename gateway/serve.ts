/** The gateway on a port: node's HTTP server with bounds on headers, time and connections. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { ConcordatError } from "@concordat/kernel"
import { getRequestListener } from "@hono/node-server"
import type { Served } from "./app.ts"
import { stopper } from "./ending.ts"
import { asksForSocket, upgrader } from "./feed/upgrade.ts"
import {
  CONNECTIONS_MAX,
  DRAIN_MS_MAX,
  HEAD_BYTES_MAX,
  HEADERS_MS_MAX,
  KEEP_ALIVE_MS,
  REQUEST_MS_MAX,
  STALLED_MS_MAX,
} from "./limits.ts"
import { ensureHead, type Log, malformed, refuse, refuseSocket, unread } from "./unread.ts"

/** How often connections are looked at, as a part of the shortest time they may take. */
const LOOKS = 4

/** A gateway that listens. */
export type Serving = {
  /** The port that was taken. */
  readonly port: number
  /** Takes no new request, and ends once those at hand are answered, or 10 seconds later. */
  close(): Promise<void>
}

/** Where to listen, and for how long to wait. */
export type ServeOptions = {
  readonly host: string
  readonly port: number
  /** Milliseconds for headers, for a whole request, and for the last requests at the end. */
  readonly headersMs?: number
  readonly requestMs?: number
  readonly drainMs?: number
  /** Milliseconds in which something must move, by a reader or an answer. */
  readonly stalledMs?: number
  /** One line a request that no route has seen. */
  readonly log?: Log
}

function listenerOf(gateway: Served, log: Log) {
  const answer = getRequestListener(gateway.fetch, {
    errorHandler(failure) {
      const known = failure instanceof Error && failure.name === "RequestError"
      const { status, headers, body } = unread(known ? malformed() : failure, log)
      return new Response(body, { status, headers: { ...headers } })
    },
  })
  return (incoming: IncomingMessage, outgoing: ServerResponse) => {
    try {
      ensureHead(incoming)
    } catch (failure) {
      refuse(outgoing, failure, log)
      return
    }
    void answer(incoming, outgoing)
  }
}

function portTaken({ host, port }: ServeOptions, cause: NodeJS.ErrnoException): ConcordatError {
  const taken = cause.code === "EADDRINUSE"
  const reason = taken ? "is taken by another program" : `cannot be used (${cause.code})`
  const message = `Port ${port} of ${host} ${reason}.`
  const hint = "Stop the other program, or choose another port: npm start -- --port 4401"
  return new ConcordatError("configuration_invalid", message, { cause, hint })
}

/** Listens on an address. Throws `ConcordatError` `configuration_invalid`: the port is taken. */
export function serve(gateway: Served, options: ServeOptions): Promise<Serving> {
  const { host, port, log = () => {}, drainMs = DRAIN_MS_MAX } = options
  const { headersMs = HEADERS_MS_MAX, requestMs = REQUEST_MS_MAX } = options
  const { stalledMs = STALLED_MS_MAX } = options
  const server = createServer(
    {
      ...{ maxHeaderSize: HEAD_BYTES_MAX, headersTimeout: headersMs, requestTimeout: requestMs },
      ...{ keepAliveTimeout: KEEP_ALIVE_MS, requireHostHeader: false },
      shouldUpgradeCallback: (request) => gateway.feed !== undefined && asksForSocket(request),
      connectionsCheckingInterval: Math.ceil(Math.min(headersMs, requestMs) / LOOKS),
    },
    listenerOf(gateway, log),
  )
  server.maxConnections = CONNECTIONS_MAX
  server.setTimeout(stalledMs)
  const stop = stopper(server, drainMs)
  const { feed } = gateway
  const close = async () => {
    await Promise.all([feed?.close(), stop()])
  }
  if (feed !== undefined) server.on("upgrade", upgrader(feed, log))
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    refuseSocket(socket, error, log),
  )
  server.on("checkExpectation", (_, outgoing) => refuse(outgoing, malformed(), log))
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(portTaken(options, cause)))
    server.listen(port, host, () => {
      resolve({ port: (server.address() as AddressInfo).port, close })
    })
  })
}
