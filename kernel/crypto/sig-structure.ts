/** The bytes that COSE signatures are over: Sig_structure, RFC 9052 section 4.4. */
import { CborWriter } from "../cbor/writer.ts"

const writer = new CborWriter()

/** Of a COSE_Sign1: `["Signature1", protected, external_aad, payload]`. */
export function sign1Structure(
  protectedBytes: Uint8Array,
  externalAad: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  writer.reset().array(4).text("Signature1")
  return writer.bytes(protectedBytes).bytes(externalAad).bytes(payload).finish()
}

/** Of one signature of a COSE_Sign: `["Signature", body, signer, external_aad, payload]`. */
export function signStructure(
  bodyProtected: Uint8Array,
  signerProtected: Uint8Array,
  externalAad: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  writer.reset().array(5).text("Signature").bytes(bodyProtected).bytes(signerProtected)
  return writer.bytes(externalAad).bytes(payload).finish()
}
