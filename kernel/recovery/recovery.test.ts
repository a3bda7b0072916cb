/** Manifests and the signatures under them. */
import { describe, expect, it } from "vitest"
import { utf8 } from "../bytes.ts"
import { createSign1 } from "../crypto/sign1.ts"
import { hash } from "../schema/fixed.ts"
import { testSigner } from "../testing/signer.ts"
import { endorse, endorserOf, isEndorsedBy } from "./endorsement.ts"
import {
  manifestDigest,
  manifestFault,
  type RecoveryManifest,
  recoveryManifest,
  successorOf,
} from "./manifest.ts"

const digest = hash.check("ab".repeat(32))
const MANIFEST: RecoveryManifest = {
  ...{ chain: "harbour-1", successor: "harbour-2", height: 7n, time: 1_000 },
  ...{ block: digest, app: digest, snapshot: digest, reason: "Fire in two halls" },
  validators: [{ key: { ed25519: hash.check("01".repeat(32)) }, power: 10n }],
}

describe("a manifest", () => {
  it.each([
    ["harbour-1", "harbour-2"],
    ["concordat-abc-dev-9", "concordat-abc-dev-10"],
  ])("%s is followed by %s", (chain, successor) => {
    expect(successorOf(chain)).toBe(successor)
  })

  it("names the next revision of its ledger, which has a block", () => {
    expect(manifestFault(MANIFEST)).toBe(null)
    expect(manifestFault({ ...MANIFEST, successor: "harbour-3" })).toBe("successor")
    expect(manifestFault({ ...MANIFEST, height: 0n })).toBe("height")
    expect(recoveryManifest.fromJson(recoveryManifest.toJson(MANIFEST))).toEqual(MANIFEST)
  })
})

describe.each(["ed25519", "es256"] as const)("an endorsement by %s", (algorithm) => {
  const mint = testSigner("mint/safe", algorithm, "recovery")
  const hall = testSigner("hall/safe", algorithm, "recovery")
  const endorsement = endorse(MANIFEST, mint.public, (message) => mint.sign(message))

  it("holds for this manifest and this key alone", () => {
    expect(endorserOf(endorsement)).toBe(mint.kid)
    expect(isEndorsedBy(endorsement, MANIFEST, mint.public)).toBe(true)
    expect(isEndorsedBy(endorsement, MANIFEST, hall.public)).toBe(false)
    const shorter = { ...MANIFEST, height: 6n }
    expect(manifestDigest(shorter)).not.toBe(manifestDigest(MANIFEST))
    expect(isEndorsedBy(endorsement, shorter, mint.public)).toBe(false)
  })

  it("one bit more, and it is none", () => {
    const wrong = endorsement.slice()
    wrong[wrong.length - 1]! ^= 1
    expect(isEndorsedBy(wrong, MANIFEST, mint.public)).toBe(false)
  })
})

it("other bytes are no endorsement", () => {
  expect(endorserOf(utf8("no"))).toBe(null)
  const anonymous = createSign1({
    protectedHeader: new Map([[1, -8]]),
    payload: new Uint8Array(),
    sign: () => new Uint8Array(64),
  })
  expect(endorserOf(anonymous)).toBe(null)
})
