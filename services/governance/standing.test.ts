/** What everybody should know: what is stopped, and what is about to happen. */
import type { Hash } from "@concordat/kernel"
import { given, type TestLedger } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { BEGAN, DAY, EDUCATION, HEALTH, look } from "../organisations/consortium.testing.ts"
import {
  ALL_FOUR,
  CLERK,
  EMERGENCY,
  HOUR,
  openChamber,
  openChamberOf,
  proposeOn,
  voteOn,
} from "./chamber.testing.ts"
import { freeze, unfreeze } from "./emergency.ts"
import { execute } from "./executing.ts"
import { doProposal, ensureLive } from "./outlook.ts"
import { standingKind, standingOf } from "./standing.ts"
import { recoveries, upgradePlan } from "./tables.ts"

const NAME = "ab".repeat(32) as Hash
const PERMITS = "service:permits"
const NOTHING = { frozen: [], off: [], upgrade: null, recovery: null }
const told = (ledger: TestLedger) => standingOf(ledger.view())

describe("standing", () => {
  test("of a quiet ledger is nothing", () => {
    expect(told(openChamber())).toEqual(NOTHING)
  })

  test("tells a freeze until it ends by time, or is lifted", () => {
    const ledger = openChamber()
    const stop = { scope: PERMITS, reason: "incident", hours: 2 }
    expect(ledger.run(EMERGENCY, freeze, stop).refusals).toEqual([])
    const from = ledger.view().time
    const frozen = { scope: PERMITS, by: EMERGENCY, reason: "incident", from }
    expect(told(ledger).frozen).toEqual([{ ...frozen, until: from + 2 * HOUR }])
    ledger.time += 2 * HOUR
    // Permits are over; of another service nothing was ever stopped.
    ledger.run(CLERK, look, {})
    expect(told(ledger)).toEqual(NOTHING)

    const other = { scope: "command:permits.issue", reason: "incident", hours: 2 }
    expect(ledger.run(EMERGENCY, freeze, other).refusals).toEqual([])
    expect(told(ledger).frozen).toHaveLength(1)
    expect(ledger.run(ALL_FOUR, unfreeze, { scope: other.scope }).refusals).toEqual([])
    expect(told(ledger)).toEqual(NOTHING)
  })

  test("tells a module that is switched off, without an end", () => {
    const ledger = openChamber()
    const off = proposeOn(ledger, { setModule: { module: "permits", enabled: false } })
    voteOn(ledger, off, ALL_FOUR)
    ledger.time += DAY
    expect(ledger.run(CLERK, execute, { proposal: off }).refusals).toEqual([])
    expect(told(ledger)).toEqual({ ...NOTHING, off: ["permits"] })
  })

  test("tells the upgrade that is planned, and a recovery nobody accepted", () => {
    const plan = {
      ...{ name: "two", height: 10_000_000n, protocol: 2, node: "24.21.0", source: "c0ffee" },
      ...{ artifacts: [{ platform: "linux-x64", sha256: NAME }], proposal: NAME },
    }
    const recovery = {
      ...{ oldChain: "old-1", newChain: "test-dev-1", height: 9n, block: NAME, root: NAME },
      ...{ reason: "a fire", manifest: NAME, endorsed: [], accepted: null },
    }
    const rows = [given(upgradePlan, {}, plan), given(recoveries, { number: 1 }, recovery)]
    const ledger = openChamberOf([EDUCATION, HEALTH], ...rows)
    const { upgrade, recovery: unaccepted } = told(ledger)
    expect(upgrade).toEqual({
      ...{ name: "two", height: 10_000_000n, proposal: NAME, have: 0n, of: 20n },
    })
    expect(unaccepted).toEqual({ number: 1, oldChain: "old-1", height: 9n, reason: "a fire" })
    expect(standingKind.check(told(ledger))).toEqual(told(ledger))
    const accepted = given(recoveries, { number: 1 }, { ...recovery, accepted: BEGAN })
    expect(told(openChamber(accepted)).recovery).toBeNull()
  })
})

describe("the outlook of a proposal", () => {
  test("is of those that are live alone", () => {
    const ledger = openChamber()
    expect(() => ensureLive(ledger.view(), NAME)).toThrow("no such proposal")
    const off = proposeOn(ledger, { setModule: { module: "permits", enabled: false } })
    expect(() => ensureLive(ledger.view(), off)).not.toThrow()
    voteOn(ledger, off, ALL_FOUR.slice(0, 2), "veto")
    expect(() => ensureLive(ledger.view(), off)).toThrow("is over")
    expect(() => doProposal(ledger.view() as never, off)).toThrow("is over")
  })
})
