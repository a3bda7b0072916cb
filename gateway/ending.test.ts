/** How a server ends while browsers hold connections to it. */
import { once } from "node:events"
import { connect } from "node:net"
import { expect, it } from "vitest"
import type { Gateway } from "./app.ts"
import { serve } from "./serve.ts"

const host = "127.0.0.1"

/** A gateway that answers so, and whose feed nobody follows. */
function gatewayOf(fetch: () => Response | Promise<Response>): Gateway {
  return { fetch, feed: { close: () => Promise.resolve() } } as unknown as Gateway
}

it("ends although a connection was opened ahead and never used", async () => {
  const gateway = gatewayOf(() => new Response("yes"))
  const serving = await serve(gateway, { host, port: 0 })
  const ahead = connect(serving.port, host)
  await once(ahead, "connect")
  const kept = await fetch(`http://${host}:${serving.port}/`)
  expect(await kept.text()).toBe("yes")
  const cut = once(ahead, "close")
  await serving.close()
  await cut
})

it("answers the request at hand before it ends", async () => {
  let answer = (_: Response) => {}
  let asked = () => {}
  const reached = new Promise<void>((resolve) => {
    asked = resolve
  })
  const gateway = gatewayOf(() => {
    asked()
    return new Promise<Response>((resolve) => {
      answer = resolve
    })
  })
  const serving = await serve(gateway, { host, port: 0 })
  const waiting = fetch(`http://${host}:${serving.port}/`)
  await reached
  const ended = serving.close()
  answer(new Response("late"))
  expect(await (await waiting).text()).toBe("late")
  await ended
})

it("cuts a connection on which nothing moves", async () => {
  const gateway = gatewayOf(() => new Promise<Response>(() => {}))
  const serving = await serve(gateway, { host, port: 0, stalledMs: 30 })
  const socket = connect(serving.port, host)
  socket.write("GET / HTTP/1.1\r\nHost: here\r\n\r\n")
  await once(socket, "close")
  await serving.close()
})
