/**
 * Entries: 1 to 1,000 lines under one id, booked once for ever. The digest of an entry is the root
 * of a tree over its lines (RFC 9162 section 2.1), so that one line can be shown without the rest.
 */
import {
  encodeChecked,
  fromHex,
  type Hash,
  hashOf,
  LOG_HASH_BYTES,
  leafHashInto,
  leafHashOf,
  MerkleTree,
  merkleRoot,
  record,
  rootFromInclusion,
  type Writer,
} from "@concordat/kernel"
import type { Book } from "./book.ts"
import { entryFault } from "./ids.ts"
import { type Form, form, type Id, type Line, lineFields } from "./kinds.ts"
import { lineFault, type Manner, move } from "./line.ts"
import { refuseFault } from "./refusals.ts"
import { entries } from "./tables.ts"

const { consent: _, ...contentFields } = lineFields

/** A line as the digest covers it: without consent, which has more than one byte form. */
const content = record({ form, ...contentFields })

function contentBytes(of: Form, { debit, credit, amount, code, uetr, memo }: Line): Uint8Array {
  return encodeChecked(content, { form: of, debit, credit, amount, code, uetr, memo })
}

/** The leaf of a line in its entry's tree. */
export function lineLeaf(of: Form, line: Line): Uint8Array {
  return leafHashOf(contentBytes(of, line))
}

/** The leaves of an entry's tree side by side. */
function lineLeaves(of: Form, lines: readonly Line[]): Uint8Array {
  const leaves = new Uint8Array(lines.length * LOG_HASH_BYTES)
  for (let i = 0; i < lines.length; i++) {
    leafHashInto(contentBytes(of, lines[i]!), leaves, i * LOG_HASH_BYTES)
  }
  return leaves
}

/** The digest of an entry. */
export function digestOf(of: Form, lines: readonly Line[]): Hash {
  return hashOf(merkleRoot(lineLeaves(of, lines)))
}

/** The hashes that lead from one line of an entry to its digest: what a return shows. */
export function pathIn(of: Form, lines: readonly Line[], index: number): Hash[] {
  return new MerkleTree(lineLeaves(of, lines)).path(index).map(hashOf)
}

/** One line of an entry that was booked, with its way to the digest. */
export type ShownLine = {
  readonly form: Form
  readonly index: number
  readonly line: Line
  readonly path: readonly Hash[]
}

/** The digest that a line leads to in an entry of so many lines, or null: it leads nowhere. */
export function digestFrom({ form: of, index, line, path }: ShownLine, lines: number) {
  const root = rootFromInclusion({
    leaf: lineLeaf(of, line),
    index: BigInt(index),
    size: BigInt(lines),
    path: path.map((step) => fromHex(step)),
  })
  return root === null ? null : hashOf(root)
}

/** What is written of an entry when it is booked. */
export type Booked = { readonly digest: Hash; readonly lines: number; readonly refused: number[] }

/** Refuses an id outside the window, or one that was used; answers the entry's digest. */
export function begin(book: Book, entry: Id, of: Form, lines: readonly Line[]): Hash {
  const digest = digestOf(of, lines)
  refuseFault(entryFault(book.view, entry, digest))
  return digest
}

/** Books a line, or refuses the operation. */
export function bookLine(book: Book, line: Line, entry: Id, index: number, manner: Manner): void {
  const place = { entry, index }
  refuseFault(lineFault(book, line, place, manner))
  move(book, line, place, manner)
}

/** Writes an entry with all that it moved. */
export function finish(tx: Writer, book: Book, entry: Id, { digest, lines, refused }: Booked) {
  book.finish(tx)
  entries.put(tx, { entry }, { digest, lines, refused, height: tx.height })
}
