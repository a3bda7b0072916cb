/**
 * Claims, judged: whether what a bundle says follows from its roots and its header. Log proofs are
 * RFC 9162's, state proofs ICS-23's, transactions and results CometBFT's.
 */
import { encodeResult } from "../block/block.ts"
import { headerHash } from "../block/header.ts"
import { equalBytes, fromHex } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import type { Details } from "../failures.ts"
import { leafHashOf } from "../log/hashes.ts"
import { verifyInclusion } from "../log/verify.ts"
import { judgeAbsence, judgeExistence, type ProofVerdict, parseProof } from "../trie/verify.ts"
import type { Bundle, Claim, Member } from "./bundle.ts"
import { readLeaf } from "./leaf.ts"

/** Why a claim does not follow; the code is one of the verdict's. */
export type ClaimFault = {
  readonly code: "bundle_malformed" | "proof_key_mismatch" | "proof_root_mismatch"
  readonly reason: string
  readonly details: Details
}

type EventClaim = Extract<Claim, { event: unknown }>["event"]
type TransactionClaim = Extract<Claim, { transaction: unknown }>["transaction"]

const MEMBER_ROWS = new TextEncoder().encode("validators/validators/")

/** The state key of a validator's row. */
export function memberKey({ address }: Pick<Member, "address">): Uint8Array {
  const bytes = fromHex(address)
  const key = new Uint8Array(MEMBER_ROWS.length + bytes.length)
  key.set(MEMBER_ROWS)
  key.set(bytes, MEMBER_ROWS.length)
  return key
}

function rootMismatch(reason: string): ClaimFault {
  return { code: "proof_root_mismatch", reason, details: {} }
}

/** What a state proof's verdict means for a claim. */
function proofFault(verdict: ProofVerdict): ClaimFault | null {
  if (verdict === "ok") return null
  if (verdict === "proof_malformed") {
    return { code: "bundle_malformed", reason: "Its proof is not one.", details: {} }
  }
  const reason =
    verdict === "proof_key_mismatch"
      ? "Its proof is of another key or value."
      : "Its proof leads to another state root."
  return { code: verdict, reason, details: {} }
}

/** Whether the proof inside a claim can be read at all; throws `Invalid` for a leaf that cannot. */
export function isReadable(claim: Claim): boolean {
  if ("event" in claim) readLeaf(claim.event.leaf)
  if ("value" in claim) return parseProof(claim.value.proof)?.kind === "existence"
  if ("absence" in claim) return parseProof(claim.absence.proof)?.kind === "absence"
  return true
}

/** Judges one claim under roots that the header was shown to hold. */
export function judgeClaim(claim: Claim, evidence: Bundle): ClaimFault | null {
  const root = fromHex(evidence.roots.state)
  if ("event" in claim) return judgeEvent(claim.event, evidence)
  if ("value" in claim) return proofFault(judgeExistence({ root, ...claim.value }))
  if ("absence" in claim) return proofFault(judgeAbsence({ root, ...claim.absence }))
  return judgeTransaction(claim.transaction, evidence)
}

/** Judges the row that names a validator's organisation. */
export function judgeMember(member: Member, evidence: Bundle): ClaimFault | null {
  const { value, proof } = member
  const root = fromHex(evidence.roots.state)
  return proofFault(judgeExistence({ root, key: memberKey(member), value, proof }))
}

const hashes = (path: readonly string[]) => path.map((hash) => fromHex(hash))

function judgeEvent({ leaf, index, path }: EventClaim, { roots }: Bundle): ClaimFault | null {
  const held = verifyInclusion({
    leaf: leafHashOf(leaf),
    index,
    size: roots.log.size,
    path: hashes(path),
    root: fromHex(roots.log.root),
  })
  return held ? null : rootMismatch("Its path does not lead to the root of the log.")
}

function judgeTransaction(claim: TransactionClaim, { header, height }: Bundle): ClaimFault | null {
  const place = { index: BigInt(claim.index), size: BigInt(claim.total) }
  if (claim.header.height !== height || !isBelow(claim, header)) {
    return rootMismatch(`Its header is not that of block ${height}.`)
  }
  const inBlock = verifyInclusion({
    ...place,
    leaf: leafHashOf(sha256(claim.bytes)),
    path: hashes(claim.path),
    root: fromHex(claim.header.data),
  })
  if (!inBlock) return rootMismatch("Its path does not lead to the transactions of its block.")
  const { outcome: code, data, cost } = claim
  const answered = verifyInclusion({
    ...place,
    leaf: leafHashOf(encodeResult({ code, data, cost })),
    path: hashes(claim.resultPath),
    root: fromHex(header.lastResults),
  })
  return answered ? null : rootMismatch("Its path does not lead to the results of its block.")
}

function isBelow(claim: TransactionClaim, header: Bundle["header"]): boolean {
  return equalBytes(headerHash(claim.header), header.lastBlock.hash)
}
