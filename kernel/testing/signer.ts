/** Signers for tests: the key of a principal follows from its name, so that nothing is stored. */
import { utf8 } from "../bytes.ts"
import { coseKey, thumbprint } from "../crypto/cose-key.ts"
import { ed25519PublicKey, signEd25519 } from "../crypto/ed25519.ts"
import { es256PublicKey, signEs256 } from "../crypto/es256.ts"
import { sha256 } from "../crypto/hash.ts"
import type { Algorithm } from "../crypto/signature.ts"
import type { Hash } from "../schema/fixed.ts"
import { organisationOf, type Party, party } from "../schema/party.ts"

/** A principal that can sign. Its keys are worthless outside of tests. */
export type TestSigner = {
  readonly principal: Party
  readonly organisation: Party
  readonly algorithm: Algorithm
  readonly kid: Hash
  /** Canonical COSE_Key. */
  readonly public: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

/** Signs a message by a 32-byte seed. */
type SignEd25519 = typeof signEd25519

const known = new Map<string, TestSigner>()
let ed25519: SignEd25519 = signEd25519

/** Signs by another library from now on, of the same bytes: for what makes many signatures. */
export function signTestsBy(sign: SignEd25519): void {
  ed25519 = sign
}

/** The signer of a principal, always the same. `purpose` makes further keys of one principal. */
export function testSigner(
  principal: string,
  algorithm: Algorithm = "ed25519",
  purpose = "sign",
): TestSigner {
  const name = `${algorithm} ${purpose} ${principal}`
  const former = known.get(name)
  if (former !== undefined) return former
  const holder = party.check(principal)
  const seed = sha256(utf8(`test signer, ${name}`))
  const publicKey = algorithm === "ed25519" ? ed25519Key(seed) : es256Key(seed)
  const signer: TestSigner = {
    principal: holder,
    organisation: organisationOf(holder),
    algorithm,
    kid: thumbprint(publicKey),
    public: publicKey,
    sign: (message) => (algorithm === "ed25519" ? ed25519 : signEs256)(seed, message),
  }
  known.set(name, signer)
  return signer
}

function ed25519Key(seed: Uint8Array): Uint8Array {
  return coseKey({ algorithm: "ed25519", x: ed25519PublicKey(seed) })
}

function es256Key(scalar: Uint8Array): Uint8Array {
  const point = es256PublicKey(scalar)
  return coseKey({ algorithm: "es256", x: point.subarray(0, 32), y: point.subarray(32) })
}
