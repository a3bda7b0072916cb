/** The page of a table: its rows, by leading key fields; all key fields lead to the row itself. */
import type { TableShape } from "@concordat/kernel"
import { type FormEvent, useState } from "react"
import { Button } from "../../components/button.tsx"
import { ChoiceField } from "../../components/choice-field.tsx"
import { EmptyState } from "../../components/empty-state.tsx"
import { GeneratedTable } from "../../components/generated-table.tsx"
import type { KnownService } from "../../components/ledger.tsx"
import { Link, useGo, useParameters } from "../../components/link.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { useReadModel } from "../../components/read-model.ts"
import { rowPath, type TablePlace, tablePath } from "../../components/row-path.ts"
import { TextField } from "../../components/text-field.tsx"
import { labelOf, titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import styles from "./table.module.css"
import { filterOf, isReversed, listPath } from "./table-address.ts"
import { Trail } from "./trail.tsx"

type Props = {
  readonly service: KnownService
  readonly table: string
  readonly shape: TableShape
}

/** The page. */
export function TablePage({ service, table, shape }: Props) {
  const place = { service: service.definition.name, table }
  const [parameters] = useParameters()
  const filter = filterOf(shape, parameters)
  const reverse = isReversed(parameters)
  return (
    <Page title={titled(table)} above={<Trail service={service} />}>
      {shape.raw === null ? (
        <>
          <FindByKey key={String(parameters)} place={place} shape={shape} filter={filter} />
          <Order place={place} filter={filter} reverse={reverse} />
          <Panel flush>
            <GeneratedTable
              {...place}
              shape={shape}
              filter={filter}
              after={parameters.get("after")}
              reverse={reverse}
              pathOf={(after) => listPath(place, filter, after, reverse)}
            />
          </Panel>
        </>
      ) : (
        <Panel>
          <EmptyState why={tell("table.raw")} />
        </Panel>
      )}
    </Page>
  )
}

type OrderProps = {
  readonly place: TablePlace
  readonly filter: Readonly<Record<string, string>>
  readonly reverse: boolean
}

/** Which end of the list comes first; only the read model can turn it. */
function Order({ place, filter, reverse }: OrderProps) {
  const modelled = useReadModel()
  const go = useGo()
  if (!modelled && !reverse) return null
  return (
    <ChoiceField
      label={tell("table.order")}
      value={reverse ? "1" : ""}
      onChoose={(end) => go(listPath(place, filter, null, end === "1"))}
      choices={[
        { value: "", title: tell("table.ascending") },
        { value: "1", title: tell("table.descending") },
      ]}
    />
  )
}

type FindProps = {
  readonly place: TablePlace
  readonly shape: TableShape
  readonly filter: Readonly<Record<string, string>>
}

function FindByKey({ place, shape, filter }: FindProps) {
  const [typed, setTyped] = useState(filter)
  const go = useGo()
  const names = shape.keyFields.map(({ name }) => name)
  const indexes = useReadModel() ? shape.indexes : []
  const find = (event: FormEvent) => {
    event.preventDefault()
    const given = filterOf(shape, new URLSearchParams(typed))
    const whole = names.every((name) => given[name] !== undefined)
    go(
      whole
        ? rowPath(
            place,
            names.map((name) => given[name]!),
          )
        : listPath(place, given, null),
    )
  }
  return (
    <search aria-label={tell("table.filter")}>
      <form className={styles.find} onSubmit={find}>
        {shape.keyFields.map(({ name, kind: { field } }) => (
          <TextField
            key={name}
            label={labelOf(field, name)}
            value={typed[name] ?? ""}
            onText={(text) => setTyped({ ...typed, [name]: text })}
          />
        ))}
        {indexes.map((name) => (
          <TextField
            key={name}
            label={labelOf(shape.columnKinds[name]?.field, name)}
            value={typed[name] ?? ""}
            onText={(text) => setTyped({ ...typed, [name]: text })}
          />
        ))}
        <Button type="submit" icon="search">
          {tell("table.find")}
        </Button>
        {Object.keys(filter).length === 0 ? null : (
          <Link to={tablePath(place)} className={styles.all}>
            {tell("table.all")}
          </Link>
        )}
      </form>
      {names.length > 1 ? <p className={styles.note}>{tell("table.filterNote")}</p> : null}
      {indexes.length === 0 ? null : (
        <p className={styles.note}>
          {tell("table.indexNote", { names: indexes.map(titled).join(", ") })}
        </p>
      )}
    </search>
  )
}
