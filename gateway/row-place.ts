/** Of which table a state key is, among those that people can read. */
import { type Runtime, type TableShape, tablePrefix } from "@concordat/kernel"

/** A table with its service, and what its keys begin with. */
export type Place = {
  readonly service: string
  readonly table: TableShape
  readonly prefix: Uint8Array
}

const places = new WeakMap<Runtime, readonly Place[]>()

/** The tables that people can read. */
function placesOf(runtime: Runtime): readonly Place[] {
  const known = places.get(runtime)
  if (known !== undefined) return known
  const made = runtime.services.flatMap(({ name: service, tables }) =>
    Object.values(tables)
      .filter(({ raw }) => raw === null)
      .map((table) => ({ service, table, prefix: tablePrefix(table) })),
  )
  places.set(runtime, made)
  return made
}

/** Whether bytes begin so. */
export const beginsWith = (bytes: Uint8Array, prefix: Uint8Array) =>
  bytes.length >= prefix.length && prefix.every((byte, i) => bytes[i] === byte)

/** The table of a key; undefined for one of a raw table. */
export function placeOfKey(runtime: Runtime, key: Uint8Array): Place | undefined {
  return placesOf(runtime).find(({ prefix }) => beginsWith(key, prefix))
}
