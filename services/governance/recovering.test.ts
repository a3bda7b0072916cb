/** A ledger that goes on after it lost too much power: who must sign, and what works until then. */
import { endorse, inSetOrder, type Party, type RecoveryManifest } from "@concordat/kernel"
import { recoveredLedger, type TestLedger, testSigner } from "@concordat/kernel/testing"
import { describe, expect, it } from "vitest"
import {
  EDUCATION,
  HEALTH,
  INTERIOR,
  issue,
  JUSTICE,
  keyRows,
  MEMBERS,
} from "../organisations/consortium.testing.ts"
import { addressOf, consensusKey, keyOf } from "../validators/council.testing.ts"
import { power, powerTotal, validators } from "../validators/tables.ts"
import {
  CLERK,
  CONSTITUTION,
  HOUR,
  OF_EDUCATION,
  openChamberOf,
  proposeOn,
  THREE_OF_FOUR,
  voteOn,
} from "./chamber.testing.ts"
import { execute } from "./executing.ts"
import { propose as proposeCommand } from "./proposing.ts"
import { constitution, proposals, recoveries, stopped } from "./tables.ts"

const DAY = 24 * HOUR
const safeOf = (member: Party) => testSigner(member, "ed25519", "recovery")
const RECOVERY_KEYS = MEMBERS.flatMap((one) => keyRows(one, safeOf(one), { purpose: "recovery" }))
const seats = (...of: readonly Party[]) =>
  inSetOrder(of.map((one) => ({ key: { ed25519: keyOf(one) }, power: 10n })))
const sign = (manifest: RecoveryManifest, signers = [EDUCATION, HEALTH, INTERIOR].map(safeOf)) =>
  signers.map((one) => endorse(manifest, one.public, (message) => one.sign(message)))

/** Four members that run a validator each; one block was closed. */
function stoppedLedger(): TestLedger {
  const ledger = openChamberOf(MEMBERS, ...RECOVERY_KEYS)
  expect(ledger.run(CLERK, issue, { scope: "north", amount: 1n }).refusals).toEqual([])
  return ledger
}

/** What goes on with the first three. */
const goesOn = (endorse = (manifest: RecoveryManifest) => sign(manifest)) =>
  recoveredLedger(stoppedLedger(), { validators: seats(EDUCATION, HEALTH, INTERIOR), endorse })

const refusedWith = (code: string, details: object) =>
  expect.objectContaining({
    message: expect.stringContaining(code),
    code: "genesis_invalid",
    details: expect.objectContaining({ pointer: "/manifest", ...details }),
  })

describe("a recovery", () => {
  it("takes the power of who is lost, and says from where it goes on", () => {
    const before = stoppedLedger()
    const ledger = goesOn()
    const view = ledger.view()
    expect(recoveries.get(view, { number: 1 })).toMatchObject({
      ...{ oldChain: before.state.chain, newChain: "test-dev-2", height: before.state.height },
      ...{ root: before.state.appHash, accepted: null, endorsed: [EDUCATION, HEALTH, INTERIOR] },
    })
    expect(powerTotal.get(view, {})).toEqual({ power: 30n, validators: 3 })
    expect(power.get(view, { organisation: JUSTICE })).toBe(undefined)
    expect(validators.get(view, { address: addressOf(JUSTICE) })).toMatchObject({
      ...{ power: 0n, state: "gone" },
    })
    expect(ledger.state.log.size).toBeGreaterThan(before.state.log.size)
  })

  it("recovery_not_accepted: nothing but deciding works until the members accepted it", () => {
    const ledger = goesOn()
    expect(ledger.run(CLERK, issue, { scope: "north", amount: 1n }).refusals[0]?.code).toBe(
      "recovery_not_accepted",
    )
    const early = proposeOn(ledger, { acceptRecovery: { number: 1 } })
    voteOn(ledger, early, THREE_OF_FOUR)
    ledger.time += 8 * DAY
    expect(ledger.run(CLERK, execute, { proposal: early }).refusals).toEqual([])
    expect(proposals.get(ledger.view(), { proposal: early })).toMatchObject({
      ...{ class: "a", state: "executed" },
    })
    expect(recoveries.get(ledger.view(), { number: 1 })?.accepted).toBe(ledger.state.time)
    expect(stopped.get(ledger.view(), {})?.list).toEqual([])
    expect(ledger.run(CLERK, issue, { scope: "north", amount: 1n }).refusals).toEqual([])
  })

  it("wrong_state: only the newest is accepted, and once", () => {
    const ledger = goesOn()
    const proposed = { title: "-", documents: [], actions: [{ acceptRecovery: { number: 2 } }] }
    const { refusals } = ledger.run(OF_EDUCATION, proposeCommand, proposed)
    expect(refusals[0]).toMatchObject({
      code: "dry_run_failed",
      details: { reason: "wrong_state" },
    })
  })

  it("happens again, from what was recovered", () => {
    const [again, ...rest] = [EDUCATION, HEALTH, INTERIOR]
    const ledger = recoveredLedger(goesOn(), {
      ...{ validators: seats(again!, ...rest.slice(0, 1)), endorse: (manifest) => sign(manifest) },
    })
    expect(recoveries.get(ledger.view(), { number: 2 })).toMatchObject({
      ...{ oldChain: "test-dev-2", newChain: "test-dev-3" },
    })
    expect(constitution.get(ledger.view(), {})?.emergency).toEqual(CONSTITUTION.emergency)
  })
})

describe("who signs a recovery", () => {
  it("endorsement_insufficient: two of four are not three quarters", () => {
    const two = (manifest: RecoveryManifest) => sign(manifest, [EDUCATION, HEALTH].map(safeOf))
    expect(() => goesOn(two)).toThrow(refusedWith("endorsement_insufficient", { have: 2, need: 3 }))
    const thrice = (manifest: RecoveryManifest) =>
      [EDUCATION, EDUCATION, HEALTH].flatMap((one) => sign(manifest, [safeOf(one)]))
    expect(() => goesOn(thrice)).toThrow(refusedWith("endorsement_insufficient", { have: 2 }))
  })

  it("key_purpose_mismatch: keys that vote on blocks do not sign it", () => {
    const voting = (manifest: RecoveryManifest) =>
      sign(
        manifest,
        [EDUCATION, HEALTH, INTERIOR].map((one) => consensusKey(one)),
      )
    const key = consensusKey(EDUCATION).kid
    expect(() => goesOn(voting)).toThrow(refusedWith("key_purpose_mismatch", { key }))
  })

  it("signature_invalid, unknown_key: another manifest's, a stranger's", () => {
    const other = (manifest: RecoveryManifest) => sign({ ...manifest, reason: "other" })
    expect(() => goesOn(other)).toThrow(refusedWith("signature_invalid", {}))
    const stranger = (manifest: RecoveryManifest) => sign(manifest, [testSigner("nobody/safe")])
    expect(() => goesOn(stranger)).toThrow(refusedWith("unknown_key", {}))
  })

  it("unknown_validator: nobody comes in by a recovery", () => {
    const begun = () =>
      recoveredLedger(stoppedLedger(), {
        validators: [{ key: { ed25519: keyOf(JUSTICE, 2) }, power: 10n }],
        endorse: (manifest) => sign(manifest),
      })
    expect(begun).toThrow(refusedWith("unknown_validator", {}))
  })
})
