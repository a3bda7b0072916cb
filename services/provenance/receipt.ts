/**
 * Receipts over the statement log (RFC 9942): each validator organisation signs a head once with
 * its `receipt` key; that one signature serves every statement below the head.
 */
import {
  type Algorithm,
  fromHex,
  type Hash,
  leafHashOf,
  type Party,
  type ReceiptHeader,
  receiptIssuer,
  receiptSubject,
} from "@concordat/kernel"

/** How receipts name the statement log of a ledger. */
export const STATEMENT_LOG = "statements"

/** The header of an organisation's receipts over the statement log of a ledger. */
export function statementReceiptHeader(
  chain: string,
  organisation: Party,
  key: { readonly kid: Hash; readonly algorithm: Algorithm },
): ReceiptHeader {
  const issuer = receiptIssuer(chain, organisation)
  return { ...key, issuer, subject: receiptSubject(chain, STATEMENT_LOG) }
}

/** The leaf hash of a statement in the statement log. */
export function statementLeaf(statement: Hash): Uint8Array {
  return leafHashOf(fromHex(statement))
}
