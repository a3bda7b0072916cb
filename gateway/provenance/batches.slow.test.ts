/** The largest batch: a million leaves go up in parts, come down whole, and stop nobody else. */
import { createClient, publishLeaves } from "@concordat/sdk"
import { expect, it } from "vitest"
import { CLASS_TERMS, openGateway, post, send } from "../gateway.testing.ts"
import { leavesOf, registerBatch } from "./story.testing.ts"

const LEAVES = 1_000_000

it("a batch of 1,000,000 documents is published, while others are answered", async () => {
  const test = await openGateway()
  await post(test, "/v1/provenance/setClass", CLASS_TERMS)
  const leaves = leavesOf(LEAVES)
  const statement = await registerBatch(test, leaves)
  let parts = 0
  const client = createClient({
    url: "http://localhost",
    async fetch(url, init) {
      parts++
      return test.gateway.request(url, init)
    },
  })

  let answered = 0
  let published = false
  const publishing = publishLeaves(client, statement, leaves).finally(() => {
    published = true
  })
  while (!published) {
    expect((await send(test.gateway, "/livez")).status).toBe(200)
    answered++
    await new Promise((next) => setImmediate(next))
  }
  await publishing

  expect(parts).toBe(Math.ceil((LEAVES * 32) / 4_194_304))
  expect(answered).toBeGreaterThan(parts * 10)
  const kept = await send(test.gateway, `/v1/provenance/batches/${statement}`)
  const bytes = new Uint8Array(await kept.arrayBuffer())
  expect(Buffer.compare(bytes, leaves)).toBe(0)
  await test.close()
})
