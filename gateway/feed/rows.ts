/** Rows that blocks wrote, as items: each with its key, and its value or that it was deleted. */
import { type Hash, type Json, type JsonObject, readStateKey } from "@concordat/kernel"
import type { Ledger, RowChange } from "@concordat/node"
import { beginsWith, type Place, placeOfKey } from "../row-place.ts"
import { fieldsJson } from "../state-path.ts"
import { type Item, once } from "./items.ts"
import { organisationsIn } from "./organisations-in.ts"

/** The organisations that key or value of a row name. */
function concerned({ table }: Place, key: JsonObject, value: JsonObject | null): readonly string[] {
  const ofKey = table.keyFields.flatMap(({ name, kind }) => organisationsIn(kind.field, key[name]))
  return value === null ? ofKey : [...ofKey, ...organisationsIn(table.row.field, value)]
}

function rowItem(place: Place, change: RowChange, id: Hash | null, at: Item["at"]): Item {
  const { service, table } = place
  let read: { readonly key: JsonObject; readonly value: JsonObject | null } | null = null
  const row = () => {
    read ??= {
      key: fieldsJson(table, readStateKey(table, change.key)),
      value: change.value && (table.row.toJson(table.readRow(change.value)) as JsonObject),
    }
    return read
  }
  return {
    at,
    fits: ({ filters, prefix }) =>
      (filters["service"] === undefined || filters["service"] === service) &&
      (filters["table"] === undefined || filters["table"] === table.name) &&
      (prefix === null || beginsWith(change.key, prefix)) &&
      (filters["organisation"] === undefined ||
        concerned(place, row().key, row().value).includes(filters["organisation"])),
    text: once((): Json => {
      const where = { height: at.height.toString(), index: at.index, service, table: table.name }
      return { ...where, ...row(), transaction: id, operation: change.operation }
    }),
  }
}

/**
 * The rows that a block wrote, in the journal's order; their indexes count those of raw tables too.
 * Throws `Refusal` `height_pruned` where the journal does not reach.
 */
export async function rowItems(ledger: Ledger, height: bigint): Promise<readonly Item[]> {
  const changes = await ledger.changes(height)
  const asked = changes.some(({ transaction }) => transaction !== null)
  const ids = asked ? ((await ledger.block(height))?.ids ?? []) : []
  return changes.flatMap((change, index) => {
    const place = placeOfKey(ledger.runtime, change.key)
    if (place === undefined) return []
    const id = change.transaction === null ? null : (ids[change.transaction] ?? null)
    return [rowItem(place, change, id, { height, index })]
  })
}
