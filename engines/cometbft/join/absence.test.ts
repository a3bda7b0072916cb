/** A validator without the memory of its votes waits until ten blocks went by without one. */
import { addressText, type Hash, headerHash, toHex, utf8 } from "@concordat/kernel"
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { TestClock, TestDisk } from "../../testing/index.ts"
import { awaitAbsence, ownAddress } from "./absence.ts"
import { Gateways, honest } from "./gateways.testing.ts"
import { Headers } from "./headers.ts"

const SERVERS = ["http://mint/engine", "http://hall/engine"]
const STRANGER = "ab".repeat(20)

let gateways: Gateways
let headers: Headers
beforeAll(async () => {
  gateways = await Gateways.open(...SERVERS)
})
afterAll(() => gateways.close())
beforeEach(async () => {
  for (const url of SERVERS) gateways.manners.set(url, honest)
  const { ledger, world } = gateways.test
  const { header } = (await ledger.archive.block(1n))!
  const trust = { height: 1n, hash: toHex(headerHash(header)) as Hash }
  headers = new Headers(ledger.chain, { servers: SERVERS, trust }, world.clock)
})

/** Whether the wait is over, after some turns and moves of its clock. */
async function over(address: string): Promise<boolean> {
  const clock = new TestClock()
  let done = false
  let stop = false
  const wait = awaitAbsence(headers, address, clock, () => stop).then(() => {
    done = true
  })
  for (let turn = 0; turn < 40; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(500)
  }
  const was = done
  stop = true
  while (!done) {
    clock.advance(5_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await wait
  return was
}

it("is over at once for a key that has not voted, and not for one that has", async () => {
  const [validator] = gateways.test.ledger.archive.validators(2n)
  expect(await over(STRANGER)).toBe(true)
  expect(await over(addressText(validator!))).toBe(false)
})

it("is not over while nobody says whether it has voted", async () => {
  for (const url of SERVERS) gateways.manners.set(url, () => null)
  expect(await over(STRANGER)).toBe(false)
})

it("knows the key by the engine's own file", async () => {
  const disk = new TestDisk()
  disk.put("/engine/config/priv_validator_key.json", utf8(JSON.stringify({ address: "ABCD" })))
  expect(await ownAddress(disk, "/engine")).toBe("abcd")
})
