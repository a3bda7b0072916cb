/** The orderly end of a server: what is at hand is answered, what is quiet is cut. */
import type { Server } from "node:http"
import type { Socket } from "node:net"

/**
 * Follows which connections no request occupies, and answers how to end the server: these are cut,
 * the others once their request is answered, all of them after `drainMs` milliseconds. Node counts
 * a connection that has not sent anything as busy, and browsers open some ahead: ending would wait
 * for them.
 */
export function stopper(server: Server, drainMs: number): () => Promise<void> {
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
  // A WebSocket is ended by those who serve it.
  server.on("upgrade", (_, socket) => quiet.delete(socket as Socket))
  return () =>
    new Promise((done) => {
      stopping = true
      const late = setTimeout(() => server.closeAllConnections(), drainMs)
      server.close(() => {
        clearTimeout(late)
        done()
      })
      for (const socket of quiet) socket.destroy()
    })
}
