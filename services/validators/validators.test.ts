/** Validators come in, gain and lose power, and go: every rule and every refusal. */
import type { Party } from "@concordat/kernel"
import { accepted, emitted, holds, lacks, refused } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { keyRows } from "../organisations/consortium.testing.ts"
import { suspend } from "../organisations/membership.ts"
import { organisations } from "../organisations/tables.ts"
import { add, leave, remove, setPower } from "./commands.ts"
import {
  ALPHA,
  addressOf,
  BEGAN,
  BETA,
  chiefOf,
  chiefsOf,
  consensusKey,
  council,
  DELTA,
  EVEN,
  GAMMA,
  keyOf,
  MOST,
  OMEGA,
  openCouncil,
  powersOf,
  SEATED,
  ZETA,
} from "./council.testing.ts"
import { powerChanged, validatorAdded, validatorLeft } from "./events.ts"
import { power, powerTotal, stateAt, updates, validators } from "./tables.ts"

const fifth = { organisation: OMEGA, key: keyOf(OMEGA), power: 10n }
const five = { ...EVEN, omega: 10n }
const named = (organisation: Party) => ({ organisation, validator: addressOf(organisation) })

describe("a fifth validator", () => {
  test("comes in with its power, votes two blocks later, and is told to the engine once", () => {
    const { ledger } = council()
      .when(MOST, add, fifth)
      .then(
        accepted,
        emitted(validatorAdded, { ...fifth, address: addressOf(OMEGA) }),
        ({ result }) => {
          const place = { transaction: result!.id!, operation: 0 }
          expect(add.made(fifth, place)).toEqual({ validator: addressOf(OMEGA) })
        },
        holds(validators, { address: addressOf(OMEGA) }, { state: "joining", since: 1n }),
        holds(power, { organisation: OMEGA }, { power: 10n, validators: 1 }),
        holds(powerTotal, {}, { power: 50n, validators: 5 }),
        lacks(updates, {}),
      )
    expect(powersOf(ledger)).toEqual(five)
    const row = validators.get(ledger.view(), { address: addressOf(OMEGA) })!
    expect([1n, 2n, 3n, 4n].map((height) => stateAt(row, height))).toEqual([
      ...["joining", "joining", "active", "active"],
    ])
  })

  test("gains power, loses some, leaves, and comes back by the same key", () => {
    const { ledger } = council({ powers: five })
      .when(MOST, setPower, { ...named(OMEGA), power: 12n })
      .then(accepted, emitted(powerChanged, { address: addressOf(OMEGA), before: 10n, power: 12n }))
      .when(MOST, setPower, { ...named(OMEGA), power: 9n })
      .then(accepted)
      .when(chiefOf(OMEGA), leave, { validator: addressOf(OMEGA) })
      .then(
        accepted,
        emitted(validatorLeft, { organisation: OMEGA, power: 9n }),
        holds(validators, { address: addressOf(OMEGA) }, { state: "leaving", power: 0n }),
        lacks(power, { organisation: OMEGA }),
      )
      .when(MOST, add, fifth)
      .then(accepted, holds(validators, { address: addressOf(OMEGA) }, { state: "joining" }))
      .when(MOST, remove, named(OMEGA))
      .then(accepted, emitted(validatorLeft, { organisation: OMEGA, power: 10n }))
    expect(powersOf(ledger)).toEqual(EVEN)
  })
})

describe("who may sign blocks", () => {
  const bad = (more: Partial<typeof fifth>) => ({ ...fifth, ...more })
  test.each([
    ["nobody of that name", bad({ organisation: "nobody" as Party }), "unknown_organisation"],
    ["an observer", bad({ organisation: ZETA, key: keyOf(ZETA) }), "class_not_allowed"],
    ["a key that nobody registered", bad({ key: keyOf(OMEGA, 3) }), "unknown_key"],
    ["another organisation's key", bad({ key: keyOf(BETA, 2) }), "not_the_owner"],
    [
      "a key that signs already",
      { ...fifth, ...{ organisation: BETA, key: keyOf(BETA) } },
      "already_exists",
    ],
    ["no power", bad({ power: 0n }), "parameter_out_of_range"],
    ["too much power for one", bad({ power: 1_000_001n }), "parameter_out_of_range"],
    ["a third and more in one block", bad({ power: 14n }), "change_too_large"],
  ] as const)("not %s", (_what, input, code) => {
    council().when(MOST, add, input).then(refused(code, "validators"))
  })

  test("not a key for another purpose, nor one that ended or was revoked", () => {
    const as = (more: Parameters<typeof keyRows>[2]) => ({
      rows: keyRows(OMEGA, consensusKey(OMEGA), { purpose: "consensus", ...more }),
    })
    council(as({ purpose: "seal" }))
      .when(MOST, add, fifth)
      .then(refused("key_purpose_mismatch"))
    const revoked = { status: "revoked", since: BEGAN } as const
    council(as(revoked)).when(MOST, add, fifth).then(refused("wrong_state"))
    council(as({ until: BEGAN + 1_000 }))
      .when(MOST, add, fifth)
      .then(refused("wrong_state"))
    council(as({ from: BEGAN + 1_001 }))
      .when(MOST, add, fifth)
      .then(refused("wrong_state"))
    council(as({ from: BEGAN + 1_000 }))
      .when(MOST, add, fifth)
      .then(accepted)
  })

  test("not a member that is suspended; its validator goes on", () => {
    const { ledger } = council()
      .when(MOST, suspend, { organisation: OMEGA, reason: "unpaid" })
      .when(chiefsOf(...SEATED), add, fifth)
      .then(refused("wrong_state"))
      .meanwhile(({ state }) => expect(state.validators).toHaveLength(4))
    expect(organisations.get(ledger.view(), { organisation: OMEGA })?.status).toBe("suspended")
  })

  test("two thirds of the members decide, the one concerned not counted", () => {
    council()
      .when(chiefsOf(ALPHA, BETA, OMEGA), add, fifth)
      .then(refused("endorsement_insufficient", "organisations"))
      .when(chiefsOf(ALPHA, BETA, DELTA), add, fifth)
      .then(accepted)
      .when(chiefsOf(ALPHA, BETA, OMEGA), remove, named(OMEGA))
      .then(refused("endorsement_insufficient"))
      .when(chiefsOf(ALPHA, BETA, OMEGA), setPower, { ...named(OMEGA), power: 9n })
      .then(refused("endorsement_insufficient"))
  })
})

describe("whom a change is about", () => {
  test("must be there, of that organisation, and sign", () => {
    council({ powers: five })
      .when(MOST, remove, { organisation: OMEGA, validator: addressOf(OMEGA, 2) })
      .then(refused("unknown_validator"))
      .when(MOST, remove, { organisation: BETA, validator: addressOf(OMEGA) })
      .then(refused("not_the_owner"))
      .when(chiefOf(BETA), leave, { validator: addressOf(OMEGA) })
      .then(refused("not_the_owner"))
      .when(MOST, setPower, { ...named(OMEGA), power: 10n })
      .then(refused("wrong_state"))
      .when(MOST, setPower, { ...named(OMEGA), power: 0n })
      .then(refused("parameter_out_of_range"))
      .when(MOST, remove, named(OMEGA))
      .then(accepted)
      .when(MOST, setPower, { ...named(OMEGA), power: 9n })
      .then(refused("wrong_state"))
      .when(chiefOf(OMEGA), leave, { validator: addressOf(OMEGA) })
      .then(refused("wrong_state"))
  })
})

describe("V1: nobody holds a third", () => {
  const share = refused("validator_share_exceeded")
  test("not by coming in, not by a change, not because another leaves", () => {
    const powers = { alpha: 30n, beta: 30n, delta: 30n, gamma: 30n }
    council({ powers })
      .when(MOST, add, { ...fifth, power: 40n })
      .then(accepted)
    council({ powers })
      .when(MOST, setPower, { ...named(ALPHA), power: 44n })
      .then(accepted)
      .when(MOST, setPower, { ...named(ALPHA), power: 45n })
      .then(share)
      .when(MOST, add, { organisation: ALPHA, key: keyOf(ALPHA, 2), power: 1n })
      .then(share)
      .when(MOST, add, { organisation: BETA, key: keyOf(BETA, 2), power: 10n })
      .then(accepted)
    council()
      .when(chiefOf(GAMMA), leave, { validator: addressOf(GAMMA) })
      .then(share)
  })

  test("a set that is out of balance may be mended, and not made worse", () => {
    const powers = { alpha: 50n, beta: 10n, delta: 10n, gamma: 10n }
    council({ powers })
      .when(MOST, setPower, { ...named(ALPHA), power: 51n })
      .then(share)
      .when(MOST, setPower, { ...named(GAMMA), power: 9n })
      .then(share)
      .when(MOST, setPower, { ...named(GAMMA), power: 20n })
      .then(accepted)
      .when(MOST, setPower, { ...named(ALPHA), power: 30n })
      .then(accepted)
  })

  test("a ledger that one began grows into one of many", () => {
    const { ledger } = council({ powers: { alpha: 10n } })
      .when(MOST, add, { organisation: BETA, key: keyOf(BETA), power: 3n })
      .when(MOST, add, { organisation: DELTA, key: keyOf(DELTA), power: 4n })
      .when(MOST, add, { organisation: GAMMA, key: keyOf(GAMMA), power: 5n })
      .then(accepted)
      .when(MOST, add, { organisation: OMEGA, key: keyOf(OMEGA), power: 7n })
      .then(accepted)
      .when(MOST, setPower, { ...named(ALPHA), power: 5n })
      .then(accepted)
    expect(powersOf(ledger)).toEqual({ alpha: 5n, beta: 3n, delta: 4n, gamma: 5n, omega: 7n })
  })
})

describe("V2: enough stay", () => {
  const few = refused("validator_minimum_reached")
  test("four of four organisations in production; one on a development ledger", () => {
    const profile = "production"
    council({ profile })
      .when(chiefOf(GAMMA), leave, { validator: addressOf(GAMMA) })
      .then(few)
    const pair = { ...EVEN, gamma: 4n }
    council({ powers: pair, profile, rows: [] })
      .when(MOST, add, { organisation: ALPHA, key: keyOf(ALPHA, 2), power: 1n })
      .then(refused("proposal_required"))
    council({ powers: five, profile })
      .when(chiefOf(GAMMA), leave, { validator: addressOf(GAMMA) })
      .then(accepted)
      .when(chiefOf(OMEGA), leave, { validator: addressOf(OMEGA) })
      .then(few)
    council({ powers: { alpha: 1n } })
      .when(chiefOf(ALPHA), leave, { validator: addressOf(ALPHA) })
      .then(refused("change_too_large"))
  })
})

describe("V3 and V4: one block", () => {
  test("changes a key once, and moves a third of the power at most, up or down", () => {
    const ledger = openCouncil({ powers: { ...EVEN, omega: 10n } })
    const operation = (command: string, input: object) => ({
      command: `validators.${command}`,
      input: input as Record<string, unknown>,
    })
    const codes = (operations: ReturnType<typeof operation>[]) =>
      ledger
        .block([ledger.sign(MOST, operations, { mode: "each" })])
        .results[0]!.refusals.map(({ operation: index, code }) => [index, code])
    const power = (organisation: Party, given: bigint) =>
      operation("setPower", { ...named(organisation), power: given })
    expect(
      codes([
        power(ALPHA, 12n),
        power(ALPHA, 13n),
        operation("remove", named(ALPHA)),
        power(BETA, 14n),
        power(DELTA, 14n),
        power(DELTA, 15n),
        power(GAMMA, 17n),
        power(OMEGA, 1n),
        power(OMEGA, 16n),
      ]),
    ).toEqual([
      ...[1, 2].map((index) => [index, "update_pending"]),
      [5, "update_pending"],
      [6, "change_too_large"],
      [8, "update_pending"],
    ])
    expect(powersOf(ledger)).toEqual({ alpha: 12n, beta: 14n, delta: 14n, gamma: 10n, omega: 1n })
    expect(codes([power(ALPHA, 13n)])).toEqual([])
  })

  test("changes 32 keys at most", () => {
    const keys = Array.from({ length: 33 }, (_, index) => index + 10)
    const rows = keys.flatMap((number) =>
      keyRows(OMEGA, consensusKey(OMEGA, number), { purpose: "consensus" }),
    )
    const powers = { alpha: 100n, beta: 100n, delta: 100n, gamma: 100n }
    const ledger = openCouncil({ powers, rows })
    const adding = keys.map((number) => ({
      command: "validators.add",
      input: { organisation: OMEGA, key: keyOf(OMEGA, number), power: 1n },
    }))
    const { results, validatorUpdates } = ledger.block([
      ledger.sign(MOST, adding, { mode: "each" }),
    ])
    expect(results[0]!.refusals).toMatchObject([{ operation: 32, code: "limit_reached" }])
    expect(validatorUpdates).toHaveLength(32)
    expect(ledger.state.validators).toHaveLength(36)
  })
})
