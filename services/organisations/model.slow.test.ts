/** The whole register against a naive one, by random commands. */
import { verifyState } from "@concordat/kernel"
import type { TestLedger } from "@concordat/kernel/testing"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { verifyByOpenssl } from "../../test/openssl.ts"
import { runs } from "../../test/runs.ts"
import type { NaiveConsortium } from "./naive-register.testing.ts"
import { type Block, begun, kidOf, stepOf, storyOf } from "./story.testing.ts"
import {
  administrators,
  consortium,
  grants,
  holderKeys,
  keys,
  organisations,
  principals,
} from "./tables.ts"

const ALL = { limit: 1_000 }

/** Every row of every table, against what the naive register holds. */
function expectSameRows(ledger: TestLedger, naive: NaiveConsortium): void {
  const view = ledger.view()
  const { offices, persons, keys: known, rights, heads } = naive.state
  const sorted = <T>(of: Iterable<readonly [string, T]>) =>
    [...of].sort(([a], [b]) => (a < b ? -1 : 1))
  const rowsOf = <K, V>(rows: readonly { key: K; value: V }[], name: (key: K) => string) =>
    sorted(rows.map(({ key, value }) => [name(key), value] as const))
  const countOf = (names: Iterable<string>, office: string) =>
    [...names].filter((one) => one.startsWith(`${office}/`)).length

  expect(consortium.get(view, {})).toMatchObject({
    ...{ members: naive.members(), suspended: naive.suspended() },
  })
  const officeRows = rowsOf(organisations.scan(view, {}, ALL), ({ organisation }) => organisation)
  expect(officeRows.map(([name, { name: _, page: __, ...row }]) => [name, row])).toEqual(
    sorted(offices).map(([name, { threshold, ...office }]) => [
      name,
      {
        ...{ ...office, adminThreshold: threshold, administrators: countOf(heads, name) },
        principals: countOf(persons.keys(), name),
      },
    ]),
  )
  expect(
    rowsOf(principals.scan(view, {}, ALL), (key) => `${key.organisation}/${key.name}`),
  ).toEqual(sorted(persons))
  const keyRows = rowsOf(keys.scan(view, {}, ALL), ({ key }) => key)
  expect(keyRows.map(([kid, { public: _, algorithm: __, ...row }]) => [kid, row])).toEqual(
    sorted([...known].map(([name, row]) => [kidOf(name), row] as const)),
  )
  const listed = holderKeys
    .scan(view, {}, ALL)
    .map(({ key: { holder, key } }) => `${holder} ${key}`)
  expect(listed.sort()).toEqual(
    [...known].map(([name, { holder }]) => `${holder} ${kidOf(name)}`).sort(),
  )
  const grantRows = rowsOf(
    grants.scan(view, {}, ALL),
    (at) => `${at.holder} ${at.role} ${at.scope}`,
  )
  expect(grantRows).toEqual(
    sorted(rights).map(([name, { holder: _, role: __, scope: ___, revoked, ...row }]) => [
      name,
      { ...row, status: revoked ? "revoked" : "active" },
    ]),
  )
  const seated = administrators
    .scan(view, {}, ALL)
    .map(({ key }) => `${key.organisation}/${key.name}`)
  expect(seated).toEqual([...heads].sort())
}

let restore = () => {}
beforeAll(() => {
  restore = verifyByOpenssl()
})
afterAll(() => restore())

/** Plays a story to both; `judge` looks at both after every block. */
function play(
  blocks: readonly Block[],
  { ledger, naive }: ReturnType<typeof begun>,
  judge: (answers: readonly (string | null)[]) => void,
): void {
  for (const block of blocks) {
    ledger.time += block.passes
    const step = stepOf(naive, block, ledger)
    if (step === null) continue
    const [result] = ledger.block([step.bytes]).results
    const found: (string | null)[] = step.each.map(() => null)
    for (const { code, operation } of result!.refusals) {
      if (operation !== null) found[operation] = code
    }
    const whole = result!.refusals.find(({ operation }) => operation === null)?.code ?? null
    expect([whole, found]).toEqual([step.whole, step.each])
    judge([step.whole, ...(step.whole === null ? step.each : [])])
  }
}

describe("the register against a naive one", () => {
  test("answers every random command as predicted, and holds every row and invariant", () => {
    fc.assert(
      fc.property(storyOf(runs(100)), (blocks) => {
        const both = begun()
        play(blocks, both, () => {
          expectSameRows(both.ledger, both.naive)
          expect(verifyState(both.ledger.runtime, both.ledger.state)).toEqual([])
        })
      }),
      { numRuns: 10, endOnFailure: true },
    )
  })

  test("the random commands reach every refusal that they can reach", () => {
    const seen = new Set<string>()
    const depths = new Set<number>()
    for (const blocks of fc.sample(storyOf(150), { numRuns: 4, seed: 7 })) {
      const both = begun()
      play(blocks, both, (answers) => {
        for (const code of answers) seen.add(code ?? "accepted")
        for (const { depth } of both.naive.state.rights.values()) depths.add(depth)
      })
    }
    const reachable = [
      "accepted administrators_insufficient already_exists class_not_allowed delegation_too_deep",
      "endorsement_insufficient grant_exceeds_parent key_in_use key_retired",
      "key_revoked last_administrator not_the_owner organisation_not_active",
      "organisation_suspended overlap_too_long parameter_out_of_range period_invalid",
      "permission_missing possession_invalid principal_retired principal_suspended",
      "purpose_not_allowed signer_not_registered suspension_limit_reached unknown_grant",
      "unknown_key unknown_organisation unknown_principal unknown_role wrong_state",
    ]
    const codes = reachable.join(" ").split(" ")
    expect(codes.filter((code) => !seen.has(code))).toEqual([])
    expect(depths).toEqual(new Set([0, 1, 2]))
  })

  test("four replicas come to equal roots", () => {
    const [blocks] = fc.sample(storyOf(runs(100)), { numRuns: 1, seed: 11 })
    const replicas = [begun(), begun(), begun(), begun()]
    const roots = replicas.map((both) => {
      const of: string[] = []
      play(blocks!, both, () => of.push(both.ledger.state.appHash))
      return of
    })
    expect(roots[0]!.length).toBeGreaterThan(0)
    for (const other of roots) expect(other).toEqual(roots[0])
  })
})
