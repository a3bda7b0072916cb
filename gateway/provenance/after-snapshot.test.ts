/**
 * The statement log behind a node that began with a snapshot: known by its head, whole in what
 * comes after, and honest about the rest.
 */
import { fromHex, hashOf, leafHashOf, Refusal, verifyInclusion } from "@concordat/kernel"
import type { Ledger } from "@concordat/node"
import { afterAll, beforeAll, expect, it } from "vitest"
import { openGateway, type TestGateway } from "../gateway.testing.ts"
import { followStatements } from "./follow-statements.ts"
import { leavesOf, registerBatch, type Story, tellDocuments } from "./story.testing.ts"

let test: TestGateway
let story: Story
beforeAll(async () => {
  test = await openGateway()
  story = await tellDocuments(test)
})
afterAll(() => test.close())

/** The same ledger, as a node answers that has only what comes after its present height. */
function pruned(ledger: Ledger): Ledger {
  const from = ledger.status().height
  return {
    ...{ chain: ledger.chain, profile: ledger.profile, runtime: ledger.runtime },
    status: () => ({ ...ledger.status(), first: from + 1n }),
    row: (key: Uint8Array) => ledger.row(key),
    async events(page: Parameters<Ledger["events"]>[0]) {
      if ((page.after?.height ?? 0n) >= from) return ledger.events(page)
      throw new Refusal("height_pruned", "gone", {}, 410)
    },
  } as unknown as Ledger
}

it("proves what comes after, under the very root of the whole log", async () => {
  const { ledger } = test
  const followed = followStatements(pruned(ledger))
  const whole = followStatements(ledger)
  const before = (await whole.log()).size
  await followed.log()
  const later = await registerBatch(test, leavesOf(7))
  const registration = await followed.find(later)
  expect(registration).toEqual(await whole.find(later))
  const log = await followed.log()
  expect(followed.from).toBe(before)
  expect(hashOf(log.root())).toBe(hashOf((await whole.log()).root()))
  const { position } = registration!
  const proof = { index: position, size: log.size, path: log.inclusion(position) }
  const leaf = leafHashOf(fromHex(later))
  expect(verifyInclusion({ ...proof, leaf, root: (await whole.log()).root() })).toBe(true)
  expect(await followed.find(story.document)).toBeNull()
})
