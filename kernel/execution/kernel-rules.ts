/**
 * The kernel's own rules (ARCHITECTURE.md, "Rules"): signatures and proofs that services ask about.
 * Each has one function, whoever asks and wherever it runs.
 */
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { compareBytes, fromHex } from "../bytes.ts"
import { verifyEd25519, verifyEd25519Zip215 } from "../crypto/ed25519.ts"
import { verifyEs256 } from "../crypto/es256.ts"
import { keccak256 } from "../crypto/hash.ts"
import { TRANSACTION_BYTES_MAX, VALUE_BYTES_MAX } from "../limits.ts"
import { bool } from "../schema/bool.ts"
import { bytes } from "../schema/bytes.ts"
import { fixed, hash } from "../schema/fixed.ts"
import { list } from "../schema/list.ts"
import { record } from "../schema/record.ts"
import { u8, u32 } from "../schema/unsigned.ts"
import { type Rule, rule } from "../service/rule.ts"
import { verifyMembership, verifyNonMembership } from "../trie/ics23.ts"

const SIGNATURE_BYTES = 64
/** Room for the longest content of a transaction with what is signed around it. */
const MESSAGE_BYTES_MAX = 2 * TRANSACTION_BYTES_MAX
const ED25519_UNITS = 60
const ES256_UNITS = 80
const SECP256K1_UNITS = 300
const PROOF_UNITS = 20
const PREFIX_BYTES_MAX = 64
const ROOT_BYTES_MAX = 64
const FOREIGN_KEY_BYTES_MAX = 1_024
const CHILDREN_MAX = 32

const signed = { message: bytes(MESSAGE_BYTES_MAX), signature: fixed(SIGNATURE_BYTES) }

/** Ed25519, strict: key A; canonical S, no small order, cofactorless. */
export const ed25519 = rule("ed25519", {
  input: { key: fixed(32), ...signed },
  cost: ED25519_UNITS,
  holds: ({ key, message, signature }) =>
    verifyEd25519({ key: fromHex(key), message, signature: fromHex(signature) }) === "ok",
})

/** ECDSA over P-256 and SHA-256: key x ‖ y, signature r ‖ s with low s. */
export const es256 = rule("es256", {
  input: { key: fixed(64), ...signed },
  cost: ES256_UNITS,
  holds: ({ key, message, signature }) =>
    verifyEs256({ key: fromHex(key), message, signature: fromHex(signature) }) === "ok",
})

/** Ed25519 by ZIP-215, as the engine verifies votes. */
export const ed25519Zip215 = rule("ed25519Zip215", {
  input: { key: fixed(32), ...signed },
  cost: ED25519_UNITS,
  holds: ({ key, message, signature }) =>
    verifyEd25519Zip215(fromHex(key), message, fromHex(signature)),
})

/** An ICS-23 ProofSpec as data. */
export const proofSpec = record({
  leaf: record({
    hash: u8,
    prehashKey: u8,
    prehashValue: u8,
    length: u8,
    prefix: bytes(PREFIX_BYTES_MAX),
  }),
  inner: record({
    childOrder: list(u8, CHILDREN_MAX),
    childSize: u32,
    minPrefixLength: u32,
    maxPrefixLength: u32,
    emptyChild: bytes(PREFIX_BYTES_MAX),
    hash: u8,
  }),
  maxDepth: u32,
  minDepth: u32,
  prehashKeyBeforeComparison: bool,
})

const claim = {
  spec: proofSpec,
  root: bytes(ROOT_BYTES_MAX, 1),
  key: bytes(FOREIGN_KEY_BYTES_MAX, 1),
  /** Protobuf `CommitmentProof`. */
  proof: bytes(VALUE_BYTES_MAX, 1),
}

/** A unit for 64 bytes of proof: about one hash a step. */
function proofUnits({ proof }: { readonly proof: Uint8Array }): number {
  return PROOF_UNITS + (proof.length >>> 6)
}

/** ICS-23: the tree of `root` holds `value` under `key`. */
export const membership = rule("membership", {
  input: { ...claim, value: bytes(VALUE_BYTES_MAX, 1) },
  cost: proofUnits,
  holds: (input) => verifyMembership(input.spec, input),
})

/** ICS-23: the tree of `root` holds nothing under `key`. */
export const absence = rule("absence", {
  input: claim,
  cost: proofUnits,
  holds: (input) => verifyNonMembership(input.spec, input),
})

/**
 * The key that signed `digest` has this Ethereum address: last 20 bytes of Keccak-256(x ‖ y).
 * `signature` is r ‖ s ‖ v, s low (EIP-2), v of 0, 1, 27, 28.
 */
export const secp256k1Address = rule("secp256k1Address", {
  input: { address: fixed(20), digest: hash, signature: fixed(SIGNATURE_BYTES + 1) },
  cost: SECP256K1_UNITS,
  holds({ address, digest, signature }) {
    const recovered = recoverKey(fromHex(digest), fromHex(signature))
    if (recovered === null) return false
    return compareBytes(keccak256(recovered.subarray(1)).subarray(12), fromHex(address)) === 0
  },
})

function recoverKey(digest: Uint8Array, signature: Uint8Array): Uint8Array | null {
  const v = signature[SIGNATURE_BYTES]!
  const parity = v >= 27 ? v - 27 : v
  if (parity > 1) return null
  try {
    const compact = signature.subarray(0, SIGNATURE_BYTES)
    const parsed = secp256k1.Signature.fromBytes(compact, "compact")
    if (parsed.hasHighS()) return null
    return parsed.addRecoveryBit(parity).recoverPublicKey(digest).toBytes(false)
  } catch {
    return null
  }
}

/** In the order of their numbers in packed jobs: new ones go to the end. */
export const kernelRules: readonly Rule[] = [
  ed25519,
  es256,
  ed25519Zip215,
  membership,
  absence,
  secp256k1Address,
]
