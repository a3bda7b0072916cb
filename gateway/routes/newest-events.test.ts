/** Reading the log backwards, compared with a plain reversal of all of it. */
import type { EventRecord, Status } from "@concordat/node"
import fc from "fast-check"
import { expect, it } from "vitest"
import { newestEvents, type WantedEvents } from "./newest-events.ts"

const leaves = fc.array(
  fc.record({ service: fc.constantFrom("a", "b"), event: fc.constantFrom("made", "gone") }),
  { maxLength: 40 },
)
const wanted = fc.record(
  { service: fc.constantFrom("a", "b"), event: fc.constantFrom("made", "gone") },
  { requiredKeys: [] },
)

/** A log in memory. */
function logOf(given: readonly { service: string; event: string }[]) {
  const events = given.map((one, i) => ({ ...one, position: BigInt(i) }) as EventRecord)
  const status = () => ({ log: { size: BigInt(events.length) } }) as Status
  return { events, status, event: async (at: bigint) => events[Number(at)] ?? null }
}

it("gives every wanted event once, newest first, whatever the size of a page", async () => {
  await fc.assert(
    fc.asyncProperty(leaves, wanted, fc.integer({ min: 1, max: 7 }), async (given, want, limit) => {
      const log = logOf(given)
      const expected = log.events
        .filter(({ service, event }) => {
          const { service: s = service, event: e = event } = want as WantedEvents
          return s === service && e === event
        })
        .toReversed()
      const found: EventRecord[] = []
      let before: bigint | null = 2n ** 64n - 1n
      while (before !== null) {
        const page = await newestEvents(log, { before, limit, wanted: want as WantedEvents })
        expect(page.events.length).toBeLessThanOrEqual(limit)
        found.push(...page.events)
        before = page.next
      }
      expect(found).toEqual(expected)
    }),
  )
})

it("looks at 1,000 leaves a page, and goes on below them", async () => {
  const log = logOf(Array.from({ length: 1_500 }, () => ({ service: "a", event: "made" })))
  const none = await newestEvents(log, { before: 1_500n, limit: 5, wanted: { service: "b" } })
  expect(none).toEqual({ events: [], next: 500n })
})
