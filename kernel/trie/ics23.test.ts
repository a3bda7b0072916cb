/** ICS-23 for any tree: the published vectors, altered vectors, and the parts one by one. */
import { readFileSync } from "node:fs"
import { basename, dirname } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { runs } from "../../test/runs.ts"
import { vectorFiles, vectorJson } from "../../test/vectors.ts"
import { fromHex, toHex, utf8 } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import {
  decodeCommitmentProof,
  type ExistenceProof,
  encodeCommitmentProof,
  type InnerOp,
  type LeafOp,
} from "./commitment-proof.ts"
import { verifyMembership, verifyNonMembership } from "./ics23.ts"
import { applyHashOp, applyInnerOp, applyLeafOp, existenceRoot } from "./ics23-ops.ts"
import { leftBranchesAreEmpty, rightBranchesAreEmpty } from "./ics23-order.ts"
import { isLeafOf, isProofOf } from "./ics23-shape.ts"
import {
  CONCORDAT_SPEC,
  encodeProofSpec,
  IAVL_SPEC,
  type ProofSpec,
  SMT_SPEC,
  TENDERMINT_SPEC,
} from "./specs.ts"

const SPECS = new Map([
  ["iavl", IAVL_SPEC],
  ["smt", SMT_SPEC],
  ["tendermint", TENDERMINT_SPEC],
])

const files = vectorFiles("ics23", (path) => /^\w+\/(exist|nonexist)_\w+\.json$/.test(path))
const load = (file: string) => {
  const vector = JSON.parse(readFileSync(file, "utf8"))
  const claim = {
    root: fromHex(vector.root),
    key: fromHex(vector.key),
    value: fromHex(vector.value),
    proof: fromHex(vector.proof),
  }
  const spec = SPECS.get(basename(dirname(file)))!
  const verify = basename(file).startsWith("exist") ? verifyMembership : verifyNonMembership
  return { spec, claim, verify }
}

describe.skipIf(files.length === 0)("proofs of other trees (../shared/vectors/ics23)", () => {
  it.each(files)("%s verifies under its specification and under no other", (file) => {
    const { spec, claim, verify } = load(file)
    expect(verify(spec, claim)).toBe(true)
    for (const other of [...SPECS.values(), CONCORDAT_SPEC]) {
      if (other !== spec) expect(verify(other, claim)).toBe(false)
    }
  })

  it.each(files)("%s is refused once root, key, value or a byte that counts is altered", (file) => {
    const { spec, claim, verify } = load(file)
    const alter = (bytes: Uint8Array, at: number) => {
      const altered = bytes.slice()
      altered[at % bytes.length]! ^= 1 + (at % 255)
      return altered
    }
    const own = basename(file).startsWith("nonexist")
    // The published code ignores the key that a proof of absence names: there, bytes may change.
    const parsed = decodeCommitmentProof(claim.proof)
    const ignored = parsed.kind === "absence" ? parsed.proof.key.length : 0
    const from = claim.proof.findIndex((_, at) =>
      ignored > 0
        ? toHex(claim.proof.subarray(at, at + ignored)) === toHex(parsed.proof.key)
        : true,
    )
    for (let at = 0; at < claim.proof.length; at++) {
      if (at >= from && at < from + ignored) continue
      expect(verify(spec, { ...claim, proof: alter(claim.proof, at) })).toBe(false)
    }
    expect(verify(spec, { ...claim, root: alter(claim.root, 5) })).toBe(false)
    if (own) return
    expect(verify(spec, { ...claim, key: alter(claim.key, 3) })).toBe(false)
    expect(verify(spec, { ...claim, value: alter(claim.value, 3) })).toBe(false)
  })
})

// The parts: JSON of the protobuf messages, field names as there, bytes in base64.
type Json = Record<string, unknown>
const base64 = (text: unknown) => new Uint8Array(Buffer.from((text as string) ?? "", "base64"))
const number = (value: unknown) => (value as number | undefined) ?? 0
const leafOp = (json: Json): LeafOp => ({
  hash: number(json["hash"]),
  prehashKey: number(json["prehash_key"]),
  prehashValue: number(json["prehash_value"]),
  length: number(json["length"]),
  prefix: base64(json["prefix"]),
})
const innerOp = (json: Json): InnerOp => ({
  hash: number(json["hash"]),
  prefix: base64(json["prefix"]),
  suffix: base64(json["suffix"]),
})
const existence = (json: Json): ExistenceProof => ({
  key: base64(json["key"]),
  value: base64(json["value"]),
  leaf: json["leaf"] ? leafOp(json["leaf"] as Json) : null,
  path: ((json["path"] ?? []) as Json[]).map(innerOp),
})
const proofSpec = (json: Json): ProofSpec => {
  const inner = (json["inner_spec"] ?? {}) as Json
  return {
    leaf: leafOp((json["leaf_spec"] ?? {}) as Json),
    inner: {
      childOrder: (inner["child_order"] as number[] | undefined) ?? [],
      childSize: number(inner["child_size"]),
      minPrefixLength: number(inner["min_prefix_length"]),
      maxPrefixLength: number(inner["max_prefix_length"]),
      emptyChild: base64(inner["empty_child"]),
      hash: number(inner["hash"]),
    },
    maxDepth: number(json["max_depth"]),
    minDepth: number(json["min_depth"]),
    prehashKeyBeforeComparison: json["prehash_key_before_comparison"] === true,
  }
}
const part = (name: string): [string, Json][] => {
  const json = vectorJson(`ics23/parts/${name}.json`)
  return json === null ? [] : Object.entries(json as Record<string, Json>)
}
const expectHash = (hash: Uint8Array | null, { IsErr, Expected }: Json) =>
  expect(hash && toHex(hash)).toBe(IsErr ? null : toHex(base64(Expected)))

describe.skipIf(files.length === 0)("parts of proofs (../shared/vectors/ics23/parts)", () => {
  it.each(part("TestLeafOpData"))("leaf: %s", (_, vector) => {
    const op = leafOp(vector["Op"] as Json)
    expectHash(applyLeafOp(op, base64(vector["Key"]), base64(vector["Value"])), vector)
  })

  it.each(part("TestInnerOpData"))("inner: %s", (_, vector) => {
    expectHash(applyInnerOp(innerOp(vector["Op"] as Json), base64(vector["Child"])), vector)
  })

  it.each(part("TestExistenceProofData"))("root: %s", (_, vector) => {
    expectHash(existenceRoot(existence(vector["Proof"] as Json)), vector)
  })

  it.each(part("TestCheckLeafData"))("leaf against specification: %s", (_, vector) => {
    const spec = proofSpec({ leaf_spec: vector["Spec"] as Json })
    expect(isLeafOf(spec, leafOp(vector["Leaf"] as Json))).toBe(!vector["IsErr"])
  })

  it.each(part("TestCheckAgainstSpecData"))("against specification: %s", (_, vector) => {
    const spec = proofSpec(vector["Spec"] as Json)
    expect(isProofOf(spec, existence(vector["Proof"] as Json))).toBe(vector["Err"] === "")
  })

  it.each(part("TestEmptyBranchData"))("empty branches: case %s", (_, vector) => {
    const { inner } = proofSpec(vector["Spec"] as Json)
    const step = innerOp(vector["Op"] as Json)
    expect(leftBranchesAreEmpty(inner, step)).toBe(vector["IsLeft"])
    expect(rightBranchesAreEmpty(inner, step)).toBe(vector["IsRight"])
  })

  it.each(part("TestDoHashData"))("hash: %s", (_, vector) => {
    const hash = applyHashOp(number(vector["HashOp"]), utf8(vector["Preimage"] as string))!
    expect(toHex(hash)).toBe(vector["ExpectedHash"])
  })
})

describe("specifications", () => {
  it("are written as foreign light clients hold them: ours in 91 bytes", () => {
    expect(toHex(encodeProofSpec(CONCORDAT_SPEC))).toBe(
      "0a280801100118012a20434f4e434f524441543a3a53544154452d545249453a3a4c4541463a3a763031" +
        `122a0a02000110202a20${"00".repeat(32)}30011880022801`,
    )
  })

  it("read no length that is not asked for, and no unknown hash", () => {
    const op = leafOp({ hash: 1 })
    const [key, value] = [utf8("key"), new Uint8Array(32)]
    expect(applyLeafOp({ ...op, length: 7 }, key, value)).toBe(null)
    expect(applyLeafOp({ ...op, length: 7 }, value, value)).not.toBe(null)
    expect(applyLeafOp({ ...op, length: 8 }, value, value)).toBe(null)
    expect(applyLeafOp({ ...op, length: 2 }, value, value)).toBe(null)
    expect(applyLeafOp({ ...op, hash: 3 }, value, value)).toBe(null)
    expect(applyLeafOp({ ...op, prehashKey: 9 }, value, value)).toBe(null)
  })
})

describe("proof messages", () => {
  it("refuse batches, the compressed form, unknown fields and more than 256 steps", () => {
    for (const hex of ["", "1a00", "2200", "2a00", "0a003000", "0a043202aaaa"]) {
      expect(() => decodeCommitmentProof(fromHex(hex))).toThrow(Invalid)
    }
    const step = { hash: 1, prefix: new Uint8Array(), suffix: new Uint8Array() }
    const long = (steps: number) => {
      const path = Array.from({ length: steps }, () => step)
      const proof = { key: utf8("k"), value: utf8("v"), leaf: null, path }
      return encodeCommitmentProof({ kind: "existence", proof })
    }
    expect(decodeCommitmentProof(long(256)).kind).toBe("existence")
    expect(() => decodeCommitmentProof(long(257))).toThrow(Invalid)
  })

  it("give a verdict for any bytes under any specification", () => {
    const law = (bytes: Uint8Array, key: Uint8Array) => {
      for (const spec of SPECS.values()) {
        const claim = { root: key, key, proof: bytes }
        expect(verifyMembership(spec, { ...claim, value: key })).toBe(false)
        expect(verifyNonMembership(spec, claim)).toBe(false)
      }
    }
    const bytes = fc.uint8Array({ maxLength: 120 })
    fc.assert(fc.property(bytes, bytes, law), { numRuns: runs(1_000) })
  })
})
