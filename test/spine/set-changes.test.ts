/**
 * The set changes under a running ledger: evidence of every time verifies offline against the
 * genesis anchor, and names who signed by the rows of their own time.
 */
import { TestClock, TestDisk, testValidator } from "@concordat/engines/testing"
import {
  type Anchor,
  addressText,
  decodeBundle,
  type Operation,
  toHex,
  validatorsHash,
  verifyBundle,
} from "@concordat/kernel"
import { type Ledger, openLedger, register, services, silentLog } from "@concordat/node"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { memoryPlace } from "../../node/store/store-place.ts"
import { onTheSpot } from "../../node/verify/verifier.ts"
import {
  addressOf,
  addValidator,
  BEGAN,
  type Consensus,
  chiefOf,
  genesisText,
  leave,
  MEMBERS,
  MOST,
  PORT,
  registerKey,
  rotateKey,
  rowOf,
  signed,
} from "./council.ts"

const KEYS = [1, 2, 3, 4, 5, 6].map((seed) => testValidator(seed)) as [
  ...[Consensus, Consensus, Consensus, Consensus, Consensus, Consensus],
]
const [FIRST, , , , FIFTH, NEXT] = KEYS
const GENESIS = genesisText(KEYS.slice(0, 4).map(({ key }) => ({ key, node: null })))
const LATER = BEGAN + 86_400_000

let ledger: Ledger
let clock: TestClock
let genesisAnchor: Anchor
beforeEach(async () => {
  clock = new TestClock(BEGAN + 10_000)
  ledger = await openLedger({
    ...{ data: "/data", services, register, servicesModule: null, genesis: GENESIS },
    ...{ profile: "production", signers: KEYS },
    ...{ disk: new TestDisk(), clock, scheduler: clock, log: silentLog },
    ...{ store: memoryPlace(), verifier: onTheSpot, lock: () => () => {} },
  })
  await send([chiefOf("mint")], noop(0))
  genesisAnchor = await ledger.anchor(1n)
})
afterEach(() => ledger.close())

/** Something that changes the state and nothing of the set. */
const noop = (number: number): Operation => ({
  command: "organisations.update",
  input: { name: `Mint ${number}`, page: null, adminThreshold: 1 },
})

async function send(who: readonly string[], ...operations: readonly Operation[]) {
  const { height, refusals } = await ledger.submit(signed(ledger.status().now, who, operations))
  expect(refusals).toEqual([])
  return height
}

/** The verdict on a row's evidence, by somebody who has nothing but the genesis anchor. */
async function judged(of: Consensus) {
  const bytes = await ledger.evidence({ claims: [{ value: rowOf(of) }], anchor: 1n })
  const verdict = verifyBundle(bytes, genesisAnchor, { now: clock.now() })
  const { members, validators, commit } = decodeBundle(bytes)
  return {
    ...{ bytes, valid: verdict.valid, grade: verdict.grade, code: verdict.code },
    signed: verdict.steps.find(({ step }) => step === "commit")?.sentence ?? "",
    members: members.map(({ address }) => address),
    set: validators.map((validator) => addressText(validator)),
    votes: commit.signatures.filter(({ flag }) => flag === 2).length,
  }
}

/** Blocks until a change of the set counts. */
async function settle() {
  for (let block = 0; block < 3; block++) await send([chiefOf("mint")], noop(block + 1))
}

describe("a fifth organisation comes, changes its key and leaves", () => {
  test("evidence of each time verifies, of grade A by the set of its time", async () => {
    const before = await judged(FIRST)
    expect(before).toMatchObject({ valid: true, grade: "A", members: [], votes: 4 })

    await send([chiefOf("port")], registerKey(FIFTH, LATER))
    const added = await send(MOST, addValidator(FIFTH))
    await settle()
    const during = await judged(FIFTH)
    expect(during).toMatchObject({ valid: true, grade: "A", members: [addressOf(FIFTH)], votes: 5 })
    expect(during.signed).toContain(PORT)

    await send([chiefOf("port")], rotateKey(FIFTH, NEXT, LATER))
    await settle()
    const rotated = await judged(NEXT)
    expect(rotated).toMatchObject({ valid: true, grade: "A", members: [addressOf(NEXT)], votes: 5 })
    expect(rotated.set).not.toContain(addressOf(FIFTH))

    await send([chiefOf("port")], leave(NEXT))
    await settle()
    const after = await judged(NEXT)
    expect(after).toMatchObject({ valid: true, grade: "A", members: [], votes: 4 })

    // The bundles of each time stay what they were, and headers tell the sets as they say.
    for (const { bytes } of [before, during, rotated, after]) {
      expect(verifyBundle(bytes, genesisAnchor, { now: clock.now() }).valid).toBe(true)
    }
    const headerOf = async (height: bigint) =>
      decodeBundle(await ledger.evidence({ claims: [{ event: 0n }], at: height - 1n }))
    const [at, next, then] = await Promise.all([0n, 1n, 2n].map((by) => headerOf(added + by)))
    expect(at!.header.nextValidators).toBe(at!.header.validators)
    expect(next!.header.validators).toBe(at!.header.validators)
    expect(next!.header.nextValidators).toBe(then!.header.validators)
    expect(then!.header.validators).toBe(toHex(validatorsHash(then!.validators)))
    expect(then!.validators).toHaveLength(5)
  })

  test("status and anchors name organisations by rows, whoever configured what", async () => {
    await send([chiefOf("port")], registerKey(FIFTH, LATER))
    await send(MOST, addValidator(FIFTH))
    await settle()
    const { validators } = ledger.status()
    expect(validators.map(({ organisation }) => organisation).sort()).toEqual([...MEMBERS])
    const anchor = await ledger.anchor()
    expect(anchor.organisations.map(({ organisation }) => organisation).sort()).toEqual(MEMBERS)
    expect(genesisAnchor.organisations).toHaveLength(4)
  })
})
