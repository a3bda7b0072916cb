/** Proofs of possession: by the key itself, for this ledger, holder and purpose, for a time. */
import { createSign1, encode, fromHex, type Party, toHex } from "@concordat/kernel"
import {
  accepted,
  type Expectation,
  refused,
  type TestSigner,
  testSigner,
} from "@concordat/kernel/testing"
import { describe, expect, test } from "vitest"
import {
  ASSISTANT,
  BEGAN,
  BOTH,
  CHAIN,
  type Claiming,
  EDUCATION,
  FIRST,
  JUSTICE,
  ministries,
  openConsortium,
  possessionOf,
  REGISTRAR,
} from "./consortium.testing.ts"
import { addKey } from "./key-commands.ts"
import { POSSESSION_CONTEXT, possessionAhead, possessionClaim } from "./possession.ts"

const KEY = testSigner(REGISTRAR, "ed25519", "next")
const OTHER = testSigner(REGISTRAR, "ed25519", "another")

const offered = (key: TestSigner, possession: Uint8Array, holder: Party = REGISTRAR) => ({
  ...{ holder, purpose: "sign" as const, algorithm: key.algorithm, public: key.public },
  ...{ from: BEGAN, until: null, possession },
})

/** What becomes of a key with this proof. */
function comesTo(expectation: Expectation, bytes: Uint8Array) {
  ministries().when(BOTH, addKey, offered(KEY, bytes)).then(expectation)
}
const invalid = refused("possession_invalid", "organisations")
const claiming = (claim: Claiming) => comesTo(invalid, possessionOf(KEY, REGISTRAR, "sign", claim))

describe("a proof of possession", () => {
  test.each(["ed25519", "es256"] as const)("by the new key itself, %s", (algorithm) => {
    const key = testSigner(REGISTRAR, algorithm, "next")
    ministries()
      .when(BOTH, addKey, offered(key, possessionOf(key, REGISTRAR)))
      .then(accepted)
  })

  test("not by another key, not over other words", () => {
    claiming({ by: OTHER })
    comesTo(invalid, possessionOf(OTHER, REGISTRAR))
    claiming({ thumbprint: OTHER.kid })
    claiming({ context: new TextEncoder().encode("concordat/possession/v2") })
    claiming({ context: new Uint8Array(0) })
  })

  test("not for another ledger, purpose or holder: a proof is no use to anybody else", () => {
    claiming({ chain: "test-dev-2" })
    claiming({ purpose: "seal" })
    claiming({ holder: ASSISTANT })
    claiming({ holder: EDUCATION })
    const seen = possessionOf(KEY, REGISTRAR)
    ministries()
      .when(BOTH, addKey, { ...offered(KEY, seen), holder: ASSISTANT })
      .then(invalid)
      .when(BOTH, addKey, { ...offered(KEY, seen), purpose: "approve" })
      .then(invalid)
      .when(BOTH, addKey, { ...offered(KEY, seen), holder: JUSTICE, purpose: "seal" })
      .then(refused("not_the_owner"))
  })

  test("expires, to the millisecond", () => {
    claiming({ expires: FIRST - 1 })
    claiming({ expires: FIRST })
    comesTo(accepted, possessionOf(KEY, REGISTRAR, "sign", { expires: FIRST + 1 }))
  })

  test("with exactly these headers, attached, of one signature", () => {
    const claim = {
      ...{ chain: CHAIN, expires: BEGAN + 60_000, holder: REGISTRAR, purpose: "sign" as const },
      thumbprint: KEY.kid,
    }
    const signedWith = (header: ReadonlyMap<number, number | Uint8Array>) =>
      createSign1({
        protectedHeader: new Map(header),
        payload: encode(possessionClaim, claim),
        externalAad: POSSESSION_CONTEXT,
        sign: (message) => KEY.sign(message),
      })
    const kid = fromHex(KEY.kid)
    comesTo(
      accepted,
      signedWith(
        new Map<number, number | Uint8Array>([
          [1, -8],
          [4, kid],
        ]),
      ),
    )
    comesTo(invalid, signedWith(new Map([[1, -8]])))
    comesTo(
      invalid,
      signedWith(
        new Map<number, number | Uint8Array>([
          [1, -7],
          [4, kid],
        ]),
      ),
    )
    comesTo(
      invalid,
      signedWith(
        new Map<number, number | Uint8Array>([
          [1, -8],
          [3, 0],
          [4, kid],
        ]),
      ),
    )
    const good = possessionOf(KEY, REGISTRAR)
    for (const bytes of [
      new Uint8Array(0),
      good.slice(1),
      good.slice(0, -1),
      Uint8Array.of(0xf6),
    ]) {
      comesTo(invalid, bytes)
    }
    expect(() => addKey.input.check(offered(KEY, new Uint8Array(4_097)))).toThrow()
  })

  test("no byte of it may differ", () => {
    const good = possessionOf(KEY, REGISTRAR)
    const ledger = openConsortium()
    for (let at = 0; at < good.length; at++) {
      const bytes = good.slice()
      bytes[at]! ^= 1
      const [first] = ledger.run(BOTH, addKey, offered(KEY, bytes)).refusals
      expect([at, first?.code]).toEqual([at, "possession_invalid"])
    }
    expect(ledger.run(BOTH, addKey, offered(KEY, good)).refusals).toEqual([])
  })

  test("its signature is guessed ahead, where there is one", () => {
    const ledger = openConsortium()
    const ahead = (bytes: Uint8Array) => possessionAhead(ledger.view(), offered(KEY, bytes))
    const [[rule, input]] = ahead(possessionOf(KEY, REGISTRAR)) as [ReturnType<typeof ahead>[0]]
    expect([rule!.name, toHex(KEY.public).endsWith(String(input!.key))]).toEqual(["ed25519", true])
    expect(ahead(new Uint8Array(3))).toEqual([])
    const malformed = { ...offered(KEY, new Uint8Array(3)), public: new Uint8Array(1) }
    expect(possessionAhead(ledger.view(), malformed)).toEqual([])
  })
})
