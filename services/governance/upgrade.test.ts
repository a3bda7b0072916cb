/** The upgrade plan: bounds, readiness, and what becomes of it at its height. */
import {
  checkRuntime,
  defineRuntime,
  executeBlock,
  type Hash,
  openState,
  type Runtime,
  readEvent,
  service,
} from "@concordat/kernel"
import {
  accepted,
  emitted,
  holds,
  lacks,
  operation,
  refused,
  type TestLedger,
} from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { grantRow, look, MEMBERS, OBSERVATORY } from "../organisations/consortium.testing.ts"
import type { ActionOf } from "./action-kind.ts"
import {
  ALL_FOUR,
  CLERK,
  chamber,
  OBSERVER,
  OF_EDUCATION,
  OF_HEALTH,
  OF_INTERIOR,
  OF_JUSTICE,
  openChamberOf,
  proposed,
  proposeOn,
  proposing,
  proposingAmong,
  SERVICES,
  telling,
  voteOn,
} from "./chamber.testing.ts"
import {
  readySignalled,
  upgradeCancelled,
  upgradeDone,
  upgradeLapsed,
  upgradeScheduled,
} from "./events.ts"
import { execute } from "./executing.ts"
import { propose } from "./proposing.ts"
import { signalReady } from "./signal-ready.ts"
import { readiness, upgradePlan, upgradesDone } from "./tables.ts"
import { lowestHeight, planned, planOf, readinessFor } from "./upgrade.ts"

const DAY = 86_400_000
const [ARM, X64, OTHER] = ["a1", "b2", "c3"].map((byte) => byte.repeat(32)) as [Hash, Hash, Hash]
const ARTIFACTS = [
  { platform: "linux-arm64", sha256: ARM },
  { platform: "linux-x64", sha256: X64 },
]
type Plan = ActionOf<"scheduleUpgrade">
const HEIGHT = 10_000_000n

const plan = (more: Partial<Plan> = {}) => ({
  scheduleUpgrade: {
    ...{ name: "two", height: HEIGHT, protocol: 2, artifacts: ARTIFACTS },
    ...{ node: "24.21.0", source: "c0ffee", ...more },
  },
})

/** A plan that is decided. */
function decided(more: Partial<Plan> = {}) {
  const { begun, proposal, say } = proposing(plan(more))
  say(ALL_FOUR)
  return begun.later(DAY).when(OF_HEALTH, execute, { proposal }).then(accepted)
}

describe("scheduleUpgrade", () => {
  test("is decided by class D and stands until its height", () => {
    decided().then(
      emitted(upgradeScheduled, { name: "two", height: HEIGHT, protocol: 2 }),
      holds(upgradePlan, {}, { name: "two", artifacts: ARTIFACTS, node: "24.21.0" }),
    )
  })

  test("G04: not too soon: a day of blocks at the pace since genesis", () => {
    const begun = chamber()
    begun.ledger.time += DAY
    begun.ledger.block([])
    const view = begun.ledger.view()
    // One block in a day and a second: one more block in the next.
    expect(lowestHeight(view)).toBe(view.height + 1n)
    const { begun: busy } = proposing(plan())
    for (let i = 0; i < 20; i++) busy.ledger.block([])
    const lowest = lowestHeight(busy.ledger.view())
    expect(lowest).toBeGreaterThan(82_000n)
    expect(lowest).toBeLessThan(86_500n)
    busy
      .when(OF_EDUCATION, propose, proposed(plan({ height: 80_000n })))
      .then(refused("dry_run_failed"), telling({ reason: "upgrade_height_too_soon" }))
  })

  test("G04: with a program for every platform, one each", () => {
    const wanting = (artifacts: Plan["artifacts"]) => proposed(plan({ artifacts }))
    chamber()
      .when(OF_EDUCATION, propose, wanting(ARTIFACTS.slice(0, 1)))
      .then(refused("dry_run_failed"), telling({ reason: "upgrade_incomplete" }))
      .when(OF_EDUCATION, propose, wanting([...ARTIFACTS, ARTIFACTS[0]!]))
      .then(telling({ reason: "already_exists" }))
  })

  test("one plan at a time; it may be cancelled", () => {
    const begun = decided()
    begun
      .when(OF_EDUCATION, propose, proposed(plan({ name: "three" })))
      .then(refused("dry_run_failed"), telling({ reason: "upgrade_pending" }))
      .when(OF_EDUCATION, propose, proposed({ cancelUpgrade: { name: "three" } }))
      .then(telling({ reason: "unknown_upgrade" }))
    const proposal = proposeOn(begun.ledger, { cancelUpgrade: { name: "two" } })
    voteOn(begun.ledger, proposal, ALL_FOUR)
    begun
      .later(DAY)
      .when(CLERK, execute, { proposal })
      .then(emitted(upgradeCancelled, { name: "two", proposal }), lacks(upgradePlan, {}))
  })

  test("not under the name of one that took place", () => {
    const done = { table: upgradesDone, key: { name: "two" }, row: { height: 5n, protocol: 2 } }
    chamber(done)
      .when(OF_EDUCATION, propose, proposed(plan()))
      .then(refused("dry_run_failed"), telling({ reason: "already_exists" }))
  })
})

describe("signalReady", () => {
  const ready = { name: "two", sha256: X64 }

  /** The observatory, which runs the one validator here, has an operator; a plan is decided. */
  function awaited() {
    const operator = grantRow(OBSERVER, "org.operator")
    const { begun, proposal, say } = proposingAmong([operator], plan())
    say(ALL_FOUR)
    return begun.later(DAY).when(OF_HEALTH, execute, { proposal })
  }

  test("an operator of whoever runs validators, with a planned program", () => {
    awaited()
      .when(CLERK, signalReady, ready)
      .then(refused("permission_missing"))
      .when(OBSERVER, signalReady, { ...ready, name: "three" })
      .then(refused("unknown_upgrade", "governance"))
      .when(OF_HEALTH, signalReady, ready)
      .then(refused("unknown_validator", "governance"), telling({ organisation: "health" }))
      .when(OBSERVER, signalReady, { ...ready, sha256: OTHER })
      .then(refused("digest_mismatch", "governance"), telling({ actual: OTHER }))
      .when(OBSERVER, signalReady, ready)
      .then(accepted, emitted(readySignalled, { organisation: OBSERVATORY, ...ready }))
      .then(({ ledger }) => {
        const { height } = ledger.state
        const row = readiness.get(ledger.view(), { organisation: OBSERVATORY })
        expect(row).toEqual({ name: "two", sha256: X64, at: height })
      })
  })

  test("nobody is ready for nothing", () => {
    const { begun } = proposing(plan())
    begun.when(OF_HEALTH, signalReady, ready).then(refused("unknown_upgrade"))
  })
})

describe("at its height", () => {
  /** The next block is the plan's, and these are ready. */
  function arrived(voters: readonly (typeof OF_HEALTH)[]) {
    const ledger = openChamberOf(MEMBERS)
    ledger.time += 30 * DAY
    const height = 30n
    const proposal = proposeOn(ledger, plan({ height }))
    voteOn(ledger, proposal, ALL_FOUR)
    ledger.time += DAY
    expect(ledger.run(CLERK, execute, { proposal }).refusals).toEqual([])
    for (const who of voters) {
      expect(ledger.run(who, signalReady, { name: "two", sha256: ARM }).refusals).toEqual([])
    }
    while (ledger.state.height < height - 1n) ledger.block([])
    return { ledger, height }
  }

  test("two of four are too few: it lapses, and the ledger goes on as it was", () => {
    const { ledger, height } = arrived([OF_HEALTH, OF_JUSTICE])
    expect(readinessFor(ledger.view(), planOf(ledger.view())!)).toEqual({ have: 20n, of: 40n })
    expect(planned(ledger.view(), height)).toBeNull()
    // A block without transactions runs nothing: the plan is over, and is written off later.
    ledger.block([])
    expect(planned(ledger.view(), height + 1n)).toBeNull()
    const { events } = ledger.block([ledger.sign(CLERK, [operation(look, {})])])
    expect(events.map(({ event, fields }) => [event, fields])).toEqual([
      [upgradeLapsed.name, { name: "two", have: 20n, of: 40n }],
    ])
    expect(upgradePlan.get(ledger.view(), {})).toBeUndefined()
    expect(upgradesDone.get(ledger.view(), { name: "two" })).toBeUndefined()
  })

  const ready = [OF_HEALTH, OF_JUSTICE, OF_INTERIOR]
  /** The state as a program with these services finds it. */
  function found(runtime: Runtime, { state }: TestLedger) {
    const { chain, height, time, rows, log, validators, parameters } = state
    const parts = { chain, height, time, rows, log, validators, parameters }
    return openState(runtime, { ...parts, ids: [...state.ids.blocks] })
  }
  const newer = defineRuntime([...SERVICES, service({ name: "newer", about: "-" })])

  test("three of four: the old program stops before the block, even an empty one", () => {
    const { ledger, height } = arrived(ready)
    expect(planned(ledger.view(), height - 1n)).toBeNull()
    expect(planned(ledger.view(), height)).toBe("two")
    const before = ledger.state.appHash
    const needed = { code: "upgrade_needed", details: { name: "two", height: "30" } }
    for (const transactions of [[], [ledger.sign(CLERK, [operation(look, {})])]]) {
      expect(() => ledger.block(transactions)).toThrow(expect.objectContaining(needed))
    }
    expect(ledger.state.appHash).toBe(before)
  })

  test("the newer program goes on with it, and the ledger says that it was done", () => {
    const { ledger, height } = arrived(ready)
    const state = found(newer, ledger)
    checkRuntime(newer, state)
    const block = { height, time: ledger.time, misbehaviour: [], proposer: null }
    const outcome = executeBlock(newer, state, { ...block, transactions: [] })
    outcome.commit()
    const told = outcome.leaves.map(({ bytes }) => readEvent(newer, bytes))
    expect(told.map(({ event }) => event)).toEqual(["upgraded", upgradeDone.name])
    const row = state.decoded.get(upgradesDone, "two", { name: "two" })
    expect(row).toEqual({ height, protocol: 2 })
    checkRuntime(newer, state)
    const next = { ...block, height: height + 1n, transactions: [] }
    expect(executeBlock(newer, state, next).leaves).toEqual([])
  })

  test("the newer program does not start a block too early, nor where too few are ready", () => {
    const mismatch = expect.objectContaining({ code: "runtime_mismatch" })
    const early = openChamberOf(MEMBERS)
    expect(() => checkRuntime(newer, found(newer, early))).toThrow(mismatch)
    const { ledger } = arrived(ready.slice(1))
    expect(() => checkRuntime(newer, found(newer, ledger))).toThrow(mismatch)
  })
})
