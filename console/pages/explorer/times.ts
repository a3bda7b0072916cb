/** What the lists of the explorer share: an interval of days, and the orders of their columns. */
import type { ListFilter, ListOrder } from "../../components/list/fields.ts"
import { tell } from "../../texts/tell.ts"

/** Only in blocks of these days. */
export const IN_TIMES: readonly ListFilter[] = [
  { parameter: "since", label: tell("list.since"), control: { control: "time" } },
  { parameter: "until", label: tell("list.until"), control: { control: "time" } },
]

/** The orders that heads of columns offer. */
export function ordersOf(
  columns: readonly { readonly name: string; readonly sort?: string }[],
): readonly ListOrder[] {
  return columns.flatMap(({ name, sort }) =>
    sort === undefined ? [] : [{ field: sort, label: name }],
  )
}
