/** What a status command speaks of: a statement, or one document, found by its row or its path. */
import {
  ensure,
  equalBytes,
  fromHex,
  type Hash,
  type Infer,
  type Row,
  rootFromInclusion,
  type Tx,
  type View,
} from "@concordat/kernel"
import { personsBehind } from "../organisations/service.ts"
import type { Changed } from "./chain.ts"
import { leafOf } from "./commitment.ts"
import { refuse } from "./refusals.ts"
import { goodSince, type Standing, stateAt, worse } from "./standing.ts"
import {
  classes,
  type itemProof,
  items,
  type itemTarget,
  statements,
  type target,
} from "./tables.ts"

export type Target = Infer<typeof target>
export type ItemTarget = Infer<typeof itemTarget>
type ItemRow = Row<typeof items>

/** Hashes of a path of 20, and the leaf. */
const FOLD_UNITS = 24

/** What was found. `item` is null where the whole statement is meant. */
export type Found = {
  readonly class: string
  readonly policy: Row<typeof classes>
  readonly statement: Hash
  readonly row: Row<typeof statements>
  readonly item: { readonly handle: Hash; readonly row: ItemRow; readonly stored: boolean } | null
}

function ownStatement(tx: Tx, statement: Hash): Row<typeof statements> {
  const row = statements.get(tx, { statement })
  ensure(row, refuse.unknown_statement, { statement })
  ensure(row.issuer === tx.organisation, refuse.not_the_issuer, { issuer: row.issuer })
  return row
}

/** The row that a document of a batch would have, proved under its statement's root. */
function provedItem(tx: Tx, handle: Hash, proof: Infer<typeof itemProof>): ItemRow {
  const { statement, index, commitment, until, path } = proof
  const row = ownStatement(tx, statement)
  ensure(index < row.count, refuse.unknown_item, { statement, index, count: row.count })
  tx.charge(FOLD_UNITS)
  const leaf = leafOf({ handle, commitment, until })
  const root = rootFromInclusion({
    leaf: fromHex(leaf),
    index: BigInt(index),
    size: BigInt(row.count),
    path: path.map((step) => fromHex(step)),
  })
  const leads = root !== null && equalBytes(root, fromHex(row.root))
  ensure(leads, refuse.proof_invalid, { statement, index })
  return {
    ...{ statement, index, leaf, status: goodSince(row.at) },
    ...{ replacedBy: null, record: null, destruction: null },
  }
}

/** The caller's own document. One without a row must bring its path. */
export function findItem(tx: Tx, { handle, proof }: ItemTarget): Found {
  const stored = items.get(tx, { issuer: tx.organisation, handle })
  ensure(stored || proof, refuse.proof_missing, { handle })
  const row = stored ?? provedItem(tx, handle, proof!)
  return found(tx, row.statement, { handle, row, stored: stored !== undefined })
}

function found(tx: Tx, statement: Hash, item: Found["item"]): Found {
  const row = ownStatement(tx, statement)
  const policy = classes.get(tx, row)
  ensure(policy, refuse.unknown_class, { class: row.class })
  return { class: row.class, policy, statement, row, item }
}

/** The caller's own statement or document. */
export function find(tx: Tx, target: Target): Found {
  return "item" in target ? findItem(tx, target.item) : found(tx, target.statement, null)
}

/** The standing that a command would change. */
export function standingOf({ row, item }: Found): Standing {
  return item === null ? row.status : item.row.status
}

/** The state that counts now: a document is never better than its statement. */
export function stateNow({ time }: View, { row, item }: Found) {
  const whole = stateAt(row.status, time)
  return item === null ? whole : worse(stateAt(item.row.status, time), whole)
}

/** How the event names it. */
export function nameOfTarget({ statement, item }: Found): Changed {
  return item === null ? { statement } : { item: item.handle }
}

/** Stores a new standing; writes the row of a document of a batch the first time. */
export function store(tx: Tx, target: Found, change: Partial<ItemRow> & { status: Standing }) {
  const { statement, item } = target
  if (item === null) statements.patch(tx, { statement }, { status: change.status })
  else items.put(tx, { issuer: tx.organisation, handle: item.handle }, { ...item.row, ...change })
}

/** As many different persons of the issuer as are needed, each entitled to change standings. */
export function ensureApproved(tx: Tx, need: number): void {
  if (need <= 1) return
  const have = personsBehind(tx, "provenance.status").length
  ensure(have >= need, refuse.second_person_required, { have, need })
}
