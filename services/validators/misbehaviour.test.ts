/** What the engine proves: recorded, power gone at once; no empty set, no lost block. */
import { verifyState } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { add, leave, remove, setPower } from "./commands.ts"
import {
  ALPHA,
  addressOf,
  BETA,
  chiefOf,
  DELTA,
  EVEN,
  faultOf,
  GAMMA,
  keyOf,
  MOST,
  OMEGA,
  openCouncil,
  powersOf,
  rotation,
  SEATED,
} from "./council.testing.ts"
import { rotateKey } from "./rotate-key.ts"
import { EVIDENCE_BLOCKS_MAX, EVIDENCE_MS_MAX, faults, isRecent, validators } from "./tables.ts"

const five = { ...EVEN, omega: 10n }
const names = (block: { events: readonly { event: string }[] }) =>
  block.events.map(({ event }) => event)

describe("a validator that voted twice", () => {
  test("is recorded and has no power in the same block; the others go on", () => {
    const ledger = openCouncil({ powers: five })
    const fault = faultOf(ledger, addressOf(ALPHA))
    const block = ledger.block([], [fault])
    expect(names(block)).toEqual(["fault_recorded", "validator_faulted"])
    expect(block.validatorUpdates).toEqual([{ key: keyOf(ALPHA), power: 0n }])
    const id = { address: addressOf(ALPHA) }
    expect(validators.get(ledger.view(), id)).toMatchObject({ state: "faulted", power: 0n })
    const row = faults.get(ledger.view(), { height: fault.height, ...id })
    expect(row).toMatchObject({ kind: "duplicate_vote", power: 10n })
    expect(verifyState(ledger.runtime, ledger.state)).toEqual([])
  })

  test("never signs again by that key, and nobody may lift it", () => {
    const ledger = openCouncil({ powers: five })
    ledger.block([], [faultOf(ledger, addressOf(ALPHA))])
    const alpha = { organisation: ALPHA, validator: addressOf(ALPHA) }
    const codes = [
      ledger.run(MOST, add, { organisation: ALPHA, key: keyOf(ALPHA), power: 1n }),
      ledger.run(MOST, setPower, { ...alpha, power: 1n }),
      ledger.run(MOST, remove, alpha),
      ledger.run(chiefOf(ALPHA), leave, { validator: addressOf(ALPHA) }),
      ledger.run(chiefOf(ALPHA), rotateKey, rotation(ALPHA, 1, 3)),
    ].map(({ refusals }) => refusals[0]?.code)
    expect(codes).toEqual(Array.from({ length: 5 }, () => "wrong_state"))
    const other = ledger.run(MOST, add, { organisation: ALPHA, key: keyOf(ALPHA, 2), power: 10n })
    expect(other.refusals).toEqual([])
  })

  test("leaves four with a third each: an event tells, commands may mend it", () => {
    const ledger = openCouncil()
    const block = ledger.block([], [faultOf(ledger, addressOf(ALPHA))])
    const told = block.events.find(({ event }) => event === "validator_set_degraded")
    expect(told?.fields).toEqual({
      ...{ validators: 3, organisations: 3, power: 30n, largest: BETA },
    })
    const added = ledger.run(MOST, add, { organisation: OMEGA, key: keyOf(OMEGA), power: 10n })
    expect(added.refusals).toEqual([])
    expect(powersOf(ledger)).toEqual({ beta: 10n, delta: 10n, gamma: 10n, omega: 10n })
  })

  test("after it left has nothing to lose; by a key that was replaced, the new one has", () => {
    const ledger = openCouncil({ powers: five })
    ledger.run(chiefOf(OMEGA), leave, { validator: addressOf(OMEGA) })
    const left = ledger.block([], [faultOf(ledger, addressOf(OMEGA))])
    expect(names(left)).toEqual(["fault_recorded"])
    expect(left.validatorUpdates).toEqual([])
    ledger.run(chiefOf(ALPHA), rotateKey, rotation(ALPHA, 1, 3))
    const replaced = ledger.block([], [faultOf(ledger, addressOf(ALPHA))])
    expect(replaced.validatorUpdates).toEqual([{ key: keyOf(ALPHA, 3), power: 0n }])
    for (const number of [1, 3]) {
      const row = validators.get(ledger.view(), { address: addressOf(ALPHA, number) })
      expect(row?.state).toBe("faulted")
    }
  })
})

describe("E09: evidence that counts for nothing", () => {
  test("about nobody, told twice, or too old: the block goes on", () => {
    const ledger = openCouncil({ powers: five })
    const fault = faultOf(ledger, addressOf(ALPHA))
    const unknown = faultOf(ledger, addressOf(OMEGA, 2))
    expect(names(ledger.block([], [unknown]))).toEqual(["evidence_ignored"])
    expect(names(ledger.block([], [fault, fault]))).toEqual([
      ...["fault_recorded", "validator_faulted", "evidence_ignored"],
    ])
  })

  test("is old once both ages have passed", () => {
    const now = { height: EVIDENCE_BLOCKS_MAX + 5n, time: EVIDENCE_MS_MAX + 5 }
    expect(isRecent(now, { height: 5n, time: 5 })).toBe(true)
    expect(isRecent(now, { height: 4n, time: 5 })).toBe(true)
    expect(isRecent(now, { height: 5n, time: 4 })).toBe(true)
    expect(isRecent(now, { height: 4n, time: 4 })).toBe(false)
  })
})

describe("all of them at once", () => {
  test("the last power stays, so the set is never empty", () => {
    const ledger = openCouncil()
    const block = ledger.block(
      [],
      SEATED.map((organisation) => faultOf(ledger, addressOf(organisation))),
    )
    expect(block.validatorUpdates).toHaveLength(3)
    expect(powersOf(ledger)).toEqual({ gamma: 10n })
    const last = { organisation: GAMMA, validator: addressOf(GAMMA) }
    expect(validators.get(ledger.view(), { address: addressOf(GAMMA) })).toMatchObject({
      ...{ state: "faulted", power: 10n },
    })
    expect(verifyState(ledger.runtime, ledger.state)).toEqual([])
    expect(ledger.run(MOST, remove, last).refusals[0]?.code).toBe("change_too_large")
  })

  test("one that was spared leaves once others sign", () => {
    const ledger = openCouncil({ powers: { alpha: 10n } })
    ledger.block([], [faultOf(ledger, addressOf(ALPHA))])
    const grow = [BETA, DELTA, GAMMA, OMEGA].map((organisation, index) =>
      ledger.run(MOST, add, {
        ...{ organisation, key: keyOf(organisation), power: BigInt(3 + index) },
      }),
    )
    expect(grow.flatMap(({ refusals }) => refusals)).toEqual([])
    const gone = { organisation: ALPHA, validator: addressOf(ALPHA) }
    expect(ledger.run(MOST, setPower, { ...gone, power: 1n }).refusals[0]?.code).toBe("wrong_state")
    expect(ledger.run(MOST, remove, gone).refusals[0]?.code).toBe("change_too_large")
  })
})

test("a change in the block that carries the fault finds less room, and no second entry", () => {
  const ledger = openCouncil({ powers: five })
  const operations = [
    { command: "validators.setPower", input: { ...named(ALPHA), power: 9n } },
    { command: "validators.setPower", input: { ...named(BETA), power: 3n } },
    { command: "validators.setPower", input: { ...named(BETA), power: 4n } },
  ]
  const bytes = ledger.sign(MOST, operations, { mode: "each" })
  const { results, validatorUpdates } = ledger.block([bytes], [faultOf(ledger, addressOf(ALPHA))])
  expect(results[0]!.refusals).toMatchObject([
    { operation: 0, code: "wrong_state" },
    { operation: 1, code: "change_too_large" },
  ])
  expect(validatorUpdates).toHaveLength(2)
})

function named(organisation: typeof ALPHA) {
  return { organisation, validator: addressOf(organisation) }
}
