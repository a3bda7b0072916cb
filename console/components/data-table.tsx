/** A table of rows; on a phone each row is a card, its first column the title. */
import type { ReactNode } from "react"
import styles from "./data-table.module.css"

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
}

type Props<Row> = {
  /** What the table lists, for those who do not see where it stands. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}

/** The table. */
export function DataTable<Row>({ caption, columns, rows, keyOf }: Props<Row>) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, align }) => (
              <th key={name} scope="col" className={align === "end" ? styles.end : undefined}>
                {name}
              </th>
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
