/** The mempool's rule: the same code as a block's, above what was admitted since. */
import { afterEach, describe, expect, it } from "vitest"
import type { Party } from "../schema/party.ts"
import { operation } from "../testing/ledger.ts"
import { createCheck } from "./check.ts"
import { declare, hooks, quietHooks } from "./probe.testing.ts"
import { accounts, pay } from "./purse.testing.ts"
import { ADA, does, holder, open, put, told } from "./story.testing.ts"

afterEach(quietHooks)

const paying = (amount: bigint) => operation(pay, { to: "bob/one" as Party, amount })

function opened() {
  const ledger = open()
  const check = createCheck(ledger.runtime, ledger.state, ledger.verdicts)
  const send = (amount: bigint) => ledger.sign(ADA, [paying(amount)])
  return { ledger, check, send }
}

describe("check", () => {
  it("sees the effects of what was admitted, and the block agrees", () => {
    const { ledger, check, send } = opened()
    const sent = [send(60n), send(60n), send(40n)]
    const answers = sent.map((bytes) => check.check(bytes))
    expect(answers.map(({ code }) => code)).toEqual([0, 1, 0])
    expect(answers[1]!.refusals).toMatchObject([{ code: "funds_insufficient", operation: 0 }])
    const { results } = ledger.block(sent)
    expect(results.map(({ code }) => code)).toEqual([0, 1, 0])
    expect(answers.map(({ units }) => units)).toEqual(results.map(({ gasUsed }) => gasUsed))
    expect(answers.map((answer) => answer.transaction?.id)).toEqual(results.map(({ id }) => id))
  })

  it("changes nothing of the state, and knows what waits", () => {
    const { ledger, check, send } = opened()
    const { stateRoot } = ledger.state
    const bytes = send(1n)
    expect(check.check(bytes).code).toBe(0)
    expect(check.check(bytes).refusals[0]!.code).toBe("already_accepted")
    expect(ledger.state.stateRoot).toBe(stateRoot)
    expect(accounts.get(ledger.view(), holder(ADA))!.balance).toBe(100n)
  })

  it("leaves no trace of a dry run", () => {
    const { check, send } = opened()
    const dry = send(100n)
    expect(check.check(dry, { dryRun: true }).code).toBe(0)
    expect(check.check(send(100n)).code).toBe(0)
    expect(check.check(dry, { dryRun: true }).refusals[0]!.code).toBe("funds_insufficient")
  })

  it("stands above the new state after a commit, and takes waiting ones without check 10", () => {
    const { ledger, check, send } = opened()
    const waiting = send(30n)
    const [spoilt, late] = [send(30n), send(50n)]
    spoilt[spoilt.length - 1]! ^= 1
    expect(check.check(waiting).code).toBe(0)
    ledger.block([late])
    check.reset()
    expect(check.check(waiting, { recheck: true }).code).toBe(0)
    expect(check.check(spoilt).refusals[0]!.code).toBe("signature_invalid")
    expect(check.check(send(30n)).refusals[0]!.code).toBe("funds_insufficient")
    ledger.block([])
    expect(check.check(send(50n)).code).toBe(0)
  })

  it("judges by the last block's time, or by the one it is told", () => {
    const { ledger } = opened()
    const { runtime, state, verdicts } = ledger
    const bytes = ledger.sign(ADA, [paying(1n)], { expires: state.time + 5 })
    const later = createCheck(runtime, state, verdicts, () => state.time + 5)
    expect(createCheck(runtime, state, verdicts).check(bytes).code).toBe(0)
    expect(later.check(bytes).refusals[0]!.code).toBe("transaction_expired")
  })

  it("refuses what alone does more than a block has room for", () => {
    const { ledger, check } = opened()
    const heavy = operation(declare, { units: 0, used: 400_000 })
    const eleven = ledger.sign(ADA, Array(11).fill(heavy))
    expect(check.check(eleven)).toMatchObject({
      code: 2,
      refusals: [{ code: "limit_reached", service: "kernel" }],
    })
    const [inBlock] = ledger.block([eleven]).results
    expect(inBlock).toMatchObject({ code: 2, refusals: [{ code: "node_busy" }] })
  })

  it("refuses admission on a Bug, tells it, and goes on", () => {
    const { ledger, check, send } = opened()
    const bad = ledger.sign(ADA, [does(put(1), told("bug"))])
    const answer = check.check(bad)
    expect(answer).toMatchObject({ code: 2, refusals: [{ code: "node_busy" }] })
    expect(answer.bug?.message).toContain("as it was told")
    expect(check.check(send(100n)).code).toBe(0)
  })

  it("runs no hook", () => {
    hooks.beginBlock = () => {
      throw new Error("a hook ran")
    }
    const { check, send } = opened()
    expect(check.check(send(1n)).code).toBe(0)
  })
})
