/** The gateway on a port: node's HTTP server with bounds on headers and time. */
import { createServer, type Server } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { ConcordatError } from "@concordat/kernel"
import { getRequestListener } from "@hono/node-server"
import type { Gateway } from "./app.ts"
import { HEADER_BYTES_MAX, URL_BYTES_MAX } from "./limits.ts"

/** How long headers, and a whole request, may take to arrive, in milliseconds. */
const HEADERS_MS_MAX = 10_000
const REQUEST_MS_MAX = 30_000
const KEEP_ALIVE_MS = 15_000

export type Serving = {
  /** The port that was taken. */
  readonly port: number
  /** Takes no new request, and ends once those at hand are answered. */
  close(): Promise<void>
}

/** What the parser refuses before any route is asked, by node's own names of the faults. */
const PARSER_FAULTS: Readonly<Record<string, readonly [status: string, code: string]>> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "headers_too_large"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "request_timeout"],
}
const MALFORMED = ["400 Bad Request", "request_malformed"] as const

/** A bare problem for a request that never became one; the connection is closed behind it. */
function parserAnswer(fault: string): string {
  const [status, code] = PARSER_FAULTS[fault] ?? MALFORMED
  const body = JSON.stringify({
    ...{ type: `/codes/${code}`, title: status.slice(4), status: Number(status.slice(0, 3)), code },
    ...{ detail: "The request was refused before it was read.", hint: "Send a valid request." },
  })
  const head = ["Content-Type: application/problem+json", "Connection: close"]
  return [`HTTP/1.1 ${status}`, ...head, `Content-Length: ${body.length}`, "", body].join("\r\n")
}

/**
 * Follows which connections no request occupies, and answers how to end the server: these are cut,
 * the others once their request is answered. Node counts a connection that has not sent anything as
 * busy, and browsers open some ahead: ending would wait for them.
 */
function stopper(server: Server): () => Promise<void> {
  const quiet = new Set<Socket>()
  let stopping = false
  server.on("connection", (socket) => {
    quiet.add(socket)
    socket.once("close", () => quiet.delete(socket))
  })
  server.on("request", ({ socket }, response) => {
    quiet.delete(socket)
    response.once("close", () => {
      if (stopping) socket.destroySoon()
      else if (!socket.destroyed) quiet.add(socket)
    })
  })
  return () =>
    new Promise((done) => {
      stopping = true
      server.close(() => done())
      for (const socket of quiet) socket.destroy()
    })
}

/** Listens on an address. Throws `ConcordatError` `configuration_invalid` when the port is taken. */
export function serve(gateway: Gateway, { host, port }: { host: string; port: number }) {
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX + URL_BYTES_MAX,
      headersTimeout: HEADERS_MS_MAX,
      requestTimeout: REQUEST_MS_MAX,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    getRequestListener(gateway.fetch),
  )
  const close = stopper(server)
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable) socket.end(parserAnswer(error.code ?? ""))
  })
  return new Promise<Serving>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === "EADDRINUSE"
      const reason = taken ? "is taken by another program" : `cannot be used (${cause.code})`
      const hint = "Stop the other program, or choose another port: npm start -- --port 4401"
      reject(
        new ConcordatError("configuration_invalid", `Port ${port} of ${host} ${reason}.`, {
          ...{ cause, hint },
        }),
      )
    })
    server.listen(port, host, () => {
      resolve({ port: (server.address() as AddressInfo).port, close })
    })
  })
}
