/** How long a program that ends serves those who lack its last block. */
import { setImmediate as turn } from "node:timers/promises"
import { expect, it, vi } from "vitest"
import { TestClock } from "../testing/index.ts"
import { peersServed } from "./farewell.ts"

/** Peers that are about to decide these heights, as the engine tells of them. */
const peersAt = (...heights: readonly number[]) => ({
  peers: heights.map((height) => ({ peer_state: { round_state: { height: String(height) } } })),
})

/** How often the engine was asked before block 7 was served. */
async function askedUntilServed(answer: () => unknown): Promise<number> {
  const clock = new TestClock()
  const call = vi.fn<() => Promise<unknown>>(async () => answer())
  let served = false
  const end = peersServed({ call }, clock, 7n).then(() => {
    served = true
  })
  while (!served) {
    clock.advance(200)
    await turn()
  }
  await end
  return call.mock.calls.length
}

it("until every peer decides about the next one", async () => {
  const answers = [peersAt(8, 7, 6), peersAt(8, 8, 7), peersAt(8, 9, 8)]
  expect(await askedUntilServed(() => answers.shift())).toBe(3)
})

it("not at all where nobody is connected, or the engine is gone", async () => {
  expect(await askedUntilServed(() => peersAt())).toBe(1)
  expect(await askedUntilServed(() => ({ peers: null }))).toBe(1)
  const gone = () => {
    throw new Error("no such socket")
  }
  expect(await askedUntilServed(gone)).toBe(1)
})

it("until an answer can be read: what a peer says of itself may be of another form", async () => {
  const answers = [{ peers: [{}] }, { peers: [{ peer_state: null }] }, null, peersAt(8)]
  expect(await askedUntilServed(() => answers.shift())).toBe(4)
})

it("ten seconds at most: a peer that hangs holds nobody up", async () => {
  expect(await askedUntilServed(() => peersAt(8, 3))).toBe(50)
})
