/** A validator's key is exchanged, and whoever replaced it answers for it. */
import { coseKey, verifyState } from "@concordat/kernel"
import { accepted, emitted, holds, refused, testSigner } from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import { possessionOf } from "../organisations/consortium.testing.ts"
import { revokeKey } from "../organisations/key-commands.ts"
import { keys } from "../organisations/tables.ts"
import { leave } from "./commands.ts"
import {
  ALPHA,
  addressOf,
  BEGAN,
  BETA,
  chiefOf,
  consensusKey,
  council,
  EVEN,
  faultOf,
  keyOf,
  openCouncil,
  powersOf,
  rotation,
  WEAK_KEY,
} from "./council.testing.ts"
import { keyReplaced, validatorFaulted } from "./events.ts"
import { rotateKey } from "./rotate-key.ts"
import { power, ROTATIONS_MAX, validators } from "./tables.ts"

const chief = chiefOf(ALPHA)
const [FIRST_KEY, THIRD_KEY] = [addressOf(ALPHA), addressOf(ALPHA, 3)]

describe("a key is exchanged", () => {
  test("in one block, with the same power; the old key retires", () => {
    const { ledger } = council()
      .when(chief, rotateKey, rotation(ALPHA, 1, 3))
      .then(
        accepted,
        emitted(keyReplaced, { address: FIRST_KEY, successor: THIRD_KEY, key: keyOf(ALPHA, 3) }),
        holds(validators, { address: FIRST_KEY }, { state: "leaving", successor: THIRD_KEY }),
        holds(validators, { address: THIRD_KEY }, { state: "joining", predecessor: FIRST_KEY }),
        holds(power, { organisation: ALPHA }, { power: 10n, validators: 1 }),
        holds(keys, { key: consensusKey(ALPHA).kid }, { status: "retired" }),
        holds(keys, { key: consensusKey(ALPHA, 3).kid }, { purpose: "consensus", holder: ALPHA }),
        ({ result }) => {
          const place = { transaction: result!.id!, operation: 0 }
          expect(rotateKey.made(rotation(ALPHA, 1, 3), place)).toEqual({ validator: THIRD_KEY })
        },
      )
    expect(powersOf(ledger)).toEqual(EVEN)
    const set = ledger.state.validators.map(({ key }) => key.ed25519)
    expect(set).toContain(keyOf(ALPHA, 3))
    expect(set).not.toContain(keyOf(ALPHA))
    expect(verifyState(ledger.runtime, ledger.state)).toEqual([])
  })

  test("also where the old one was stolen and revoked", () => {
    council()
      .when(chief, revokeKey, { key: consensusKey(ALPHA).kid, compromisedSince: BEGAN })
      .when(chief, rotateKey, rotation(ALPHA, 1, 3))
      .then(accepted, holds(keys, { key: consensusKey(ALPHA).kid }, { status: "compromised" }))
  })

  test("by the organisation alone, for a validator that signs", () => {
    council()
      .when(chiefOf(BETA), rotateKey, rotation(ALPHA, 1, 3))
      .then(refused("not_the_owner"))
      .when(chief, rotateKey, { ...rotation(ALPHA, 1, 3), validator: THIRD_KEY })
      .then(refused("unknown_validator"))
      .when(chief, rotateKey, rotation(ALPHA, 1, 3))
      .when(chief, rotateKey, rotation(ALPHA, 1, 4))
      .then(refused("wrong_state"))
      .when(chief, rotateKey, rotation(ALPHA, 3, 4))
      .then(accepted)
      .when(chief, leave, { validator: addressOf(ALPHA, 4) })
      .then(refused("validator_share_exceeded"))
  })

  test("for a new Ed25519 key that is proved, and nobody's yet", () => {
    const given = rotation(ALPHA, 1, 3)
    const foreign = {
      ...given,
      possession: possessionOf(consensusKey(ALPHA, 4), ALPHA, "consensus"),
    }
    const sealing = { ...given, possession: possessionOf(consensusKey(ALPHA, 3), ALPHA, "seal") }
    const other = testSigner(ALPHA, "es256", "consensus")
    const es256 = {
      ...given,
      ...{ public: other.public, possession: possessionOf(other, ALPHA, "consensus") },
    }
    council()
      .when(chief, rotateKey, foreign)
      .then(refused("possession_invalid", "organisations"))
      .when(chief, rotateKey, sealing)
      .then(refused("possession_invalid"))
      .when(chief, rotateKey, rotation(ALPHA, 1, 2))
      .then(refused("key_in_use"))
      .when(chief, rotateKey, { ...given, public: given.public.subarray(1) })
      .then(refused("key_malformed"))
      .when(chief, rotateKey, es256)
      .then(refused("key_malformed"))
      .when(chief, rotateKey, { ...given, public: coseKey({ algorithm: "ed25519", x: WEAK_KEY }) })
      .then(refused("key_weak"))
  })

  test("two at once are too large a change for four, one is not", () => {
    const ledger = openCouncil()
    const exchange = (organisation: typeof ALPHA) =>
      ledger.sign(chiefOf(organisation), [
        { command: "validators.rotateKey", input: rotation(organisation, 1, 3) },
      ])
    const { results } = ledger.block([exchange(ALPHA), exchange(BETA)])
    expect(results.map(({ refusals }) => refusals[0]?.code ?? null)).toEqual([
      ...[null, "change_too_large"],
    ])
  })
})

describe("keys that were replaced", () => {
  test("are 16 at most while evidence could name them", () => {
    const ledger = openCouncil()
    const exchange = (number: number) =>
      ledger.run(chief, rotateKey, rotation(ALPHA, number, number + 1)).refusals[0]?.code ?? null
    expect(exchange(1)).toBe("key_in_use")
    expect(ledger.run(chief, rotateKey, rotation(ALPHA, 1, 3)).refusals).toEqual([])
    for (let number = 3; number < ROTATIONS_MAX + 2; number++) expect(exchange(number)).toBeNull()
    expect(exchange(ROTATIONS_MAX + 2)).toBe("limit_reached")

    const fault = faultOf(ledger, FIRST_KEY)
    const { events } = ledger.block([], [fault])
    const last = addressOf(ALPHA, ROTATIONS_MAX + 2)
    expect(events.find(({ event }) => event === validatorFaulted.name)?.fields).toMatchObject({
      address: last,
    })
    expect(powersOf(ledger)).toEqual({ beta: 10n, delta: 10n, gamma: 10n })
  })
})
