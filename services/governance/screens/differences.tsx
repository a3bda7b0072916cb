/** Rows before and after: the fields that change, and how many stay as they are. */
import {
  Diff,
  EmptyState,
  keyWord,
  Link,
  Note,
  rowPath,
  StatusPill,
  titled,
  useServices,
} from "@concordat/console/components"
import type { Json, TableShape } from "@concordat/kernel"
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

/** Fields of which nothing is known as they were are told as they became. */
function Fields({ row, when, shape }: One & { readonly shape: TableShape }) {
  const { before, after, known = true } = row
  return (
    <div className={styles.fields}>
      {known ? null : <Note>{tell("changes.forgotten")}</Note>}
      <Diff
        changes={shape.columns.map((name) => ({
          ...{ name, field: shape.columnKinds[name]!.field },
          ...{ before: before?.[name], after: after?.[name] },
        }))}
        sides={{ before: tell(`changes.${when}.before`), after: tell(`changes.${when}.after`) }}
      />
    </div>
  )
}
