/** What waits and is refused by a later state: for good where nobody else has it, else not yet. */
import type { EngineStatus } from "@concordat/engines/port"
import type { CheckOutcome } from "@concordat/kernel"
import { expect, it } from "vitest"
import { Mempool, type MempoolOptions } from "./mempool.ts"

const ID = "ab".repeat(32)
const REFUSED = {
  ...{ code: 1, bug: null, transaction: { id: ID } },
  refusals: [{ code: "hold_not_open", service: "money", message: "", details: {}, status: 409 }],
} as unknown as CheckOutcome

/** A transaction that was admitted by an engine of this kind. */
async function admitted(kind: EngineStatus["kind"]) {
  const bytes = new Uint8Array(1)
  const admitting = Promise.withResolvers<{ code: number }>()
  const mempool = new Mempool({
    executor: {
      ...{ verdicts: { open: () => ({ transaction: { id: ID } }) } },
      state: { ids: { heightOf: () => undefined } },
    },
    engine: { submit: () => admitting.promise, status: () => ({ kind }) },
    ...{ verifier: { verify: async () => {} }, clock: { elapsed: () => 0 } },
    ...{ scheduler: { soon: (task: () => void) => task() }, placeOf: () => null },
    ...{ transactionsMax: 1, bytesMax: 1 },
  } as unknown as MempoolOptions)
  const sent = mempool.submit(bytes)
  sent.catch(() => {}) // It is looked at below.
  admitting.resolve({ code: 0 })
  await new Promise((resolve) => setImmediate(resolve))
  return { mempool, bytes, sent }
}

it.each([
  ["solo", "hold_not_open"],
  ["cometbft", "node_busy"],
] as const)("is told so by %s: %s", async (kind, code) => {
  const { mempool, bytes, sent } = await admitted(kind)
  mempool.onChecked(bytes, REFUSED, true)
  await expect(sent).rejects.toMatchObject({ code })
  expect(mempool.count).toBe(0)
})
