/** The rows of any table, from its definition: by leading key fields, in key order, by pages. */
import type { TableShape } from "@concordat/kernel"
import { listRows } from "@concordat/sdk"
import { useMemo } from "react"
import { tell } from "../texts/tell.ts"
import { Answered } from "./answered.tsx"
import { FieldShow } from "./controls/show.tsx"
import { controlOf } from "./controls/table.ts"
import { type Column, DataTable } from "./data-table.tsx"
import { EmptyState } from "./empty-state.tsx"
import { type RowJson, useAnswer, useClient, useStatus } from "./ledger.tsx"
import { Link } from "./link.tsx"
import { Pager } from "./pager.tsx"
import { keyTexts, keyWord, rowPath, type TablePlace } from "./row-path.ts"
import { labelOf, titled } from "./words.ts"

/** Rows of a page, columns beside the key at most, and those that a card of a phone shows. */
const ROWS = 50
const COLUMNS_MAX = 5
const CARD_COLUMNS = 3

type Props = TablePlace & {
  readonly shape: TableShape
  /** Leading key fields by name, as texts. */
  readonly filter: Readonly<Record<string, string>>
  /** The cursor of the page; null for the first. */
  readonly after: string | null
  /** The path of another page of the same list. */
  readonly pathOf: (after: string | null) => string
}

/** The table with its pages. */
export function GeneratedTable({ service, table, shape, filter, after, pathOf }: Props) {
  const client = useClient()
  const height = useStatus().data?.height
  const page = { ...filter, limit: ROWS, ...(after === null ? {} : { after }) }
  const answer = useAnswer(
    ["rows", service, table, page],
    () => listRows(client, service, table, page),
    { at: height },
  )
  const columns = useMemo(() => columnsOf({ service, table }, shape), [service, table, shape])
  const filtered = Object.keys(filter).length > 0
  return (
    <Answered answer={answer} lines={8}>
      {({ rows, next, height: at }) => (
        <>
          {rows.length === 0 ? (
            <EmptyState why={tell(filtered ? "table.emptyFiltered" : "table.empty")} />
          ) : (
            <DataTable
              caption={titled(table)}
              columns={columns}
              rows={rows}
              keyOf={({ key }) => keyTexts(shape, key).join("/")}
            />
          )}
          <Pager
            height={at}
            first={after === null ? null : pathOf(null)}
            next={next === null ? null : pathOf(next)}
          />
        </>
      )}
    </Answered>
  )
}

/** The key leads to the row; then columns, in order of definition. */
function columnsOf(place: TablePlace, shape: TableShape): readonly Column<RowJson>[] {
  const names = shape.keyFields.map(({ name, kind: { field } }) => labelOf(field, name))
  const key: Column<RowJson> = {
    name: names.join(", "),
    cell: (row) => <KeyLink place={place} texts={keyTexts(shape, row.key)} />,
  }
  const others = shape.columns.slice(0, COLUMNS_MAX).map((name, at): Column<RowJson> => {
    const field = shape.columnKinds[name]!.field
    const label = labelOf(field, name)
    const { align } = controlOf(field)
    const cell = ({ value }: RowJson) => (
      <FieldShow field={field} label={label} value={value[name] ?? null} brief />
    )
    const wide = at >= CARD_COLUMNS
    return { name: label, cell, wide, ...(align === undefined ? {} : { align }) }
  })
  return [key, ...others]
}

type KeyProps = { readonly place: TablePlace; readonly texts: readonly string[] }

function KeyLink({ place, texts }: KeyProps) {
  return (
    <Link to={rowPath(place, texts)}>
      <bdi>{texts.map(keyWord).join(" · ")}</bdi>
    </Link>
  )
}
