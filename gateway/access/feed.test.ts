/** The live feed of a gateway that is closed: by a token over both transports, or not at all. */
import { createClient, follow } from "@concordat/sdk"
import { afterAll, beforeAll, expect, it } from "vitest"
import { openGateway, type TestGateway } from "../gateway.testing.ts"
import { type Serving, serve } from "../serve.ts"
import { tokenFor } from "./access.testing.ts"

let test: TestGateway
let serving: Serving
beforeAll(async () => {
  test = await openGateway({ gateway: { access: { open: [] } } })
  serving = await serve(test.gateway, { host: "127.0.0.1", port: 0 })
})
afterAll(async () => {
  await serving.close()
  await test.close()
})

const url = () => `http://127.0.0.1:${serving.port}`

it("is followed with a token, by a WebSocket", async () => {
  const { token } = await tokenFor(test, "justice/clerk", ["read"])
  const client = createClient({ url: url(), token })
  for await (const { cursor } of follow(client, { stream: "rows", from: "0" })) {
    expect(cursor).toMatch(/^0\./)
    break
  }
})

it("of a development ledger is followed as whom it knows, by what a browser can say", async () => {
  const heard = async (as: string) => {
    const client = createClient({ url: url(), as: () => as })
    for await (const { cursor } of follow(client, { stream: "rows", from: "0" })) return cursor
    return null
  }
  expect(await heard("justice/clerk")).toMatch(/^0\./)
  const refused = (protocols: readonly string[]) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(url().replace("http", "ws") + "/v1/feed", [...protocols])
      socket.onopen = () => resolve("open")
      socket.onerror = () => resolve("refused")
    })
  expect(await refused(["concordat.feed", "concordat.as.justice.nobody"])).toBe("refused")
  expect(await refused(["concordat.feed"])).toBe("refused")
  expect(await refused(["concordat.feed", "concordat.as.justice.clerk"])).toBe("open")
})

it("is not opened without one, nor by one of another audience", async () => {
  const { token } = await tokenFor(test, "justice/clerk", ["send"])
  const asked = (headers: Record<string, string>) => fetch(`${url()}/v1/feed`, { headers })
  expect((await asked({})).status).toBe(401)
  expect((await asked({ Authorization: `Bearer ${token}` })).status).toBe(403)
})

it("is followed by server-sent events until the token is revoked", async () => {
  const { token, id } = await tokenFor(test, "justice/clerk", ["read"])
  const headers = { Authorization: `Bearer ${token}` }
  const { body } = await fetch(`${url()}/v1/feed?stream=blocks`, { headers })
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toContain(": blocks")
  await fetch(`${url()}/v1/tokens/revoke`, {
    ...{ method: "POST", body: JSON.stringify({ id }) },
    headers: { ...headers, "Content-Type": "application/json" },
  })
  let told = ""
  const next = reader.read()
  // Time stands still here: the heart beats when its task is run.
  for (const task of [...test.due]) task()
  for (let part = await next; !part.done; part = await reader.read()) told += part.value
  expect(told).toContain("event: problem")
  expect(told).toContain("token_revoked")
})
