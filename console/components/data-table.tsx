/** A table of rows; on a phone each row is a card, its first column the title. */
import type { ReactNode } from "react"
import styles from "./data-table.module.css"
import { Link } from "./link.tsx"

/** One column: what it is called, and how a row's cell is shown. */
export type Column<Row> = {
  readonly name: string
  readonly cell: (row: Row) => ReactNode
  /** Figures are set to the end. */
  readonly align?: "end"
  /** Left out on a phone, where a card has room for little. */
  readonly wide?: boolean
  /** A sentence: in a card it stands on lines of its own. */
  readonly long?: boolean
  /** The field that its head orders the list by. */
  readonly sort?: string
}

/** How a list is ordered, and the path of it ordered by a field. */
type TableOrder = {
  readonly sort: string | null
  readonly reverse: boolean
  readonly pathOf: (field: string) => string
}

type Props<Row> = {
  /** What the table lists, for those who do not see where it stands. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Absent where it cannot be ordered. */
  readonly order?: TableOrder
}

/** The table. */
export function DataTable<Row>({ caption, columns, rows, keyOf, order }: Props<Row>) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, align, sort }) => (
              <Head key={name} name={name} align={align} sort={sort} order={order} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, at) => (
                <Cell key={column.name} column={column} row={row} leads={at === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type HeadProps = {
  readonly name: string
  readonly align: "end" | undefined
  readonly sort: string | undefined
  readonly order: TableOrder | undefined
}

/** The head of a column; where the list can be ordered by it, a click does. */
function Head({ name, align, sort, order }: HeadProps) {
  const leads = sort !== undefined && order?.sort === sort
  const direction = leads ? (order.reverse ? "descending" : "ascending") : undefined
  return (
    <th scope="col" className={align === "end" ? styles.end : undefined} aria-sort={direction}>
      {sort === undefined || order === undefined ? (
        name
      ) : (
        <Link to={order.pathOf(sort)} className={styles.sort}>
          {name}
          <span aria-hidden="true" className={styles.arrow}>
            {leads ? (order.reverse ? "↓" : "↑") : "↕"}
          </span>
        </Link>
      )}
    </th>
  )
}

type CellProps<Row> = {
  readonly column: Column<Row>
  readonly row: Row
  readonly leads: boolean
}

function Cell<Row>({ column: { name, cell, align, wide, long }, row, leads }: CellProps<Row>) {
  const classes = [
    align === "end" ? styles.end : "",
    wide ? styles.wide : "",
    long ? styles.long : "",
  ]
    .join(" ")
    .trim()
  const content = cell(row)
  if (leads) {
    return (
      <th scope="row" className={classes || undefined} data-name={name}>
        {content}
      </th>
    )
  }
  return (
    <td className={classes || undefined} data-name={name}>
      <div>{content}</div>
    </td>
  )
}
