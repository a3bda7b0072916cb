/** COSE Receipts: made, taken apart and judged; and those of scitt-cose, as their source says. */
import { createPublicKey } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { vectors } from "../../test/vectors.ts"
import { fromHex, toHex, utf8 } from "../bytes.ts"
import { type CoseKey, coseKey, thumbprint } from "../crypto/cose-key.ts"
import { type CoseMap, coseBytes } from "../crypto/cose-value.ts"
import { ed25519PublicKey, signEd25519 } from "../crypto/ed25519.ts"
import { es256PublicKey, signEs256 } from "../crypto/es256.ts"
import { sha256 } from "../crypto/hash.ts"
import { createSign1 } from "../crypto/sign1.ts"
import { leafHashOf } from "../log/hashes.ts"
import { MerkleTree } from "../log/merkle-tree.ts"
import type { Hash } from "../schema/fixed.ts"
import {
  createReceipt,
  readReceipt,
  receiptIssuer,
  receiptSubject,
  signHead,
  verifyReceipt,
} from "./receipt.ts"

const seed = sha256(utf8("a log's key"))
const key: CoseKey = { algorithm: "ed25519", x: ed25519PublicKey(seed) }
const kid = thumbprint(coseKey(key)) as Hash
const entries = [0, 1, 2, 3, 4].map((n) => utf8(`entry ${n}`))
const tree = new MerkleTree(entries.map(leafHashOf))
const header = {
  algorithm: "ed25519",
  kid,
  issuer: receiptIssuer("test-1", "customs"),
  subject: receiptSubject("test-1", "statements"),
} as const
const sign = (message: Uint8Array) => signEd25519(seed, message)
const head = signHead(tree.root, header, sign)
const receiptAt = (index: number) =>
  createReceipt(head, { size: 5n, index: BigInt(index), path: tree.path(index) })
const leafAt = (index: number) => leafHashOf(entries[index]!)

describe("receipts of one signed head", () => {
  it("prove every entry below it, and no other", () => {
    for (const index of entries.keys()) {
      const verdict = verifyReceipt(receiptAt(index), leafAt(index), key)
      expect(verdict).toEqual({ ok: true, root: tree.root })
      const other = verifyReceipt(receiptAt(index), leafAt((index + 1) % 5), key)
      expect(other).toMatchObject({ ok: false, code: "signature_invalid" })
    }
  })

  it("tell who signed which log, and where the entry lies", () => {
    const receipt = readReceipt(receiptAt(3))
    expect(receipt).toMatchObject({ size: 5n, index: 3n, path: tree.path(3) })
    expect(receipt.issuer).toBe("urn:concordat:test-1:customs")
    expect(receipt.subject).toBe("urn:concordat:test-1:statements")
    expect(toHex(receipt.kid!)).toBe(kid)
  })

  it("have the protected bytes of the specification", () => {
    const expected =
      `a4 01 27 04 5820 ${kid} ` +
      `0f a2 01 781c ${toHex(utf8(header.issuer))} 02 781f ${toHex(utf8(header.subject))} ` +
      "19018b 01"
    const { bytes } = readReceipt(receiptAt(0)).message.protected
    expect(toHex(bytes)).toBe(expected.replaceAll(" ", ""))
  })

  it("also by ES256", () => {
    const scalar = sha256(utf8("another key"))
    const point = es256PublicKey(scalar)
    const es256: CoseKey = { algorithm: "es256", x: point.subarray(0, 32), y: point.subarray(32) }
    const by = { ...header, algorithm: "es256" as const, kid: thumbprint(coseKey(es256)) as Hash }
    const signed = signHead(tree.root, by, (message) => signEs256(scalar, message))
    const receipt = createReceipt(signed, { size: 5n, index: 0n, path: tree.path(0) })
    expect(verifyReceipt(receipt, leafAt(0), es256)).toEqual({ ok: true, root: tree.root })
    expect(verifyReceipt(receipt, leafAt(0), key)).toMatchObject({ ok: false })
    expect(verifyReceipt(receiptAt(0), leafAt(0), es256)).toMatchObject({ ok: false })
  })

  it("hold with no byte altered", () => {
    const receipt = receiptAt(2)
    for (let at = 0; at < receipt.length; at++) {
      const altered = receipt.slice()
      altered[at]! ^= 1
      expect(verifyReceipt(altered, leafAt(2), key).ok).toBe(false)
    }
  })
})

describe("receipts of another form", () => {
  const made = (change: { protectedHeader?: CoseMap; unprotected?: CoseMap; detached?: boolean }) =>
    createSign1({
      protectedHeader: new Map([
        [1, -8],
        [395, 1],
      ]),
      unprotected: proofs([coseBytes([5, 0, tree.path(0)])]),
      payload: tree.root,
      detached: true,
      sign,
      ...change,
    })
  const proofs = (list: readonly Uint8Array[]): CoseMap => new Map([[396, new Map([[-1, list]])]])
  const codeOf = (bytes: Uint8Array) => {
    const verdict = verifyReceipt(bytes, leafAt(0), key)
    return verdict.ok ? "ok" : verdict.code
  }

  it("need neither key id nor claims", () => {
    expect(codeOf(made({}))).toBe("ok")
    expect(readReceipt(made({}))).toMatchObject({ kid: null, issuer: null, subject: null })
  })

  it("are refused by name for another tree or algorithm", () => {
    const vds = (value: number) => new Map([[1, -8] as const, [395, value] as const])
    expect(codeOf(made({ protectedHeader: vds(2) }))).toBe("algorithm_unsupported")
    expect(codeOf(made({ protectedHeader: vds(3) }))).toBe("algorithm_unsupported")
    const es384 = new Map([[1, -35] as const, [395, 1] as const])
    expect(codeOf(made({ protectedHeader: es384 }))).toBe("algorithm_unsupported")
    expect(codeOf(made({ protectedHeader: new Map([[1, -8]]) }))).toBe("record_malformed")
  })

  it("are refused for any other shape", () => {
    const good = coseBytes([5, 0, tree.path(0)])
    for (const unprotected of [
      new Map(),
      new Map([[396, new Map()]]),
      proofs([]),
      proofs([good, good]),
      proofs([coseBytes([5, 0])]),
      proofs([coseBytes([5, -1, tree.path(0)])]),
      proofs([coseBytes([5, 0, ["hash"]])]),
      proofs([coseBytes({ tag: 1, value: 0 })]),
    ]) {
      expect(codeOf(made({ unprotected }))).toBe("record_malformed")
    }
    expect(codeOf(made({ detached: false }))).toBe("record_malformed")
    expect(codeOf(made({ unprotected: proofs([coseBytes([5, 5, []])]) }))).toBe(
      "proof_root_mismatch",
    )
    expect(codeOf(fromHex(""))).toBe("length_mismatch")
  })
})

const folder = vectors("scitt/scitt-cose/v1")
const title = folder === null ? "no receipts of scitt-cose here (../shared/vectors)" : "scitt-cose"

/** The public key of a PEM file as a COSE key; null for a curve that we do not offer. */
function keyOf(path: string): CoseKey | null {
  const jwk = createPublicKey(readFileSync(path)).export({ format: "jwk" })
  const bytes = (part: string | undefined) => new Uint8Array(Buffer.from(part!, "base64url"))
  if (jwk.crv === "Ed25519") return { algorithm: "ed25519", x: bytes(jwk.x) }
  if (jwk.crv === "P-256") return { algorithm: "es256", x: bytes(jwk.x), y: bytes(jwk.y) }
  return null
}

/** What we answer, by the source's name of the failure. */
const OURS: Readonly<Record<string, string>> = {
  TAMPERED_INCLUSION_PATH: "signature_invalid",
  UNSUPPORTED_VDS: "algorithm_unsupported",
}

describe.skipIf(folder === null)(title, () => {
  const names = folder === null ? [] : readdirSync(folder).sort()

  it.each(names)("%s", (name) => {
    const read = (file: string) => new Uint8Array(readFileSync(join(folder!, name, file)))
    const expected = JSON.parse(readFileSync(join(folder!, name, "expected.json"), "utf8"))
    const statement = read("statement.cose")
    const entry = sha256(statement)
    expect(toHex(entry)).toBe(expected.leaf_entry)
    const logKey = keyOf(join(folder!, name, "log-key.pub")) ?? key
    const verdict = verifyReceipt(read("receipt.cose"), leafHashOf(entry), logKey)
    if (name === "valid-ccf-vds2") {
      // The source judges its ccf.v1 tree (vds 2, ES384) too; we say that we do not.
      expect(verdict).toMatchObject({ ok: false, code: "algorithm_unsupported" })
      return
    }
    expect(verdict.ok).toBe(expected.receipt_valid)
    if (verdict.ok) expect(toHex(verdict.root)).toBe(expected.reconstructed_root)
    else expect(verdict.code).toBe(OURS[expected.failure_code])
  })
})
