/**
 * Whether a document's evidence is of one piece, before anything of the ledger is believed: the
 * secret and the fields lead to the leaf, the leaf to the statement's root, and the file's digest
 * is among the fields.
 */
import {
  equalBytes,
  fromHex,
  type Hash,
  hashOf,
  Invalid,
  rootFromInclusion,
} from "@concordat/kernel"
import {
  byPath,
  commit,
  handleOf,
  leafOf,
  readStatement,
  type Statement,
} from "@concordat/services/provenance"
import { FILE_FIELD, fieldValue } from "./draft.ts"
import type { DocumentEvidence } from "./evidence.ts"

/** A document whose evidence is of one piece. */
export type ConsistentDocument = {
  readonly statement: Statement
  readonly handle: Hash
  readonly leaf: Hash
  /** SHA-256 of the registered bytes. */
  readonly file: Hash
}

function fieldsInOrder({ fields }: DocumentEvidence["document"]): boolean {
  return fields.every((field, i) => i === 0 || byPath(fields[i - 1]!, field) < 0)
}

function fileOf({ fields }: DocumentEvidence["document"]): Hash | null {
  const field = fields.find(({ path }) => path === FILE_FIELD)
  const value = field === undefined ? null : fieldValue(field)
  return value instanceof Uint8Array && value.length === 32 ? hashOf(value) : null
}

/** Leads from a leaf to the statement's root; one document is its own root, without a path. */
function leads(leaf: Hash, { index, path }: DocumentEvidence["document"], to: Statement): boolean {
  const root = rootFromInclusion({
    leaf: fromHex(leaf),
    index: BigInt(index),
    size: BigInt(to.count),
    path: path.map((step) => fromHex(step)),
  })
  return root !== null && equalBytes(root, fromHex(to.root))
}

/** The document, or the sentence that says what does not fit. */
export function consistentDocument(evidence: DocumentEvidence): ConsistentDocument | string {
  const { document } = evidence
  let statement: Statement
  try {
    statement = readStatement(evidence.statement)
  } catch (error) {
    if (error instanceof Invalid) return "The signed statement cannot be read."
    throw error
  }
  const file = fileOf(document)
  if (file === null || !fieldsInOrder(document))
    return "The fields are not in the form that is due."
  const secret = fromHex(document.secret)
  const handle = handleOf(statement.issuer, secret)
  const commitment = commit(statement.payload.class, secret, document.fields)
  const leaf = leafOf({ handle, commitment, until: document.until })
  if (!leads(leaf, document, statement)) return "The fields do not lead to the signed statement."
  if (statement.handle !== null && statement.handle !== handle) {
    return "The signed statement names another document."
  }
  return { statement, handle, leaf, file }
}
