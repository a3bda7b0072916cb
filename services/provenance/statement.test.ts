/** Signed statements: their one form, and every other one refused. */
import {
  CborReader,
  coseKey,
  ed25519PublicKey,
  es256PublicKey,
  fromHex,
  type Hash,
  hashOf,
  Invalid,
  type Party,
  parseCoseKey,
  sha256,
  sign1,
  signEd25519,
  signEs256,
  thumbprint,
  toHex,
  verifyByKey,
} from "@concordat/kernel"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { runs } from "../../test/runs.ts"
import {
  readStatement,
  type SealAlgorithm,
  type StatementHeader,
  type StatementPayload,
  sealed,
  toBeSealed,
} from "./statement.ts"

const SEED = new Uint8Array(32).fill(7)
const KEYS = {
  ed25519: coseKey({ algorithm: "ed25519", x: ed25519PublicKey(SEED) }),
  es256: coseKey(es256Parts()),
}
function es256Parts() {
  const point = es256PublicKey(SEED)
  return { algorithm: "es256", x: point.slice(-64, -32), y: point.slice(-32) } as const
}
const sign = { ed25519: signEd25519, es256: signEs256 }
const hashFrom = (text: string) => hashOf(sha256(new TextEncoder().encode(text)))

function header(algorithm: SealAlgorithm, more: Partial<StatementHeader> = {}): StatementHeader {
  const key = thumbprint(KEYS[algorithm]) as Hash
  const issuer = "ministry" as Party
  return {
    algorithm,
    key,
    chain: "concordat-ab12cd-dev-1",
    issuer,
    names: HANDLE,
    issued: 1_780_000_000,
    ...more,
  }
}

const HANDLE = hashFrom("handle")
const ROOT = hashFrom("root")
const ONE: StatementPayload = {
  version: 1,
  class: "diploma",
  subject: { document: hashFrom("leaf") },
  from: 1_780_000_000_000,
  until: null,
}
const MANY: StatementPayload = { ...ONE, subject: { batch: { root: ROOT, count: 7 } } }

function make(given: StatementHeader, payload: StatementPayload): Uint8Array {
  const head = "batch" in payload.subject ? { ...given, names: payload.subject.batch.root } : given
  return sealed(head, payload, sign[head.algorithm](SEED, toBeSealed(head, payload)))
}

function codeOf(bytes: Uint8Array): string {
  try {
    readStatement(bytes)
  } catch (error) {
    if (error instanceof Invalid) return error.code
    throw error
  }
  return "accepted"
}

describe("a signed statement", () => {
  test.each(["ed25519", "es256"] as const)("%s: reads back, and its seal verifies", (algorithm) => {
    for (const payload of [ONE, MANY]) {
      const bytes = make(header(algorithm), payload)
      const read = readStatement(bytes)
      const names = payload === ONE ? HANDLE : ROOT
      expect(read).toMatchObject({ ...header(algorithm, { names }), payload })
      expect(read.handle).toBe(payload === ONE ? HANDLE : null)
      expect(read.statement).toBe(hashOf(sha256(bytes)))
      expect(read.toBeSigned).toEqual(toBeSealed(header(algorithm, { names }), payload))
      const key = parseCoseKey(KEYS[algorithm])
      expect(verifyByKey(key, read.toBeSigned, read.signature)).toBe("ok")
      expect(bytes.length).toBeLessThanOrEqual(payload === ONE ? 400 : 410)
    }
  })

  test("its root is the leaf of its one document, or the batch's", () => {
    expect(readStatement(make(header("ed25519"), ONE))).toMatchObject({
      root: hashFrom("leaf"),
      count: 1,
    })
    expect(readStatement(make(header("ed25519"), MANY))).toMatchObject({
      root: ROOT,
      count: 7,
    })
  })

  test("has the headers of SCITT: content type, key, issuer, subject, issued", () => {
    const { map } = sign1(make(header("es256"), ONE)).protected
    expect([...map.keys()]).toEqual([1, 3, 4, 15])
    expect(map.get(1)).toBe(-7)
    expect(map.get(3)).toBe("application/vnd.concordat.statement+cbor")
    expect(map.get(4)).toEqual(fromHex(thumbprint(KEYS.es256)))
    expect(map.get(15)).toEqual(
      new Map<number, unknown>([
        [1, "urn:concordat:concordat-ab12cd-dev-1:ministry"],
        [2, `urn:concordat:document:${HANDLE}`],
        [6, 1_780_000_000],
      ]),
    )
  })
})

describe("refused as malformed", () => {
  const good = make(header("ed25519"), ONE)
  const swap = (from: string, to: string) => fromHex(toHex(good).replace(from, to))

  test("an entry among the unprotected headers", () => {
    const at = toHex(good).indexOf("a058")
    expect(at).toBeGreaterThan(0)
    expect(codeOf(swap("a058", "a1636b657900" + "58"))).toBe("statement_malformed")
  })

  test("no tag, another tag, bytes behind", () => {
    expect(codeOf(good.slice(1))).toBe("statement_malformed")
    expect(codeOf(swap("d284", "d184"))).toBe("statement_malformed")
    expect(codeOf(fromHex(`${toHex(good)}00`))).toBe("statement_malformed")
    expect(codeOf(new Uint8Array(0))).toBe("statement_malformed")
  })

  test("keys of the header in another order", () => {
    const algorithm = "0127"
    const rest = toHex(good).indexOf(algorithm)
    const type = toHex(good).slice(rest + 4, rest + 4 + 2 * 43)
    const swapped = toHex(good).replace(algorithm + type, type + algorithm)
    expect(swapped).not.toBe(toHex(good))
    expect(codeOf(fromHex(swapped))).toBe("statement_malformed")
  })

  test("a detached payload, a signature of 63 bytes", () => {
    const payloadAt = toHex(good).indexOf("a05") + 2
    const head = payloadAt / 2
    const reader = new CborReader(good, head)
    reader.bytes()
    const detached = toHex(good.subarray(0, head)) + "f6" + toHex(good.subarray(reader.at))
    expect(codeOf(fromHex(detached))).toBe("statement_malformed")
    const shorter = toHex(good.subarray(0, reader.at)) + "583f" + "11".repeat(63)
    expect(codeOf(fromHex(shorter))).toBe("statement_malformed")
  })

  test("another version; a batch of none or of more than 1,000,000; another issuer form", () => {
    const seal = (payload: StatementPayload) => codeOf(make(header("ed25519"), payload))
    expect(seal({ ...ONE, version: 2 })).toBe("statement_malformed")
    const batch = (count: number) => ({
      ...ONE,
      subject: { batch: { root: hashFrom("r"), count } },
    })
    expect(seal(batch(0))).toBe("statement_malformed")
    expect(seal(batch(1_000_001))).toBe("statement_malformed")
    expect(seal(batch(1_000_000))).toBe("accepted")
    const foreign = toBeSealed(header("ed25519"), MANY)
    const names = sealed(header("ed25519"), MANY, signEd25519(SEED, foreign))
    expect(codeOf(names)).toBe("statement_malformed")
    const elsewhere = header("ed25519", { issuer: "ministry/officer" as Party })
    expect(codeOf(make(elsewhere, ONE))).toBe("statement_malformed")
  })

  test("an algorithm that is not offered has its own code", () => {
    expect(codeOf(swap("0127", "0128"))).toBe("algorithm_unsupported")
    expect(codeOf(swap("0127", "0105"))).toBe("algorithm_unsupported")
  })

  test("any byte changed is refused, or is another statement", () => {
    const one = readStatement(good)
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = good.slice()
        changed[at]! ^= mask
        if (codeOf(changed) !== "accepted") return
        const read = readStatement(changed)
        expect(read.statement).not.toBe(one.statement)
        const key = parseCoseKey(KEYS.ed25519)
        const verdict = verifyByKey(key, read.toBeSigned, read.signature)
        expect(verdict === "ok" && read.key === one.key).toBe(false)
      }),
      { numRuns: runs(300) },
    )
  })

  test("random bytes never throw anything else", () => {
    const bytes = fc.uint8Array({ maxLength: 300 })
    fc.assert(
      fc.property(bytes, (random) => {
        expect(["statement_malformed", "algorithm_unsupported"]).toContain(codeOf(random))
      }),
      { numRuns: runs(500) },
    )
  })
})
