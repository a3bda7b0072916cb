/**
 * Readers of proofs that come without a bundle: ICS-23 proofs of a key and of its absence, paths of
 * inclusion and consistency (RFC 9162). A proof that was spoilt must not prove another fact.
 */
import { concat, equalBytes, utf8 } from "@concordat/kernel"
import { leafHashOf } from "../../../kernel/log/hashes.ts"
import { MerkleLog } from "../../../kernel/log/merkle-log.ts"
import { verifyConsistency, verifyInclusion } from "../../../kernel/log/verify.ts"
import { verifyMembership, verifyNonMembership } from "../../../kernel/trie/ics23.ts"
import { absenceProof, existenceProof } from "../../../kernel/trie/prove.ts"
import { sampleRow, sampleTree } from "../../../kernel/trie/sample-tree.testing.ts"
import { CONCORDAT_SPEC } from "../../../kernel/trie/specs.ts"
import { judgeAbsence, judgeExistence } from "../../../kernel/trie/verify.ts"
import { type Decoder, demand } from "./decoders.ts"

const ROWS = 200
const PROVED = 12
const LEAVES = 37
const HASH_BYTES = 32
const NUMBER_BYTES = 8
const VERDICTS = ["proof_malformed", "proof_key_mismatch", "proof_root_mismatch"]

/**
 * Every proof is judged for a row that is there and for one that is not, by our verifier and by the
 * stock form of ICS-23: what ours takes, stock code takes too, and neither takes a lie.
 */
function stateProofs(): Decoder {
  const { view, root, rows, rowAt } = sampleTree(ROWS)
  const [there, absent] = [rows[0]!, sampleRow("nobody's")]
  const seeds = [
    ...rows.slice(0, PROVED).map(({ key, value }) => existenceProof(view, key, value)!),
    ...Array.from({ length: PROVED }, (_, i) => {
      return absenceProof(view, sampleRow(i === 0 ? "nobody's" : `absent ${i}`).key, rowAt)!
    }),
  ]
  const other = utf8("another value")
  return {
    ...{ name: "ICS-23 proof", seeds, slower: 8, verdicts: VERDICTS },
    judge(proof) {
      const verdict = judgeExistence({ root, ...there, proof })
      const stock = verifyMembership(CONCORDAT_SPEC, { root, ...there, proof })
      demand(verdict !== "ok" || stock, "ours takes a proof that stock code refuses")
      const gone = judgeAbsence({ root, key: absent.key, proof })
      const stockGone = verifyNonMembership(CONCORDAT_SPEC, { root, key: absent.key, proof })
      demand(gone !== "ok" || stockGone, "ours takes an absence that stock code refuses")
      for (const lie of [
        judgeExistence({ root, key: there.key, value: other, proof }),
        judgeExistence({ root, key: absent.key, value: there.value, proof }),
        judgeAbsence({ root, key: there.key, proof }),
      ]) {
        demand(lie !== "ok", "a lie is proved")
      }
      demand(!verifyMembership(CONCORDAT_SPEC, { root, ...there, value: other, proof }), "a lie")
      demand(!verifyNonMembership(CONCORDAT_SPEC, { root, key: there.key, proof }), "a lie")
      return verdict === "ok" || gone === "ok" ? null : verdict
    },
  }
}

function number(value: bigint): Uint8Array {
  const bytes = new Uint8Array(NUMBER_BYTES)
  new DataView(bytes.buffer).setBigUint64(0, value)
  return bytes
}

/** Two numbers and hashes, as this file writes them; what is missing reads as nothing. */
function parts(bytes: Uint8Array) {
  const whole = concat(bytes, new Uint8Array(Math.max(0, 2 * NUMBER_BYTES - bytes.length)))
  const at = new DataView(whole.buffer, whole.byteOffset)
  const hashes: Uint8Array[] = []
  for (let from = 2 * NUMBER_BYTES; from < whole.length; from += HASH_BYTES) {
    hashes.push(whole.slice(from, from + HASH_BYTES))
  }
  const [first = new Uint8Array(), second = new Uint8Array(), ...path] = hashes
  return { a: at.getBigUint64(0), b: at.getBigUint64(NUMBER_BYTES), first, second, path }
}

function logProofs(): Decoder[] {
  const leaves = Array.from({ length: LEAVES }, (_, i) => leafHashOf(utf8(`leaf ${i}`)))
  const log = new MerkleLog()
  log.append(leaves)
  const size = BigInt(LEAVES)
  const root = log.root()
  const sizes = Array.from({ length: LEAVES }, (_, i) => BigInt(i))
  return [
    {
      ...{ name: "log proof of inclusion", verdicts: VERDICTS },
      seeds: sizes.map((index) => {
        const leaf = leaves[Number(index)]!
        return concat(number(index), number(size), leaf, root, ...log.inclusion(index))
      }),
      judge(bytes) {
        const { a: index, b: of, first: leaf, second, path } = parts(bytes)
        const valid = verifyInclusion({ leaf, index, size: of, path, root: second })
        if (!valid) return "proof_malformed"
        // The head fixes root and size; then leaf and path are fixed too.
        if (of !== size || !equalBytes(second, root)) return null
        demand(equalBytes(leaf, leaves[Number(index)]!), "a leaf that is not there")
        demand(
          path.every((hash, i) => equalBytes(hash, log.inclusion(index)[i]!)),
          "another path",
        )
        return null
      },
    },
    {
      ...{ name: "log proof of consistency", verdicts: VERDICTS },
      seeds: sizes.map((first) => {
        const heads = concat(log.root(first), root)
        return concat(number(first), number(size), heads, ...log.consistency(first))
      }),
      judge(bytes) {
        const { a: first, b: second, first: firstRoot, second: secondRoot, path } = parts(bytes)
        const valid = verifyConsistency({ first, second, firstRoot, secondRoot, path })
        if (!valid) return "proof_malformed"
        if (second !== size || !equalBytes(secondRoot, root)) return null
        demand(equalBytes(firstRoot, log.root(first)), "a head that never was")
        return null
      },
    },
  ]
}

/** All of them. */
export function proofs(): readonly Decoder[] {
  return [stateProofs(), ...logProofs()]
}
