/** The rows of any table, from its definition: by leading key fields, in key order, by pages. */
import type { TableShape } from "@concordat/kernel"
import { type Client, listRows, queryRows, type RowPage } from "@concordat/sdk"
import { useMemo } from "react"
import { tell } from "../texts/tell.ts"
import { Answered } from "./answered.tsx"
import { FieldShow } from "./controls/show.tsx"
import { controlOf } from "./controls/table.ts"
import { CsvExport, type CsvPage } from "./csv-export.tsx"
import { type Column, DataTable } from "./data-table.tsx"
import { EmptyState } from "./empty-state.tsx"
import { type RowJson, useAnswer, useClient, useStatus } from "./ledger.tsx"
import { Link } from "./link.tsx"
import { Pager } from "./pager.tsx"
import { useReadModel } from "./read-model.ts"
import { cellNames, cellsOf } from "./row-cells.ts"
import { keyTexts, keyWord, rowPath, type TablePlace } from "./row-path.ts"
import { labelOf, titled } from "./words.ts"

/** Rows of a page, columns beside the key at most, and those that a card of a phone shows. */
const ROWS = 50
const COLUMNS_MAX = 5
/** Rows of a page of a file. */
const EXPORTED = 200
const CARD_COLUMNS = 3

type Props = TablePlace & {
  readonly shape: TableShape
  /** Leading key fields by name, as texts. */
  readonly filter: Readonly<Record<string, string>>
  /** The greatest key first. */
  readonly reverse: boolean
  /** The cursor of the page; null for the first. */
  readonly after: string | null
  /** The path of another page of the same list. */
  readonly pathOf: (after: string | null) => string
}

/** The table with its pages. */
export function GeneratedTable(props: Props) {
  const { service, table, shape, filter, after, pathOf } = props
  const client = useClient()
  const height = useStatus().data?.height
  const ask = askOf(props, useReadModel())
  const answer = useAnswer(
    ["rows", service, table, filter, props.reverse, after],
    () => ask(client, { limit: ROWS, ...(after === null ? {} : { after }) }),
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
          {rows.length === 0 ? null : (
            <CsvExport
              name={`${service}-${table}`}
              head={cellNames(shape)}
              page={(from) =>
                ask(client, {
                  ...{ limit: EXPORTED, at },
                  ...(from === null ? {} : { after: from }),
                }).then((page) => csvPage(shape, page))
              }
            />
          )}
        </>
      )}
    </Answered>
  )
}

type Asked = Readonly<Record<string, string | number>>

/**
 * Where rows come from: the read model where it runs, which tells all pages of a file as of one
 * height; else the state itself, in the order of its keys alone.
 */
function askOf({ service, table, shape, filter, reverse }: Props, modelled: boolean) {
  const byIndex = shape.indexes.some((name) => Object.hasOwn(filter, name))
  if (modelled || byIndex || reverse) {
    const end = reverse ? { reverse: "1" } : {}
    return (client: Client, page: Asked) =>
      queryRows(client, service, table, { ...filter, ...end, ...page })
  }
  return (client: Client, { at: _, ...page }: Asked) =>
    listRows(client, service, table, { ...filter, ...page })
}

function csvPage(shape: TableShape, { rows, ...page }: RowPage): CsvPage {
  return { ...page, rows: rows.map((row) => cellsOf(shape, row)) }
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
