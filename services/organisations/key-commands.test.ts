/** Keys come in with proof of possession, are replaced with an overlap, and end for good. */
import { coseKey, fromHex, type Input, type Party, sha256Hex } from "@concordat/kernel"
import {
  accepted,
  emitted,
  holds,
  lacks,
  operation,
  refused,
  silent,
  type TestSigner,
  testSigner,
} from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  BEGAN,
  BOTH,
  CHIEF,
  DAY,
  DAY_SECONDS,
  DEPUTY,
  EDUCATION,
  FIRST,
  keyRows,
  look,
  ministries,
  openConsortium,
  possessionOf,
  REGISTRAR,
  seat,
  signedBy,
  THIRD,
} from "./consortium.testing.ts"
import { keyAdded, keyRevoked, keyRotated } from "./events.ts"
import { addKey, revokeKey, rotateKey } from "./key-commands.ts"
import { retirePrincipal, suspendPrincipal } from "./principals.ts"
import { holderKeys, KEYS_OF_HOLDER_MAX, type KeyRow, keys } from "./tables.ts"

type Purpose = KeyRow["purpose"]
type Added = Input<typeof addKey>
const NEXT = testSigner(REGISTRAR, "es256", "next")
const SEAL = testSigner(EDUCATION, "ed25519", "seal")

/** A proof that is still good a month later. */
const LATER = { expires: BEGAN + 30 * DAY }

/** A key as it is handed in. */
function added(key: TestSigner, holder: Party, purpose: Purpose = "sign"): Added {
  const { algorithm, public: bytes } = key
  const possession = possessionOf(key, holder, purpose)
  return { holder, purpose, algorithm, public: bytes, from: BEGAN, until: null, possession }
}

const x25519 = (byte: number) =>
  coseKey({ algorithm: "x25519", x: new Uint8Array(32).fill(byte, 0, 31) })
/** A key for encryption, which can sign no proof. */
const encrypting = (bytes: Uint8Array = x25519(9)): Added => ({
  ...{ holder: EDUCATION, purpose: "encryption", algorithm: "x25519", public: bytes },
  ...{ from: BEGAN, until: null, possession: new Uint8Array(0) },
})

describe("addKey", () => {
  test("of a principal, to sign with from now on", () => {
    const { kid } = NEXT
    const key = { key: kid, holder: REGISTRAR, purpose: "sign", algorithm: "es256" } as const
    ministries()
      .when(CHIEF, addKey, added(NEXT, REGISTRAR))
      .then(refused("administrators_insufficient", "organisations"))
      .when(BOTH, addKey, added(NEXT, REGISTRAR))
      .then(
        accepted,
        emitted(keyAdded, { ...key, from: FIRST + 1_000, until: null }),
        holds(
          keys,
          { key: kid },
          {
            ...{ holder: REGISTRAR, purpose: "sign", algorithm: "es256", public: NEXT.public },
            ...{ from: FIRST + 1_000, until: null, status: "active", since: null },
          },
        ),
        holds(holderKeys, { holder: REGISTRAR, key: kid }),
        ({ ledger, result }) => {
          const place = { transaction: result!.id!, operation: 0 }
          expect(addKey.made(added(NEXT, REGISTRAR), place)).toEqual({ key: kid })
          expect(signedBy(ledger, [NEXT], [operation(look, {})]).refusals).toEqual([])
        },
      )
  })

  test("of the organisation, for any purpose that does not sign transactions", () => {
    ministries()
      .when(BOTH, addKey, added(SEAL, EDUCATION, "seal"))
      .then(accepted, holds(keys, { key: SEAL.kid }, { holder: EDUCATION, purpose: "seal" }))
      .when(BOTH, addKey, added(NEXT, EDUCATION, "sign"))
      .then(refused("purpose_not_allowed"))
      .when(BOTH, addKey, added(NEXT, EDUCATION, "approve"))
      .then(refused("purpose_not_allowed"))
      .when(BOTH, addKey, added(NEXT, REGISTRAR, "approve"))
      .then(accepted)
  })

  test("for encryption: x25519, which proves nothing, and nothing else", () => {
    const proof = possessionOf(SEAL, EDUCATION, "encryption")
    ministries()
      .when(BOTH, addKey, { ...encrypting(), possession: proof })
      .then(refused("possession_invalid", "organisations"))
      .when(BOTH, addKey, { ...encrypting(), purpose: "seal" })
      .then(refused("purpose_not_allowed"))
      .when(BOTH, addKey, added(SEAL, EDUCATION, "encryption"))
      .then(refused("purpose_not_allowed"))
      .when(BOTH, addKey, encrypting())
      .then(accepted, holds(keys, { key: sha256Hex(x25519(9)) }, { algorithm: "x25519" }))
  })

  test("of one's own organisation, of a principal that is there", () => {
    ministries()
      .when(BOTH, addKey, added(NEXT, seat("justice", "clerk")))
      .then(refused("not_the_owner"))
      .when(BOTH, addKey, added(NEXT, "justice" as Party, "seal"))
      .then(refused("not_the_owner"))
      .when(BOTH, addKey, added(NEXT, seat(EDUCATION, "nobody")))
      .then(refused("unknown_principal"))
      .when(CHIEF, suspendPrincipal, { name: "registrar" })
      .when(BOTH, addKey, added(NEXT, REGISTRAR))
      .then(accepted)
      .when(BOTH, retirePrincipal, { name: "registrar" })
      .when(BOTH, addKey, added(testSigner(REGISTRAR, "ed25519", "late"), REGISTRAR))
      .then(refused("wrong_state"))
  })

  test("once: one key, one holder, one purpose, even when it has ended", () => {
    const again = added(SEAL, EDUCATION, "receipt")
    ministries()
      .when(BOTH, addKey, added(SEAL, EDUCATION, "seal"))
      .when(BOTH, addKey, again)
      .then(refused("key_in_use", "organisations"), silent)
      .when(BOTH, revokeKey, { key: SEAL.kid, compromisedSince: null })
      .when(BOTH, addKey, again)
      .then(refused("key_in_use"))
      .when(BOTH, addKey, added(testSigner(seat("justice", "clerk")), REGISTRAR))
      .then(refused("key_in_use"))
  })

  test("canonical bytes of the algorithm that is named", () => {
    const given = added(NEXT, REGISTRAR)
    ministries()
      .when(BOTH, addKey, { ...given, public: new Uint8Array(0) })
      .then(refused("key_malformed", "organisations"))
      .when(BOTH, addKey, { ...given, public: given.public.slice(0, 74) })
      .then(refused("key_malformed"))
      .when(BOTH, addKey, { ...given, algorithm: "ed25519" })
      .then(refused("key_malformed"))
  })

  test("no weak point: of small order, off the curve, zero", () => {
    const order8 = fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
    const small = coseKey({ algorithm: "ed25519", x: order8 })
    const off = coseKey({
      ...{ algorithm: "es256", x: new Uint8Array(32).fill(1), y: new Uint8Array(32).fill(2) },
    })
    const given = added(NEXT, REGISTRAR)
    ministries()
      .when(BOTH, addKey, { ...given, algorithm: "ed25519", public: small })
      .then(refused("key_weak", "organisations"))
      .when(BOTH, addKey, { ...given, public: off })
      .then(refused("key_weak"))
      .when(BOTH, addKey, encrypting(x25519(0)))
      .then(refused("key_weak"))
  })

  test("what looking at a point costs is paid, also for one that is refused", () => {
    const known = added(testSigner(seat("justice", "clerk")), REGISTRAR)
    const cost = (input: Added) => openConsortium().run(BOTH, addKey, input)
    const [unlooked, weak] = [cost(known), cost(encrypting(x25519(0)))]
    expect([unlooked.refusals[0]?.code, weak.refusals[0]?.code]).toEqual(["key_in_use", "key_weak"])
    expect(weak.gasUsed).toBeGreaterThan(unlooked.gasUsed + 150)
  })

  test("in a window that ends after it begins, and after now", () => {
    const seal = (from: number, until: number | null) => ({
      ...added(SEAL, EDUCATION, "seal"),
      ...{ from, until },
    })
    ministries()
      .when(BOTH, addKey, seal(BEGAN + DAY, BEGAN + DAY))
      .then(refused("period_invalid"))
      .when(BOTH, addKey, seal(0, FIRST + 1_000))
      .then(refused("period_invalid"))
      .when(BOTH, addKey, seal(BEGAN + DAY, BEGAN + DAY + 1))
      .then(accepted, holds(keys, { key: SEAL.kid }, { from: BEGAN + DAY, until: BEGAN + DAY + 1 }))
  })

  test("at most 64 of a holder; those that have ended make room", () => {
    const nth = (i: number) => testSigner(REGISTRAR, "ed25519", `key ${i}`)
    const many = Array.from({ length: KEYS_OF_HOLDER_MAX - 1 }, (_, i) =>
      keyRows(REGISTRAR, nth(i), { until: i === 5 ? BEGAN + DAY : null }),
    )
    const last = added(nth(99), REGISTRAR)
    ministries(...many.flat())
      .when(BOTH, addKey, last)
      .then(refused("limit_reached"))
      .later(DAY)
      .when(BOTH, addKey, { ...last, possession: possessionOf(nth(99), REGISTRAR, "sign", LATER) })
      .then(
        accepted,
        lacks(holderKeys, { holder: REGISTRAR, key: nth(5).kid }),
        holds(keys, { key: nth(5).kid }, { status: "active", until: BEGAN + DAY }),
      )
      .when(BOTH, addKey, added(nth(100), REGISTRAR))
      .then(refused("possession_invalid"))
      .when(BOTH, revokeKey, { key: nth(6).kid, compromisedSince: null })
      .when(BOTH, addKey, {
        ...added(nth(100), REGISTRAR),
        possession: possessionOf(nth(100), REGISTRAR, "sign", LATER),
      })
      .then(accepted, lacks(holderKeys, { holder: REGISTRAR, key: nth(6).kid }))
  })
})

/** A rotation of a principal's first key. */
function rotated(holder: Party, key: TestSigner, overlap: number): Input<typeof rotateKey> {
  const { algorithm, public: bytes } = key
  const old = testSigner(holder).kid
  return { old, algorithm, public: bytes, possession: possessionOf(key, holder), overlap }
}

describe("rotateKey", () => {
  test("by the holder alone; both are in force until the overlap ends", () => {
    const old = testSigner(REGISTRAR)
    const until = FIRST + DAY
    const ledger = openConsortium()
    const result = ledger.run(REGISTRAR, rotateKey, rotated(REGISTRAR, NEXT, DAY_SECONDS))
    expect(result.refusals).toEqual([])
    expect(keys.get(ledger.view(), { key: old.kid })).toMatchObject({ status: "active", until })
    expect(keys.get(ledger.view(), { key: NEXT.kid })).toMatchObject({
      ...{ holder: REGISTRAR, purpose: "sign", from: FIRST, until: null, status: "active" },
    })
    emitted(keyRotated, { old: old.kid, key: NEXT.kid, holder: REGISTRAR, until })({
      ...{ ledger, result, events: result.happened },
    })
    const signing = (key: TestSigner) =>
      signedBy(ledger, [key], [operation(look, {})]).refusals.map(({ code }) => code)
    expect([signing(old), signing(NEXT)]).toEqual([[], []])
    ledger.time = until - 1
    expect(signing(old)).toEqual([])
    ledger.time = until
    expect([signing(old), signing(NEXT)]).toEqual([["key_retired"], []])
  })

  test("without overlap the old one ends at once", () => {
    ministries()
      .when(REGISTRAR, rotateKey, rotated(REGISTRAR, NEXT, 0))
      .then(accepted, holds(keys, { key: testSigner(REGISTRAR).kid }, { until: FIRST }))
      .when(REGISTRAR, look, {})
      .then(refused("key_retired", "organisations"))
  })

  test("for seven days at most, and never beyond the old key's own end", () => {
    const ending = keyRows(THIRD, testSigner(THIRD), { until: BEGAN + 2 * DAY })
    const next = testSigner(THIRD, "ed25519", "next")
    ministries(...ending)
      .when(REGISTRAR, rotateKey, rotated(REGISTRAR, NEXT, 7 * DAY_SECONDS + 1))
      .then(refused("overlap_too_long", "organisations"), silent)
      .when(REGISTRAR, rotateKey, rotated(REGISTRAR, NEXT, 7 * DAY_SECONDS))
      .then(
        accepted,
        holds(keys, { key: testSigner(REGISTRAR).kid }, { until: FIRST + 1_000 + 7 * DAY }),
      )
      .when(THIRD, rotateKey, rotated(THIRD, next, 7 * DAY_SECONDS))
      .then(accepted, holds(keys, { key: testSigner(THIRD).kid }, { until: BEGAN + 2 * DAY }))
  })

  test("by as many administrators as decide, for anybody and for the organisation", () => {
    const newSeal = testSigner(EDUCATION, "ed25519", "seal 2")
    const { algorithm, public: bytes } = newSeal
    const possession = possessionOf(newSeal, EDUCATION, "seal")
    const rotation = { old: SEAL.kid, algorithm, public: bytes, possession, overlap: 0 }
    ministries(...keyRows(EDUCATION, SEAL, { purpose: "seal" }))
      .when(CHIEF, rotateKey, rotated(REGISTRAR, NEXT, 0))
      .then(refused("administrators_insufficient"), ({ result }) => {
        expect(result?.refusals[0]?.details).toMatchObject({ have: 1, need: 2 })
      })
      .when(REGISTRAR, rotateKey, rotation)
      .then(refused("administrators_insufficient"))
      .when(BOTH, rotateKey, rotated(REGISTRAR, NEXT, 0))
      .then(accepted)
      .when(BOTH, rotateKey, rotation)
      .then(accepted, holds(keys, { key: newSeal.kid }, { holder: EDUCATION, purpose: "seal" }))
  })

  test("a key that is known, one's own organisation's, and in force", () => {
    const [later, gone] = [testSigner(THIRD, "es256", "a"), testSigner(THIRD, "es256", "b")]
    const of = (old: string, more: Partial<Input<typeof rotateKey>> = {}) => ({
      ...rotated(THIRD, testSigner(THIRD, "ed25519", "next"), 0),
      ...{ old: old as typeof NEXT.kid, ...more },
    })
    ministries(
      ...keyRows(THIRD, later, { from: BEGAN + DAY }),
      ...keyRows(THIRD, gone, { status: "revoked", since: BEGAN }),
    )
      .when(THIRD, rotateKey, of(NEXT.kid))
      .then(refused("unknown_key"))
      .when(THIRD, rotateKey, of(testSigner(seat("justice", "clerk")).kid))
      .then(refused("not_the_owner"))
      .when(THIRD, rotateKey, of(later.kid))
      .then(refused("wrong_state"))
      .when(THIRD, rotateKey, of(gone.kid))
      .then(refused("wrong_state"))
      .when(THIRD, rotateKey, of(testSigner(THIRD).kid, { public: testSigner(DEPUTY).public }))
      .then(refused("key_in_use"))
      .when(THIRD, rotateKey, of(testSigner(THIRD).kid, { possession: new Uint8Array(3) }))
      .then(refused("possession_invalid"))
      .when(THIRD, rotateKey, of(testSigner(THIRD).kid))
      .then(accepted)
      .when(BOTH, rotateKey, of(testSigner(THIRD).kid, { ...rotated(THIRD, later, 0) }))
      .then(refused("wrong_state"))
  })
})

describe("revokeKey", () => {
  const key = testSigner(REGISTRAR).kid
  const plain = { key, compromisedSince: null }

  test("by its holder, or by one administrator", () => {
    ministries()
      .when(REGISTRAR, revokeKey, plain)
      .then(
        accepted,
        emitted(keyRevoked, { key, holder: REGISTRAR, compromisedSince: null }),
        holds(keys, { key }, { status: "revoked", since: FIRST }),
      )
      .when(REGISTRAR, look, {})
      .then(refused("key_revoked", "organisations"))
    ministries()
      .when(seat(EDUCATION, "assistant"), revokeKey, plain)
      .then(refused("permission_missing", "organisations"))
      .when(THIRD, revokeKey, plain)
      .then(accepted)
  })

  test("stolen since a time that is past", () => {
    const since = BEGAN - DAY
    ministries()
      .when(CHIEF, revokeKey, { key, compromisedSince: FIRST + 1 })
      .then(refused("period_invalid"))
      .when(CHIEF, revokeKey, { key, compromisedSince: since })
      .then(
        accepted,
        emitted(keyRevoked, { compromisedSince: since }),
        holds(keys, { key }, { status: "compromised", since }),
      )
      .when(REGISTRAR, look, {})
      .then(refused("key_revoked"))
  })

  test("known, one's own, once; what has only ended may still be called stolen", () => {
    const ended = keyRows(REGISTRAR, testSigner(REGISTRAR), { until: BEGAN + 500 })
    ministries(...ended)
      .when(CHIEF, revokeKey, { ...plain, key: NEXT.kid })
      .then(refused("unknown_key"))
      .when(CHIEF, revokeKey, { ...plain, key: testSigner(seat("justice", "clerk")).kid })
      .then(refused("not_the_owner"))
      .when(CHIEF, revokeKey, { key, compromisedSince: BEGAN })
      .then(accepted, holds(keys, { key }, { status: "compromised", since: BEGAN }))
      .when(CHIEF, revokeKey, plain)
      .then(refused("wrong_state"))
  })

  test("of a key that a principal suspended or retired left behind", () => {
    ministries()
      .when(BOTH, retirePrincipal, { name: "registrar" })
      .when(CHIEF, revokeKey, plain)
      .then(accepted)
  })
})
