/**
 * The server that the engine connects to: a unix socket in a folder of ours, or TCP for test
 * clients. It must listen before the engine starts, which tries again only every 3 s.
 * Source of truth: CometBFT v0.40.0, `spec/abci/abci++_client_server.md`.
 */
import { lstatSync, rmSync } from "node:fs"
import { createServer, type Server, type Socket } from "node:net"
import { ConcordatError } from "@concordat/kernel"
import type { Clock, Scheduler } from "../../seams.ts"
import { type Call, Connection } from "./connection.ts"
import type { Method } from "./envelope.ts"
import type { Handlers } from "./handlers.ts"

/** What the system takes as the path of a socket, with its closing zero byte. */
const PATH_BYTES_MAX = 103
/** A call that takes longer than this is told; one that takes longer than that has stalled. */
const SLOW_MS = 2_000
const STALLED_MS = 30_000
const WATCH_MS = 1_000

/** Where to listen, who answers, and who is told. */
export type ServerOptions = {
  /** Absolute path of a unix socket, or a TCP port on loopback (0: any). */
  readonly at: string | number
  readonly handlers: Handlers
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** A call has run for 2 s, and again when it has stalled for 30 s. */
  readonly onSlow?: (method: Method, ms: number, stalled: boolean) => void
  /** A connection ended; `failure` is null where the engine just left. */
  readonly onClosed?: (failure: unknown) => void
}

/** A server that listens. */
export type AbciServer = {
  /** `unix:///path` or `tcp://127.0.0.1:port`, as the engine's configuration has it. */
  readonly address: string
  /** Open connections; the engine keeps four. */
  readonly connections: number
  /** Ends every connection, then listens no more. */
  close(): Promise<void>
}

function checkPath(path: string): void {
  const bytes = Buffer.byteLength(path)
  if (path.startsWith("/") && bytes <= PATH_BYTES_MAX) return
  const form = `an absolute path of at most ${PATH_BYTES_MAX} bytes`
  const reason = `${path} cannot be a socket, which is ${form}.`
  throw new ConcordatError("configuration_invalid", reason, {
    hint: "Name a shorter folder for the engine's sockets.",
    details: { path, bytes, max: PATH_BYTES_MAX },
  })
}

/** Removes the file of a socket that nobody listens on any more. Another kind of file stays. */
export function removeStaleSocket(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket()) rmSync(path)
}

async function listening(server: Server, at: string | number): Promise<string> {
  if (typeof at === "string") {
    checkPath(at)
    removeStaleSocket(at)
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    const done = () => resolve()
    if (typeof at === "string") server.listen(at, done)
    else server.listen(at, "127.0.0.1", done)
  })
  const address = server.address()
  if (typeof at === "string" || address === null || typeof address === "string") {
    return `unix://${at}`
  }
  return `tcp://127.0.0.1:${address.port}`
}

/** Tells of calls that take long; answers how to end it. */
function watch(options: ServerOptions, calls: () => Iterable<Call>): () => void {
  const { clock, scheduler, onSlow } = options
  if (onSlow === undefined) return () => {}
  let cancel = () => {}
  const look = () => {
    for (const call of calls()) {
      const ms = clock.elapsed() - call.since
      const due = [SLOW_MS, STALLED_MS].filter((limit) => ms >= limit).length
      if (due > call.warned) onSlow(call.method, ms, due === 2)
      call.warned = due
    }
    cancel = scheduler.after(WATCH_MS, look)
  }
  look()
  return () => cancel()
}

/** Listens. Throws `ConcordatError` `configuration_invalid` for a path that cannot be a socket. */
export async function serveAbci(options: ServerOptions): Promise<AbciServer> {
  const { handlers, clock, onClosed } = options
  const open = new Map<Socket, { readonly connection: Connection; readonly ended: Promise<void> }>()
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    const connection = new Connection(socket, handlers, () => clock.elapsed())
    const ended = connection.serve().then((failure) => {
      open.delete(socket)
      onClosed?.(failure)
    })
    open.set(socket, { connection, ended })
  })
  const address = await listening(server, options.at)
  const unwatch = watch(options, function* () {
    for (const { connection } of open.values()) if (connection.call !== null) yield connection.call
  })
  return {
    address,
    get connections() {
      return open.size
    },
    async close() {
      unwatch()
      const ends = [...open.values()].map(({ ended }) => ended)
      for (const socket of open.keys()) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await Promise.all(ends)
    },
  }
}
