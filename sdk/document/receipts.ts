/**
 * Receipts that a document's evidence brings along: each is one organisation's signature that the
 * statement lies in the statement log (RFC 9942), by a `receipt` key whose row the bundle proves.
 */
import {
  type Fact,
  type Hash,
  hashOf,
  Invalid,
  judgeReceipt,
  organisationOf,
  parseCoseKey,
  readReceipt,
  receiptIssuer,
  receiptSubject,
} from "@concordat/kernel"
import { STATEMENT_LOG, statementLeaf } from "@concordat/services/provenance"
import type { ConsistentDocument } from "./consistency.ts"
import { KEYS, rowIn } from "./proven.ts"

/** A receipt that verifies: whose it is, and which head of the log it signs. */
type Judged = { readonly organisation: string; readonly size: bigint; readonly root: Hash }

/** Verifies one receipt. Throws `Invalid` with what is wrong. */
function judgeOne(
  bytes: Uint8Array,
  { chain, statement }: ConsistentDocument["statement"],
  position: bigint,
  facts: readonly Fact[],
): Judged {
  const fault = (reason: string) => new Invalid("receipts_insufficient", "", reason)
  const receipt = readReceipt(bytes)
  const row = receipt.kid?.length === 32 ? rowIn(facts, KEYS, [hashOf(receipt.kid)]) : null
  if (!row) throw fault("The evidence does not prove its key.")
  const withdrawn = row.status === "revoked" || row.status === "compromised"
  if (row.purpose !== "receipt" || withdrawn)
    throw fault("Its key is not for receipts, or withdrawn.")
  const organisation = organisationOf(row.holder)
  const issued = receipt.issuer === receiptIssuer(chain, organisation)
  const named = receipt.subject === receiptSubject(chain, STATEMENT_LOG)
  if (!issued || !named) throw fault("It is of another organisation or log.")
  if (receipt.index !== position) throw fault("It is for another place in the log.")
  const verdict = judgeReceipt(receipt, statementLeaf(statement), parseCoseKey(row.public))
  if (!verdict.ok) throw fault(verdict.reason)
  return { organisation, size: receipt.size, root: hashOf(verdict.root) }
}

/** The organisations whose receipts verify, sorted; or what is wrong with the first bad one. */
export function judgeReceipts(
  receipts: readonly Uint8Array[],
  { statement }: ConsistentDocument,
  position: bigint,
  facts: readonly Fact[],
): readonly string[] | string {
  const signed = new Set<string>()
  const heads = new Map<bigint, Hash>()
  for (const [index, bytes] of receipts.entries()) {
    try {
      const { organisation, size, root } = judgeOne(bytes, statement, position, facts)
      if (signed.has(organisation)) {
        return `Receipt ${index + 1} is a second one of ${organisation}.`
      }
      if ((heads.get(size) ?? root) !== root) {
        return `Receipt ${index + 1} is over another log of size ${size}. Keep both as proof.`
      }
      heads.set(size, root)
      signed.add(organisation)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return `Receipt ${index + 1} does not verify. ${error.message}`
    }
  }
  return [...signed].sort()
}
