/**
 * The COSE working group's COSE_Sign examples: our Sig_structure is theirs, our verdict too where
 * the algorithm is offered; and none of them is a transaction, whose form is narrower.
 */
import { describe, expect, test } from "vitest"
import { vectors } from "../../test/vectors.ts"
import { toHex } from "../bytes.ts"
import { MAJOR } from "../cbor/writer.ts"
import { coseExamples } from "../crypto/cose-cases.testing.ts"
import { verifyByKey } from "../crypto/cose-key.ts"
import { CoseReader } from "../crypto/cose-value.ts"
import { withLowS } from "../crypto/es256.ts"
import { signStructure } from "../crypto/sig-structure.ts"
import { algorithmOfCose } from "../crypto/signature.ts"
import { Invalid } from "../failures.ts"
import { decodeTransaction } from "./transaction.ts"

const nothing = { inputOf: () => undefined, isOpen: () => false }
const NONE = new Uint8Array(0)

/** A COSE_Sign as RFC 9052 allows it, for the comparison only; null where the tag is another. */
function takenApart(bytes: Uint8Array) {
  const reader = new CoseReader(bytes)
  if (reader.head() !== MAJOR.tag || reader.argument !== 98) return null
  const [body, , payload, signatures] = reader.value() as [Uint8Array, unknown, Uint8Array, unknown]
  return { body, payload, signatures: signatures as [Uint8Array, unknown, Uint8Array][] }
}

/** RFC 9052 section 4.4: an empty map is signed as no bytes. */
const asSigned = (headers: Uint8Array) => (toHex(headers) === "a0" ? NONE : headers)

describe.skipIf(vectors("cose") === null)("COSE_Sign (../shared/vectors/cose)", () => {
  const examples = vectors("cose") === null ? [] : coseExamples()

  test.each(examples.filter(({ type }) => type === "sign"))("$name", ({ bytes, fail, signers }) => {
    const message = takenApart(bytes)
    if (message === null) {
      expect(fail).toBe(true)
      return
    }
    const verdicts = signers.map((signer, i) => {
      const [header, , signature] = message.signatures[i]!
      const body = asSigned(message.body)
      const structure = signStructure(body, header, signer.externalAad, message.payload)
      expect(toHex(structure) === signer.toBeSigned).toBe(!fail)
      const alg = (new CoseReader(header).value() as Map<number, number>).get(1)!
      if (signer.key === null || algorithmOfCose(alg) === null) return "algorithm_unsupported"
      // Deviation: of s and n - s we take the lower one; an example may have either.
      const low = signer.key.algorithm === "es256" ? withLowS(signature) : signature
      return verifyByKey(signer.key, structure, low)
    })
    const offered = signers.every(({ alg }) => alg === "ES256" || alg === "EdDSA")
    const expected = fail ? "signature_invalid" : offered ? "ok" : "algorithm_unsupported"
    expect(verdicts).toEqual(signers.map(() => expected))
  })

  test.each(examples)("no transaction: $name", ({ bytes, type, fail }) => {
    let code = "accepted"
    try {
      decodeTransaction(bytes, nothing)
    } catch (failure) {
      code = (failure as Invalid).code
      expect(failure).toBeInstanceOf(Invalid)
    }
    if (type !== "sign" || (fail && takenApart(bytes) === null)) {
      expect(code).toBe("transaction_malformed")
    } else {
      // Body headers, unprotected headers, a kid that is no thumbprint: what a transaction has not.
      expect(code).toBe("cose_header_invalid")
    }
  })
})
