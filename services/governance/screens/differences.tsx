/** Rows before and after, side by side: the fields that change, and how many stay as they are. */
import {
  type Column,
  DataTable,
  EmptyState,
  FieldShow,
  keyWord,
  Link,
  Note,
  rowPath,
  StatusPill,
  titled,
  useServices,
} from "@concordat/console/components"
import type { FormField, Json, TableShape } from "@concordat/kernel"
import type { RowDifference } from "@concordat/sdk"
import { useState } from "react"
import styles from "./differences.module.css"
import { tell } from "./tell.ts"

/** Rows that are shown before somebody asks for all. */
const SHOWN = 12

type Shown = RowDifference & { readonly known?: boolean }
type Props = {
  readonly rows: readonly Shown[]
  /** `now`: what would be; `past`: what was and became. */
  readonly when: "now" | "past"
}

/** The rows. */
export function Differences({ rows, when }: Props) {
  const [all, setAll] = useState(false)
  if (rows.length === 0) return <EmptyState why={tell(`changes.${when}.none`)} />
  const shown = all ? rows : rows.slice(0, SHOWN)
  return (
    <div className={styles.rows}>
      {shown.map((row) => (
        <RowDifferences key={`${row.service} ${row.table} ${keyOf(row)}`} row={row} when={when} />
      ))}
      {shown.length === rows.length ? null : (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {tell("changes.more", { count: rows.length - shown.length })}
        </button>
      )}
    </div>
  )
}

const textOf = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value))
const keyOf = ({ key }: RowDifference) => Object.values(key).map(textOf).join(" ")

type One = { readonly row: Shown; readonly when: Props["when"] }

function RowDifferences({ row, when }: One) {
  const { service, table, key } = row
  const texts = Object.values(key).map(textOf)
  const kind = row.after === null ? "removed" : row.before === null ? "added" : "changed"
  const shape = useServices().find(({ definition }) => definition.name === service)?.definition
    .tables[table]
  return (
    <section className={styles.row} data-change={`${service}/${table}`}>
      <h3 className={styles.head}>
        <span>
          <span className={styles.table}>{titled(table)}</span>{" "}
          <Link to={rowPath({ service, table }, texts)}>
            <bdi>{texts.length === 0 ? service : texts.map(keyWord).join(" · ")}</bdi>
          </Link>
        </span>
        {row.known === false ? null : (
          <StatusPill state={kind} words={tell(`changes.${kind}`)} tone="unknown" />
        )}
      </h3>
      {shape === undefined ? null : <Fields row={row} when={when} shape={shape} />}
    </section>
  )
}

type Line = {
  readonly name: string
  readonly field: FormField
  readonly before: Json | undefined
  readonly after: Json | undefined
}

const isSame = ({ before, after }: Line) => JSON.stringify(before) === JSON.stringify(after)

function Fields({ row, when, shape }: One & { readonly shape: TableShape }) {
  const { before, after, known = true } = row
  const lines = shape.columns.map((name): Line => {
    const field = shape.columnKinds[name]!.field
    return { name, field, before: before?.[name], after: after?.[name] }
  })
  const changed = known ? lines.filter((line) => !isSame(line)) : lines
  const equal = lines.length - changed.length
  return (
    <>
      <DataTable
        caption={tell(`changes.${when}.caption`, { table: titled(row.table) })}
        columns={columnsOf(when, known)}
        rows={changed}
        keyOf={({ name }) => name}
      />
      {equal === 0 ? null : (
        <div className={styles.equal}>
          <Note>{tell("changes.equal", { count: equal })}</Note>
        </div>
      )}
    </>
  )
}

function columnsOf(when: Props["when"], known: boolean): readonly Column<Line>[] {
  const cell = (side: "before" | "after") => (line: Line) => {
    const { [side]: value, name, field } = line
    if (side === "before" && !known) return tell("changes.forgotten")
    if (value === undefined) return <span className="muted">–</span>
    const shown = <FieldShow field={field} label={titled(name)} value={value} brief />
    return side === "after" ? <div className={styles.after}>{shown}</div> : shown
  }
  return [
    { name: tell("changes.field"), cell: ({ name }) => titled(name) },
    { name: tell(`changes.${when}.before`), cell: cell("before") },
    { name: tell(`changes.${when}.after`), cell: cell("after") },
  ]
}
