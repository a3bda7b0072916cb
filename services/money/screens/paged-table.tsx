/** The pages of a question as a table: rows in their order, and the ways to the next and first. */
import {
  type Answer,
  type Column,
  DataTable,
  EmptyState,
  Pager,
} from "@concordat/console/components"
import { Asked } from "./money-page.tsx"

/** A page of rows, as of a height. */
type Page<Row> = {
  readonly rows: readonly Row[]
  readonly next: string | null
  readonly height: string
  readonly time: string
}

type Props<Row> = {
  readonly caption: string
  readonly found: Answer<Page<Row>>
  /** Columns, for rows as of a time: milliseconds of 1970. */
  readonly columns: (time: number) => readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  /** Why there may be no row. */
  readonly none: string
  /** The place that the page begins after; undefined: the first one. */
  readonly after: string | undefined
  /** The address of the page that begins after a place. */
  readonly way: (after: string | undefined) => string
}

const SKELETON_LINES = 6

/** The table. */
export function PagedTable<Row>({ caption, found, columns, keyOf, none, after, way }: Props<Row>) {
  return (
    <Asked answer={found} lines={SKELETON_LINES}>
      {({ rows, next, height, time }) =>
        rows.length === 0 ? (
          <EmptyState why={none} />
        ) : (
          <>
            <DataTable
              caption={caption}
              columns={columns(Date.parse(time))}
              rows={rows}
              keyOf={keyOf}
            />
            <Pager
              height={height}
              first={after === undefined ? null : way(undefined)}
              next={next === null ? null : way(next)}
            />
          </>
        )
      }
    </Asked>
  )
}
