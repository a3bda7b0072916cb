/** A table that shows its first rows, and more of them when it is asked to. */
import { Button, type Column, DataTable } from "@concordat/console/components"
import { useState } from "react"
import { tell } from "./tell.ts"

/** Rows at a time. */
const PAGE = 25

type Props<Row> = {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}

/** The table. */
export function GrowingTable<Row>({ caption, columns, rows, keyOf }: Props<Row>) {
  const [shown, show] = useState(PAGE)
  return (
    <>
      <DataTable caption={caption} columns={columns} rows={rows.slice(0, shown)} keyOf={keyOf} />
      {rows.length > shown ? (
        <Button look="quiet" onClick={() => show(shown + PAGE)}>
          {tell("table.more", { count: rows.length - shown })}
        </Button>
      ) : null}
    </>
  )
}
