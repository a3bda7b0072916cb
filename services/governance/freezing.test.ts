/** What is frozen, by whom, how long; what cannot be; and modules that are switched off. */
import { accepted, emitted, given, holds, refused, silent } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  CHIEF,
  DEPUTY,
  INTERIOR,
  issue,
  JUSTICE,
  look,
} from "../organisations/consortium.testing.ts"
import { addPrincipal } from "../organisations/principals.ts"
import {
  ALL_FOUR,
  ALSO_OF_EDUCATION,
  CLERK,
  chamber,
  EMERGENCY,
  HOUR,
  OF_EDUCATION,
  OF_HEALTH,
  OF_INTERIOR,
  OF_JUSTICE,
  openChamber,
  proposed,
  proposeOn,
  telling,
  voteOn,
} from "./chamber.testing.ts"
import { freeze, unfreeze } from "./emergency.ts"
import { moduleSet, scopeFrozen, scopeUnfrozen } from "./events.ts"
import { execute } from "./executing.ts"
import { propose } from "./proposing.ts"
import { freezes, modules, STOPPED_MAX, stopped } from "./tables.ts"

const DAY = 86_400_000
const PERMITS = "service:permits"
const ISSUE = "command:permits.issue"
const stop = (scope: string, hours = 24) => ({ scope, reason: "incident", hours })
const work = { scope: "road", amount: 1n }
const TWO = [OF_EDUCATION, OF_HEALTH, OF_INTERIOR]

/** Two of the emergency group have frozen this. */
const frozenFor = (scope: string, hours = 24) =>
  chamber().when(EMERGENCY, freeze, stop(scope, hours)).then(accepted)

describe("freeze", () => {
  test("two persons of the emergency group, of two organisations", () => {
    const few = refused("endorsement_insufficient", "governance")
    chamber()
      .when(OF_EDUCATION, freeze, stop(PERMITS))
      .then(few, telling({ have: 1, need: 2 }))
      .when([OF_EDUCATION, ALSO_OF_EDUCATION], freeze, stop(PERMITS))
      .then(few)
      .when([OF_EDUCATION, OF_HEALTH], freeze, stop(PERMITS))
      .then(few, silent)
      .when([OF_HEALTH, ALSO_OF_EDUCATION, OF_JUSTICE], freeze, stop(PERMITS))
      .then(
        accepted,
        emitted(scopeFrozen, { scope: PERMITS, by: [ALSO_OF_EDUCATION, OF_JUSTICE] }),
        holds(stopped, {}, { list: [PERMITS] }),
      )
  })

  test.each([
    [PERMITS, [true, true]],
    [ISSUE, [true, false]],
    ["command:permits.look", [false, true]],
    [`organisation:${JUSTICE}`, [true, true]],
    [`organisation:${INTERIOR}`, [false, false]],
    ["asset:gold", [false, false]],
    ["channel:north", [false, false]],
  ] as const)("T34: of %s stops just that, from the next block on", (scope, [issues, looks]) => {
    frozenFor(scope)
      .when(CLERK, issue, work)
      .then(issues ? refused("frozen", "governance") : accepted)
      .when(CLERK, look, {})
      .then(looks ? refused("frozen", "governance") : accepted)
  })

  test("ends by itself, at the time that it says", () => {
    const begun = frozenFor(PERMITS, 1)
    const { until } = freezes.get(begun.ledger.view(), { scope: PERMITS })!
    begun
      .when(CLERK, look, {})
      .then(refused("frozen"), telling({ scope: PERMITS, until: new Date(until).toISOString() }))
      .later(until - begun.ledger.time - 1)
      .when(CLERK, look, {})
      .then(refused("frozen"))
      .later(-999)
      .when(CLERK, look, {})
      .then(accepted)
  })

  test("lasts 1 to 72 hours", () => {
    const bounds = refused("parameter_out_of_range", "governance")
    chamber()
      .when(EMERGENCY, freeze, stop(PERMITS, 0))
      .then(bounds)
      .when(EMERGENCY, freeze, stop(PERMITS, 73))
      .then(bounds, telling({ actual: 73, expected: "1 to 72" }))
      .when(EMERGENCY, freeze, stop(PERMITS, 72))
      .then(accepted)
  })

  test.each([
    ...["service:governance", "service:organisations", "service:validators"],
    ...["command:governance.vote", "command:organisations.admit", "command:organisations."],
    ...[
      "service:nothing",
      "service:",
      "command:permits",
      "organisation:nobody",
      "permits",
      "all:x",
    ],
  ])("G05: not %s", (scope) => {
    chamber().when(EMERGENCY, freeze, stop(scope)).then(refused("scope_not_allowed"), silent)
  })

  test("a frozen organisation may still keep itself and vote", () => {
    frozenFor("organisation:education")
      .when([CHIEF, DEPUTY], addPrincipal, { name: "clerk", kind: "person" })
      .then(accepted)
      .when(OF_EDUCATION, propose, proposed({ freeze: stop(PERMITS) }))
      .then(accepted)
      .when(OF_EDUCATION, look, {})
      .then(refused("frozen"))
  })

  test("G05: not twice, nor again within seven days of its end", () => {
    frozenFor(PERMITS, 2)
      .when(EMERGENCY, freeze, stop(PERMITS))
      .then(refused("already_frozen"))
      .when(EMERGENCY, freeze, stop(ISSUE))
      .then(accepted, holds(stopped, {}, { list: [ISSUE, PERMITS] }))
      .later(2 * HOUR)
      .when(EMERGENCY, freeze, stop(PERMITS))
      .then(refused("freeze_repeated"))
      .later(7 * DAY)
      .when(EMERGENCY, freeze, stop(PERMITS))
      .then(accepted, holds(stopped, {}, { list: [PERMITS] }))
  })

  test("the members may repeat it at once by class C, and everybody may still be stopped", () => {
    const begun = frozenFor(PERMITS, 1)
    begun.ledger.time += HOUR
    const proposal = proposeOn(begun.ledger, { freeze: stop(PERMITS) })
    voteOn(begun.ledger, proposal, ALL_FOUR)
    begun
      .later(DAY)
      .when(CLERK, execute, { proposal })
      .then(emitted(scopeFrozen, { scope: PERMITS, by: [] }))
      .when(CLERK, look, {})
      .then(refused("frozen"))
  })

  test(`${STOPPED_MAX} scopes at once`, () => {
    const scopes = Array.from({ length: STOPPED_MAX }, (_, i) => `asset:a${i + 10}`)
    const row = { by: [], reason: "x", from: 0, until: 253_402_300_799_999 }
    chamber(
      given(stopped, {}, { list: scopes }),
      ...scopes.map((scope) => given(freezes, { scope }, row)),
    )
      .when(EMERGENCY, freeze, stop(PERMITS))
      .then(refused("limit_reached"), telling({ limit: STOPPED_MAX }))
  })
})

describe("unfreeze", () => {
  test("administrators of more than half of the members", () => {
    frozenFor(PERMITS)
      .when([OF_EDUCATION, OF_HEALTH, CLERK], unfreeze, { scope: PERMITS })
      .then(refused("endorsement_insufficient", "governance"), telling({ have: 2, need: 3 }))
      .when(TWO, unfreeze, { scope: ISSUE })
      .then(refused("unknown_freeze"))
      .when(TWO, unfreeze, { scope: PERMITS })
      .then(accepted, emitted(scopeUnfrozen, { scope: PERMITS, by: OF_EDUCATION }))
      .then(holds(stopped, {}, { list: [] }))
      .when(CLERK, issue, work)
      .then(accepted)
      .when(TWO, unfreeze, { scope: PERMITS })
      .then(refused("unknown_freeze"))
      .when(EMERGENCY, freeze, stop(PERMITS))
      .then(refused("freeze_repeated"))
  })
})

describe("modules", () => {
  const set = (enabled: boolean) => ({ setModule: { module: "permits", enabled } })

  test("are switched off and on by class C", () => {
    const ledger = openChamber()
    const decide = (enabled: boolean) => {
      const proposal = proposeOn(ledger, set(enabled))
      voteOn(ledger, proposal, ALL_FOUR)
      ledger.time += DAY
      return ledger.run(CLERK, execute, { proposal })
    }
    const code = () => ledger.run(CLERK, look, {}).refusals[0]?.code ?? null
    expect(decide(false).happened.map(({ event }) => event)).toContain(moduleSet.name)
    expect(modules.get(ledger.view(), { module: "permits" })).toEqual({ enabled: false })
    expect(code()).toBe("frozen")
    expect(ledger.run(EMERGENCY, freeze, stop(PERMITS, 1)).refusals).toEqual([])
    ledger.time += 2 * HOUR
    expect(code()).toBe("frozen")
    expect(ledger.run(TWO, unfreeze, { scope: PERMITS }).refusals[0]?.code).toBe("unknown_freeze")
    decide(true)
    expect(code()).toBeNull()
    expect(stopped.get(ledger.view(), {})).toEqual({ list: [] })
  })

  test("but not those that decide, nor one that does not run", () => {
    for (const module of ["governance", "organisations", "nothing"]) {
      chamber()
        .when(OF_EDUCATION, propose, proposed({ setModule: { module, enabled: false } }))
        .then(refused("dry_run_failed"), telling({ reason: "scope_not_allowed" }))
    }
  })
})
