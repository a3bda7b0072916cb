/** What a constitution may say: every bound from both sides. */
import type { Party } from "@concordat/kernel"
import { holds } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { chamberWithout } from "./chamber.testing.ts"
import { constitutionFault, DEFAULT_CONSTITUTION, ruleFor } from "./constitution.ts"
import { constitution } from "./tables.ts"

const DAY = 86_400
type Rule = (typeof DEFAULT_CONSTITUTION)["rules"][number]

/** The default constitution with one rule changed. */
const withRule = (name: Rule["class"], more: Partial<Rule>) => ({
  ...DEFAULT_CONSTITUTION,
  rules: DEFAULT_CONSTITUTION.rules.map((rule) =>
    rule.class === name ? { ...rule, ...more } : rule,
  ),
})
const share = (num: number, den: number, strict = false) => ({ num, den, strict })
const group = (...names: readonly string[]) => ({
  ...DEFAULT_CONSTITUTION,
  emergency: names as readonly Party[],
})

describe("a constitution", () => {
  test("is there from the beginning, and is lawful", () => {
    chamberWithout(constitution).then(holds(constitution, {}, DEFAULT_CONSTITUTION))
    expect(constitutionFault(DEFAULT_CONSTITUTION)).toBeNull()
    expect(ruleFor(DEFAULT_CONSTITUTION, "b")).toMatchObject({ delay: DAY, hold: true })
  })

  test.each([
    ["a zero denominator", withRule("c", { yes: share(1, 0) }), "yes"],
    ["a share above all", withRule("a", { yes: share(5, 4) }), "yes"],
    ["strictly all", withRule("a", { yes: share(1, 1, true) }), "yes"],
    ["all", withRule("a", { yes: share(1, 1) }), null],
    ["less than half", withRule("c", { yes: share(49, 100) }), "yes"],
    ["just half", withRule("c", { yes: share(1, 2) }), null],
    ["a stricter lower class", withRule("c", { yes: share(4, 5) }), "yes"],
    ["a weaker higher class", withRule("a", { yes: share(1, 2) }), "yes"],
    ["a quorum of nobody", withRule("b", { quorum: share(0, 3) }), "quorum"],
    ["a quorum of zero parts", withRule("b", { quorum: share(1, 0) }), "quorum"],
    ["a quorum of one in three", withRule("b", { quorum: share(1, 3) }), null],
    ["thirty days to object", withRule("b", { delay: 30 * DAY }), null],
    ["more than thirty days", withRule("b", { delay: 30 * DAY + 1 }), "delay"],
    ["no time to object", withRule("b", { delay: 0 }), null],
    ["an hour to vote", { ...DEFAULT_CONSTITUTION, votingPeriod: 3_600 }, null],
    ["less than an hour", { ...DEFAULT_CONSTITUTION, votingPeriod: 3_599 }, "votingPeriod"],
    ["ninety days to vote", { ...DEFAULT_CONSTITUTION, votingPeriod: 90 * DAY }, null],
    ["more", { ...DEFAULT_CONSTITUTION, votingPeriod: 90 * DAY + 1 }, "votingPeriod"],
    [
      "a missing class",
      { ...DEFAULT_CONSTITUTION, rules: DEFAULT_CONSTITUTION.rules.slice(1) },
      "rules",
    ],
    [
      "a class twice",
      {
        ...DEFAULT_CONSTITUTION,
        rules: [...DEFAULT_CONSTITUTION.rules.slice(1), DEFAULT_CONSTITUTION.rules[1]!],
      },
      "rules",
    ],
    ["nobody for emergencies", group(), null],
    ["two of two organisations", group("bank/a", "port/a"), null],
    ["two of one organisation", group("bank/a", "bank/b"), "emergency"],
    ["one person", group("bank/a"), "emergency"],
    ["a person twice", group("bank/a", "bank/a", "port/a"), "emergency"],
    ["persons out of order", group("port/a", "bank/a"), "emergency"],
    ["organisations in place of persons", group("bank", "port/a"), "emergency"],
  ] as const)("with %s", (_what, proposed, fault) => {
    expect(constitutionFault(proposed)).toBe(fault)
  })
})
