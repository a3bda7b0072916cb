/** What waits for whom, and until when. */
import type { Hash, Party } from "@concordat/kernel"
import { given, type TestLedger, testSigner } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  AUDIT,
  BEGAN,
  consortiumRow,
  DAY,
  EDUCATION,
  HEALTH,
  JUSTICE,
  keyRows,
  look,
  MEMBERS,
  OBSERVATORY,
  officeRows,
  organisationRow,
  principalRow,
  seat,
} from "../organisations/consortium.testing.ts"
import {
  CLERK,
  OF_EDUCATION,
  OF_HEALTH,
  openChamber,
  openChamberOf,
  proposeOn,
  setDays,
  THREE_OF_FOUR,
  voteOn,
} from "./chamber.testing.ts"
import { inboxOf } from "./inbox.ts"
import { signalReady } from "./signal-ready.ts"
import { upgradePlan } from "./tables.ts"

const HASHES = ["a1", "b2", "c3"].map((byte) => byte.repeat(32)) as [Hash, Hash, Hash]
const tasks = (ledger: TestLedger, me: string) => inboxOf(ledger.view(), me as Party).tasks
const kinds = (ledger: TestLedger, me: string) =>
  tasks(ledger, me).map(({ what }) => Object.keys(what)[0])
/** Time goes on; a block tells it. */
function later(ledger: TestLedger, ms: number): void {
  ledger.time += ms
  expect(ledger.run(CLERK, look, {}).refusals).toEqual([])
}

describe("a proposal", () => {
  test("waits for the ballot of each of the electorate, once", () => {
    const ledger = openChamber()
    const proposal = proposeOn(ledger, setDays(9n))
    const [task] = tasks(ledger, OF_HEALTH)
    expect(task?.what).toEqual({ vote: { proposal, title: "A proposal" } })
    expect(task?.by).toBe(ledger.view().time + 14 * DAY)
    expect(kinds(ledger, HEALTH)).toEqual(["vote"])
    voteOn(ledger, proposal, [OF_HEALTH], "no")
    expect(kinds(ledger, HEALTH)).toEqual([])
    expect(kinds(ledger, JUSTICE)).toEqual(["vote"])
    expect([kinds(ledger, OBSERVATORY), kinds(ledger, "nobody")]).toEqual([[], []])
  })

  test("is told to who made it when three days are left, and to nobody when time is over", () => {
    const ledger = openChamber()
    const proposal = proposeOn(ledger, setDays(9n))
    voteOn(ledger, proposal, [OF_EDUCATION])
    expect(kinds(ledger, EDUCATION)).toEqual([])
    later(ledger, 11 * DAY + 1)
    const closing = { proposal, title: "A proposal", missing: 3 }
    expect(tasks(ledger, EDUCATION).map(({ what }) => what)).toEqual([{ closing }])
    later(ledger, 3 * DAY)
    expect([kinds(ledger, EDUCATION), kinds(ledger, HEALTH)]).toEqual([[], []])
  })

  test("that is due waits for everybody, for fourteen days", () => {
    const ledger = openChamber()
    const proposal = proposeOn(ledger, setDays(9n))
    voteOn(ledger, proposal, THREE_OF_FOUR)
    expect(kinds(ledger, JUSTICE)).toEqual([])
    later(ledger, DAY + 1)
    const execute = { proposal, title: "A proposal" }
    for (const who of [CLERK, EDUCATION, OBSERVATORY]) {
      expect(tasks(ledger, who).map(({ what }) => what)).toEqual([{ execute }])
    }
    later(ledger, 14 * DAY)
    expect(kinds(ledger, JUSTICE)).toEqual([])
  })
})

describe("a key", () => {
  const ending = (holder: Party, days: number, more: object = {}) =>
    keyRows(holder, testSigner(`${holder}-${days}`), { until: BEGAN + days * DAY, ...more })
  const holdersOf = (ledger: TestLedger, me: string) =>
    tasks(ledger, me).map(({ by, what }) => [
      (by! - BEGAN) / DAY,
      "key" in what ? what.key.holder : null,
    ])

  test("that ends within sixty days is told, the first to end first", () => {
    const ledger = openChamber(
      ...[...ending(OF_HEALTH, 59), ...ending(OF_HEALTH, 61), ...ending(OF_HEALTH, 6)],
      ...[...ending(HEALTH, 20), ...ending(OF_HEALTH, 7, { status: "revoked" })],
      ...ending(CLERK, 5),
    )
    const own = [
      [6, OF_HEALTH],
      [20, HEALTH],
      [59, OF_HEALTH],
    ]
    expect(holdersOf(ledger, OF_HEALTH)).toEqual(own)
    expect(holdersOf(ledger, HEALTH)).toEqual(own)
    expect(holdersOf(ledger, CLERK)).toEqual([[5, CLERK]])
    expect(holdersOf(ledger, seat(JUSTICE, "chief"))).toEqual([])
    later(ledger, 6 * DAY)
    expect(holdersOf(ledger, OF_HEALTH).map(([day]) => day)).toEqual([20, 59, 61])
  })

  test("of who retired, or of an organisation that was removed, needs no other", () => {
    const retired = principalRow(CLERK, { status: "retired" })
    const ledger = openChamber(retired, ...ending(CLERK, 5), ...ending(JUSTICE, 6))
    expect(holdersOf(ledger, CLERK)).toEqual([[6, JUSTICE]])
    expect(holdersOf(ledger, JUSTICE)).toEqual([[6, JUSTICE]])
    const removed = organisationRow(AUDIT, { class: "supervisor", status: "removed" })
    expect(kinds(openChamber(removed, ...ending(AUDIT, 6)), AUDIT)).toEqual([])
  })

  test("beyond what one answer tells is counted", () => {
    const many = Array.from({ length: 201 }, (_, i) =>
      keyRows(seat(HEALTH, `p${i % 4}`), testSigner(seat(HEALTH, `p${i}`)), {
        until: BEGAN + DAY + i,
      }),
    )
    const people = [0, 1, 2, 3].map((i) => principalRow(seat(HEALTH, `p${i}`)))
    const count = organisationRow(HEALTH, { principals: 5 })
    const inbox = inboxOf(openChamber(count, ...people, ...many.flat()).view(), HEALTH)
    expect([inbox.tasks.length, inbox.left]).toEqual([200, 1])
  })
})

describe("others", () => {
  const plan = {
    ...{ name: "two", height: 10_000_000n, protocol: 2, node: "24.21.0", source: "c0ffee" },
    artifacts: [{ platform: "linux-x64", sha256: HASHES[0] }],
    proposal: HASHES[2],
  }

  test("a planned upgrade waits for each organisation that runs validators", () => {
    const ledger = openChamberOf([EDUCATION, HEALTH, JUSTICE], given(upgradePlan, {}, plan))
    const ready = { name: "two", height: 10_000_000n }
    expect(tasks(ledger, HEALTH)).toEqual([{ by: null, what: { ready } }])
    expect(kinds(ledger, AUDIT)).toEqual([])
    const said = { name: "two", sha256: HASHES[0] }
    expect(ledger.run(OF_HEALTH, signalReady, said).refusals).toEqual([])
    expect([kinds(ledger, HEALTH), kinds(ledger, JUSTICE)]).toEqual([[], ["ready"]])
  })

  test("an invitation waits for thirty days", () => {
    const invited = officeRows("culture" as Party, ["chief"], [], { status: "invited" })
    const ledger = openChamber(consortiumRow(MEMBERS, 0, "production"), ...invited)
    const activate = { activate: { organisation: "culture" } }
    expect(tasks(ledger, "culture")).toEqual([{ by: BEGAN + 30 * DAY, what: activate }])
    later(ledger, 31 * DAY)
    expect(kinds(ledger, "culture")).toEqual([])
  })
})
