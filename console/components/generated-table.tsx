/** The rows of any table as a list, from its definition: its key, then columns. */
import type { TableShape } from "@concordat/kernel"
import { type Client, listRows, queryRows } from "@concordat/sdk"
import { useMemo } from "react"
import { tell } from "../texts/tell.ts"
import { FieldShow } from "./controls/show.tsx"
import { controlOf } from "./controls/table.ts"
import { type RowJson, useClient } from "./ledger.tsx"
import { Link } from "./link.tsx"
import { type ListField, tableFields } from "./list/fields.ts"
import { type Asked, List, type ListColumn, useListModel, useListState } from "./list/list.tsx"
import { cellNames, cellsOf } from "./row-cells.ts"
import { keyTexts, keyWord, rowPath, type TablePlace } from "./row-path.ts"
import { labelOf, titled } from "./words.ts"

/** Columns beside the key at most, and those that a card of a phone shows. */
const COLUMNS_MAX = 5
const CARD_COLUMNS = 3
/** The dots of a shortened digest, after which no line ends. */
const UNBROKEN = "…\u2060"

type Props = TablePlace & {
  readonly shape: TableShape
  /** Columns of a page's own, in place of those of the definition. */
  readonly columns?: readonly ListColumn<RowJson>[]
  /** Why there are none; else that nothing is kept. */
  readonly empty?: string
}

/** The table with its pages. */
export function GeneratedTable({ service, table, shape, columns, empty }: Props) {
  const client = useClient()
  const all = useMemo(() => tableFields(shape), [shape])
  const keys = shape.keyFields.map(({ name }) => name)
  const { modelled, patient } = useListModel(all, keys)
  // Without a read model, rows are found by their leading key fields alone.
  const fields = modelled ? all : all.slice(0, shape.keyFields.length)
  const { state } = useListState(all)
  const asked = [state.sort, ...Object.keys(state.filter)]
  const shown = useMemo(
    () => columns ?? columnsOf({ service, table }, shape, all),
    [columns, service, table, shape, all],
  )
  return (
    <List<RowJson>
      caption={titled(table)}
      name={`${service}/${table}`}
      columns={columns === undefined ? [...shown, ...furtherOf(shape, all, asked)] : shown}
      filters={fields}
      orders={modelled ? all : []}
      keyOf={({ key }) => keyTexts(shape, key).join("/")}
      ask={askOf(client, { service, table }, modelled)}
      head={cellNames(shape)}
      cells={(row) => cellsOf(shape, row)}
      empty={empty ?? tell("table.empty")}
      patient={patient}
    />
  )
}

/**
 * Where rows come from: the read model where it runs, which tells all pages of a file as of one
 * height; else the state itself, in the order of its keys alone.
 */
function askOf(client: Client, { service, table }: TablePlace, modelled: boolean) {
  return async ({ at = "", ...asked }: Asked) => {
    const { rows, height, next } = modelled
      ? await queryRows(client, service, table, at === "" ? asked : { ...asked, at })
      : await listRows(client, service, table, asked)
    return { items: rows, height, next }
  }
}

/** The key leads to the row; then columns, in order of definition. */
function columnsOf(
  place: TablePlace,
  shape: TableShape,
  fields: readonly ListField[],
): readonly ListColumn<RowJson>[] {
  const names = shape.keyFields.map(({ name, kind: { field } }) => labelOf(field, name))
  const [first] = fields
  const key: ListColumn<RowJson> = {
    name: names.join(", "),
    cell: (row) => <KeyLink place={place} texts={keyTexts(shape, row.key)} />,
    ...(first === undefined ? {} : { sort: first.field }),
  }
  const others = shape.columns.slice(0, COLUMNS_MAX).map((name, at) => {
    return { ...columnOf(shape, fields, name), wide: at >= CARD_COLUMNS }
  })
  return [key, ...others]
}

/** Columns that are asked for and stand further back in the definition. */
function furtherOf(
  { columns, columnKinds }: TableShape,
  fields: readonly ListField[],
  asked: readonly (string | null)[],
) {
  const isAsked = (name: string) =>
    fields.some(({ field, parameter }) => {
      const meant = asked.includes(parameter) || asked[0] === field
      return meant && field.split(".")[0] === name
    })
  return columns
    .slice(COLUMNS_MAX)
    .filter(isAsked)
    .map((name) => columnOf({ columnKinds }, fields, name))
}

function columnOf(
  { columnKinds }: Pick<TableShape, "columnKinds">,
  fields: readonly ListField[],
  name: string,
): ListColumn<RowJson> {
  const field = columnKinds[name]!.field
  const label = labelOf(field, name)
  const { align } = controlOf(field)
  const cell = ({ value }: RowJson) => (
    <FieldShow field={field} label={label} value={value[name] ?? null} brief />
  )
  const sorts = fields.some((one) => one.field === name)
  return {
    ...{ name: label, cell },
    ...(align === undefined ? {} : { align }),
    ...(sorts ? { sort: name } : {}),
  }
}

type KeyProps = { readonly place: TablePlace; readonly texts: readonly string[] }

function KeyLink({ place, texts }: KeyProps) {
  return (
    <Link to={rowPath(place, texts)}>
      <bdi>{texts.map(keyWord).join(" · ").replaceAll("…", UNBROKEN)}</bdi>
    </Link>
  )
}
