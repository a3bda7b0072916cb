/**
 * The published ICS-23 code (Go v0.11.0) and our verifier: equal verdicts on honest and on forged
 * proofs, but for what ours deliberately refuses. Needs Go; without it the test is skipped.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { toHex, utf8 } from "../../kernel/bytes.ts"
import { sha256 } from "../../kernel/crypto/hash.ts"
import { encodeCommitmentProof } from "../../kernel/trie/commitment-proof.ts"
import { absenceBetween, merkleMap, sparseTree } from "../../kernel/trie/foreign-tree.testing.ts"
import {
  ANOTHER_KEY_NAMED,
  forgedAbsence,
  forgedExistence,
  shiftedAbsence,
} from "../../kernel/trie/forgeries.testing.ts"
import { appHash, logHeadBytes } from "../../kernel/trie/hashes.ts"
import { verifyMembership, verifyNonMembership } from "../../kernel/trie/ics23.ts"
import {
  absenceProof,
  existenceProof,
  logHeadProof,
  type RawRow,
  stateRootProof,
} from "../../kernel/trie/prove.ts"
import { sampleTree } from "../../kernel/trie/sample-tree.testing.ts"
import { CONCORDAT_SPEC, encodeProofSpec, type ProofSpec } from "../../kernel/trie/specs.ts"

const FOLDER = fileURLToPath(new URL(".", import.meta.url))
const BUILT = fileURLToPath(new URL("../../.concordat/test/", import.meta.url))
const PROGRAM = join(BUILT, "ics23")
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024

/** Why the published code cannot be run here, or null once it is built. */
function obstacle(): string | null {
  if (spawnSync("go", ["version"]).status !== 0) return "go is not installed"
  const fetched = spawnSync("go", ["mod", "download"], { cwd: FOLDER })
  if (fetched.status !== 0) return "go cannot fetch github.com/cosmos/ics23/go"
  mkdirSync(BUILT, { recursive: true })
  execFileSync("go", ["build", "-o", PROGRAM, "."], { cwd: FOLDER })
  return null
}
const reason = obstacle()

type Verdict = "accepted" | "refused" | "malformed" | "panic"
type Claim = {
  readonly name: string
  /** Ours unless given. */
  readonly spec?: ProofSpec
  readonly root: Uint8Array
  readonly key: Uint8Array
  readonly value: Uint8Array | null
  readonly proof: Uint8Array
}

function published(claims: readonly Claim[]): Verdict[] {
  const lines = claims.map(({ spec = CONCORDAT_SPEC, root, key, value, proof }) =>
    JSON.stringify({
      existence: value !== null,
      spec: toHex(encodeProofSpec(spec)),
      root: toHex(root),
      key: toHex(key),
      value: toHex(value ?? new Uint8Array()),
      proof: toHex(proof),
    }),
  )
  const input = lines.join("\n")
  const output = execFileSync(PROGRAM, { input, maxBuffer: OUTPUT_BYTES_MAX, encoding: "utf8" })
  return output.trim().split("\n") as Verdict[]
}

const ours = ({ spec = CONCORDAT_SPEC, root, key, value, proof }: Claim) =>
  value === null
    ? verifyNonMembership(spec, { root, key, proof })
    : verifyMembership(spec, { root, key, value, proof })

describe.skipIf(reason !== null)(
  `published ICS-23 code${reason === null ? "" : ` (${reason})`}`,
  () => {
    it.each([1, 2, 3, 10, 1_000, 20_000])("accepts honest proofs of a tree of %i keys", (count) => {
      const { view, root, rows, rowAt } = sampleTree(count)
      const claims: Claim[] = []
      for (let i = 0; i < count; i += Math.ceil(count / 500)) {
        const { key, value } = rows[i]!
        claims.push({ name: "row", root, key, value, proof: existenceProof(view, key, value)! })
      }
      for (let i = 0; i < 200; i++) {
        const key = utf8(`absent ${i}`)
        claims.push({
          name: "none",
          root,
          key,
          value: null,
          proof: absenceProof(view, key, rowAt)!,
        })
      }
      expect(new Set(published(claims))).toEqual(new Set(["accepted"]))
      expect(claims.every(ours)).toBe(true)
    })

    it("accepts the top layer: state root and log head under the app hash", () => {
      const parts = { stateRoot: sha256(utf8("state")), logSize: 41n, logRoot: sha256(utf8("log")) }
      const root = appHash(parts.stateRoot, parts.logSize, parts.logRoot)
      const head = logHeadBytes(parts.logSize, parts.logRoot)
      const claims: Claim[] = [
        {
          name: "state",
          root,
          key: utf8("state"),
          value: parts.stateRoot,
          proof: stateRootProof(parts),
        },
        { name: "log", root, key: utf8("log"), value: head, proof: logHeadProof(parts) },
      ]
      expect(published(claims)).toEqual(["accepted", "accepted"])
    })

    it("refuses the forged proofs that ours refuses, but for the key that an absence names", () => {
      const claims: Claim[] = []
      for (const count of [3, 5, 40, 700]) {
        const tree = sampleTree(count)
        for (const row of tree.rows.slice(0, 12)) {
          const none = utf8(`none beside ${toHex(row.key)}`)
          const forgeries = [
            ...forgedExistence(tree, row, none),
            ...forgedAbsence(tree, row),
            ...shiftedAbsence(tree, none),
          ]
          claims.push(...forgeries.map((forgery) => ({ ...forgery, root: tree.root })))
        }
      }
      expect(claims.length).toBeGreaterThan(500)
      expect(claims.some(ours)).toBe(false)
      const accepted = published(claims).flatMap((verdict, index) =>
        verdict === "accepted" ? [claims[index]!.name] : [],
      )
      expect(new Set(accepted)).toEqual(new Set([ANOTHER_KEY_NAMED]))
    })

    it.each([
      ["a Merkle map", merkleMap],
      ["a sparse tree", sparseTree],
    ])("judges every claim about %s of another ledger as ours does", (_, build) => {
      for (const count of [1, 2, 5, 9]) {
        const claims = foreignClaims(build, count)
        const verdicts = published(claims)
        const differing = claims.filter((claim, i) => ours(claim) !== (verdicts[i] === "accepted"))
        expect(differing.map(({ name }) => name)).toEqual([])
        expect(verdicts.filter((verdict) => verdict === "accepted").length).toBeGreaterThan(count)
      }
    })

    it("accepts no altered byte that ours refuses, but for the key that an absence names", () => {
      const { view, root, rows, rowAt } = sampleTree(300)
      const none = utf8("none")
      const { key, value } = rows[150]!
      const honest: Claim[] = [
        { name: "row", root, key, value, proof: existenceProof(view, key, value)! },
        { name: "none", root, key: none, value: null, proof: absenceProof(view, none, rowAt)! },
      ]
      for (const claim of honest) {
        const altered = [...claim.proof.keys()].map((at) => {
          const proof = claim.proof.slice()
          proof[at]! ^= 1 << (at % 8)
          return { ...claim, proof }
        })
        expect(altered.some(ours)).toBe(false)
        const accepted = published(altered).flatMap((verdict, at) =>
          verdict === "accepted" ? [at] : [],
        )
        const named = claim.value === null ? namedKey(claim) : []
        expect(accepted.filter((at) => !named.includes(at))).toEqual([])
      }
    })
  },
)

/** Every claim of absence that a small tree of another ledger lets one make, true or false. */
function foreignClaims(build: typeof merkleMap, count: number): Claim[] {
  const rowOf = (index: number): RawRow => ({ key: utf8(`k${index}`), value: utf8(`v${index}`) })
  const tree = build(Array.from({ length: count }, (_, i) => rowOf(i * 2)))
  const { spec, root } = tree
  const claims: Claim[] = tree.proofs.map((proof) => {
    const encoded = encodeCommitmentProof({ kind: "existence", proof })
    return { name: "row", spec, root, key: proof.key, value: proof.value, proof: encoded }
  })
  for (let index = 0; index <= 2 * count; index++) {
    const { key } = rowOf(index)
    for (let left = -1; left < count; left++) {
      for (let right = 0; right <= count; right++) {
        const proof = absenceBetween(tree, key, left, right)
        claims.push({
          name: `${index} between ${left} and ${right}`,
          spec,
          root,
          key,
          value: null,
          proof,
        })
      }
    }
  }
  return claims
}

/** Where a proof of absence names its key: tag, length and bytes. */
function namedKey({ key, proof }: Claim): number[] {
  const start = toHex(proof).indexOf(toHex(key)) / 2
  return Array.from({ length: key.length + 2 }, (_, i) => start - 2 + i)
}
