/**
 * For tests only: published signature cases of many sources in one shape, and Ed25519 cases made of
 * points with a torsion part, which tell cofactored from cofactorless rules apart.
 */
import { readFileSync } from "node:fs"
import { ed25519 } from "@noble/curves/ed25519.js"
import { sha512 } from "@noble/hashes/sha2.js"
import { vectorFiles, vectorJson } from "../../test/vectors.ts"
import { concat, fromHex, toHex, utf8 } from "../bytes.ts"

/** One signature and what its source says of it. */
export type SignatureCase = {
  readonly name: string
  readonly key: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
  readonly valid: boolean
  readonly flags: readonly string[]
}

type Group = {
  publicKey: Record<string, string>
  tests: readonly {
    tcId: number
    comment: string
    msg: string
    sig: string
    result: string
    flags: string[]
  }[]
}

/** All cases of the Wycheproof files that `matches`, keys taken out by `keyOf`. */
function wycheproof(
  folder: string,
  matches: (path: string) => boolean,
  keyOf: (publicKey: Record<string, string>) => Uint8Array,
): SignatureCase[] {
  return vectorFiles(folder, matches).flatMap((path) => {
    const file = JSON.parse(readFileSync(path, "utf8"))
    const cases = (file.testGroups as Group[]).flatMap((group) =>
      group.tests.map((test) => ({
        name: `${test.tcId} ${test.comment}`,
        key: keyOf(group.publicKey),
        message: fromHex(test.msg),
        signature: fromHex(test.sig),
        valid: test.result === "valid",
        flags: test.flags,
      })),
    )
    if (cases.length !== file.numberOfTests) throw new Error(`${path} lost cases`)
    return cases
  })
}

/** Wycheproof's Ed25519 cases. */
export function wycheproofEd25519(): SignatureCase[] {
  const isCases = (path: string) => path.endsWith("_test.json")
  return wycheproof("ed25519", isCases, (publicKey) => fromHex(publicKey.pk!))
}

/** Wycheproof's P-256 cases with signatures r ‖ s; the key is x ‖ y. */
export function wycheproofEs256(): SignatureCase[] {
  const isCases = (path: string) => /^ecdsa_secp256r1_sha256_p1363.*\.json$/.test(path)
  return wycheproof("wycheproof", isCases, (publicKey) => fromHex(publicKey.uncompressed!.slice(2)))
}

/** The 12 cases of "Taming the many EdDSAs"; only case 3 is valid by our rule. */
export function speccheck(): SignatureCase[] {
  const rows: readonly Record<string, string>[] = vectorJson("ed25519/speccheck-cases.json") ?? []
  return rows.map((row, i) => ({
    name: `speccheck ${i}`,
    key: fromHex(row.pub_key!),
    message: fromHex(row.message!),
    signature: fromHex(row.signature!),
    valid: i === 3,
    flags: [],
  }))
}

const { Point } = ed25519
const TORSION = Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")

/** The eight points whose order divides 8: multiples of one of order 8. */
export const SMALL_POINTS = Array.from({ length: 8 }, (_, i) => TORSION.multiplyUnsafe(BigInt(i)))

function littleEndian(number: bigint): Uint8Array {
  return fromHex(number.toString(16).padStart(64, "0")).reverse()
}

/**
 * A signature whose key is aB + T[keyTorsion] and whose R is rB + T[rTorsion], S = r + ka: the
 * cofactored rule always accepts it, ours exactly where k·T[keyTorsion] + T[rTorsion] is neutral.
 */
function mixedOrderCase(seed: number, keyTorsion: number, rTorsion: number): SignatureCase {
  const a = BigInt(seed) * 2n ** 200n + 12_345n
  const r = BigInt(seed) * 2n ** 190n + 98_765n
  const key = Point.BASE.multiply(a).add(SMALL_POINTS[keyTorsion]!).toBytes()
  const rBytes = Point.BASE.multiply(r).add(SMALL_POINTS[rTorsion]!).toBytes()
  const message = utf8(`mixed order ${seed}`)
  const digest = sha512(concat(rBytes, key, message))
  const k = BigInt(`0x${toHex(digest.reverse())}`) % Point.Fn.ORDER
  const s = (r + k * a) % Point.Fn.ORDER
  return {
    name: `key + T${keyTorsion}, R + T${rTorsion}, seed ${seed}`,
    key,
    message,
    signature: concat(rBytes, littleEndian(s)),
    valid: (k * BigInt(keyTorsion) + BigInt(rTorsion)) % 8n === 0n,
    flags: [],
  }
}

/** Every pair of torsion parts, a few seeds each, so that both verdicts occur. */
export function mixedOrderCases(): SignatureCase[] {
  const all: SignatureCase[] = []
  for (let i = 0; i < 64; i++) all.push(mixedOrderCase(i + 1, i >> 3, i & 7))
  return all
}

/**
 * Key and R of small order in every way to write them, 10 × 10 pairs, S = 0, each its own message.
 */
export function smallOrderCases(): SignatureCase[] {
  const p = 2n ** 255n - 19n
  const signBit = 2n ** 255n
  const encodings = SMALL_POINTS.map((point) => point.toBytes())
  // Two forms that a lenient decoder takes for a small point: y = p + 1, and x = 0 with a sign.
  encodings.push(littleEndian(p + 1n), littleEndian(1n + signBit))
  const neutralS = new Uint8Array(32)
  return encodings.flatMap((key, i) =>
    encodings.map((r, j) => ({
      name: `small key ${i}, small R ${j}`,
      key,
      message: utf8(`torsion ${i} ${j}`),
      signature: concat(r, neutralS),
      valid: false,
      flags: [],
    })),
  )
}
