/** For tests only: the examples of the COSE working group, one shape for all message types. */
import { readFileSync } from "node:fs"
import { vectorFiles } from "../../test/vectors.ts"
import { fromBase64url, fromHex } from "../bytes.ts"
import type { CoseKey } from "./cose-key.ts"

type ExampleKey = {
  kty: string
  crv: string
  x?: string
  y?: string
  x_hex?: string
  y_hex?: string
}

type Signer = { key: ExampleKey; protected: { alg: string }; external?: string }

/** One file. */
export type CoseExample = {
  readonly name: string
  /** Whether a verifier must refuse it. */
  readonly fail: boolean
  readonly bytes: Uint8Array
  /** The signers of a COSE_Sign, the one of a COSE_Sign1, none of any other message. */
  readonly signers: readonly {
    /** Null where the curve is not offered. */
    readonly key: CoseKey | null
    readonly alg: string
    readonly externalAad: Uint8Array
    readonly toBeSigned: string
  }[]
  readonly type: "sign" | "sign1" | "other"
}

const FOLDERS =
  /^(sign-tests|sign1-tests|ecdsa-examples|eddsa-examples|RFC8152|CWT|x509-examples|countersign1?)\/.*\.json$/

function keyOf(key: ExampleKey): CoseKey | null {
  const part = (hex: string | undefined, base64: string | undefined) =>
    hex === undefined ? fromBase64url(base64!) : fromHex(hex)
  if (key.crv === "Ed25519") return { algorithm: "ed25519", x: part(key.x_hex, key.x) }
  if (key.crv !== "P-256") return null
  return { algorithm: "es256", x: part(key.x_hex, key.x), y: part(key.y_hex, key.y) }
}

/** All examples of signatures, and those of other messages that stand beside them. */
export function coseExamples(): CoseExample[] {
  return vectorFiles("cose", (path) => FOLDERS.test(path)).map((path) => {
    const {
      title,
      fail = false,
      input,
      intermediates,
      output,
    } = JSON.parse(readFileSync(path, "utf8"))
    const { sign, sign0 } = input
    const signers: Signer[] = sign?.signers ?? (sign0 === undefined ? [] : [sign0])
    const made: { ToBeSign_hex: string }[] = sign0 ? [intermediates] : (intermediates.signers ?? [])
    return {
      name: `${path.split("/").slice(-2).join("/")}: ${title}`,
      fail,
      bytes: fromHex(output.cbor.toLowerCase()),
      type: sign ? "sign" : sign0 ? "sign1" : "other",
      signers: signers.map((signer, i) => ({
        key: keyOf(signer.key),
        alg: signer.protected.alg,
        externalAad: fromHex((signer.external ?? "").toLowerCase()),
        toBeSigned: made[i]!.ToBeSign_hex.toLowerCase(),
      })),
    }
  })
}
