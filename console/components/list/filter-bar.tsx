/** What a list is asked for: what holds now, each with its end, and a form that asks for more. */
import type { FormEvent } from "react"
import { tell } from "../../texts/tell.ts"
import { Button } from "../button.tsx"
import { Icon } from "../icons.tsx"
import { Link, useGo } from "../link.tsx"
import { titled } from "../words.ts"
import type { ListFilter, ListOrder } from "./fields.ts"
import styles from "./filter-bar.module.css"
import { FilterField } from "./filter-field.tsx"
import { type ListState, listPath, readState } from "./list-address.ts"

type Props = {
  readonly path: string
  readonly filters: readonly ListFilter[]
  readonly orders: readonly ListOrder[]
  readonly state: ListState
  /** Open from the beginning: there is something that must be told. */
  readonly isOpen?: boolean
}

/** The bar above a list. */
export function FilterBar(props: Props) {
  const { path, filters, orders, state, isOpen = false } = props
  const given = filters.filter(({ parameter }) => state.filter[parameter] !== undefined)
  return (
    <search className={styles.bar} aria-label={tell("list.filter")}>
      <details className={styles.more} open={isOpen}>
        <summary className={styles.open}>
          <Icon name="filter" size={18} />
          {tell(orders.length > 0 ? "list.filterAndOrder" : "list.filter")}
        </summary>
        <FilterForm key={listPath(path, state)} {...props} />
      </details>
      {given.map((field) => (
        <Chip key={field.parameter} field={field} path={path} state={state} />
      ))}
      {state.sort === null ? null : <OrderChip {...props} />}
    </search>
  )
}

type ChipProps = Pick<Props, "path" | "state"> & { readonly field: ListFilter }

/** One thing that is asked for; it ends with a click. */
function Chip({ path, state, field: { parameter, label, control } }: ChipProps) {
  const { [parameter]: text = "", ...filter } = state.filter
  const words = control.control === "choice" ? titled(text) : text
  return (
    <Link to={listPath(path, { ...state, filter })} className={styles.chip}>
      <span>
        {label}: <bdi>{words}</bdi>
      </span>
      <Icon name="close" size={14} />
      <span className="visually-hidden">{tell("list.remove")}</span>
    </Link>
  )
}

function OrderChip({ path, orders, state }: Props) {
  const label = orders.find(({ field }) => field === state.sort)?.label ?? titled(state.sort ?? "")
  const told = tell(state.reverse ? "list.downBy" : "list.upBy", { field: label })
  return (
    <Link to={listPath(path, { ...state, sort: null, reverse: false })} className={styles.chip}>
      <span>{told}</span>
      <Icon name="close" size={14} />
      <span className="visually-hidden">{tell("list.remove")}</span>
    </Link>
  )
}

/** The fields of a list, and its order. What is typed is asked for when it is sent. */
function FilterForm({ path, filters, orders, state }: Props) {
  const go = useGo()
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new URLSearchParams(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]),
    )
    const names = filters.map(({ parameter }) => parameter)
    go(listPath(path, readState(given, names)))
  }
  return (
    <form className={styles.form} onSubmit={ask}>
      {filters.map((field) => (
        <FilterField
          key={field.parameter}
          name={field.parameter}
          label={field.label}
          control={field.control}
          value={state.filter[field.parameter] ?? ""}
        />
      ))}
      {orders.length > 0 ? <OrderFields orders={orders} state={state} /> : null}
      <div className={styles.acts}>
        <Button type="submit" look="primary">
          {tell("list.show")}
        </Button>
      </div>
    </form>
  )
}

/** On a phone the heads of the columns are not there to be turned. */
function OrderFields({ orders, state }: Pick<Props, "orders" | "state">) {
  return (
    <>
      <FilterField
        name="sort"
        label={tell("list.order")}
        control={{ control: "choice", names: orders.map(({ field }) => field) }}
        titles={Object.fromEntries(orders.map(({ field, label }) => [field, label]))}
        none={tell("list.asItComes")}
        value={state.sort ?? ""}
      />
      <FilterField
        name="reverse"
        label={tell("list.direction")}
        control={{ control: "choice", names: ["1"] }}
        titles={{ "1": tell("list.reverse") }}
        none={tell("list.forward")}
        value={state.reverse ? "1" : ""}
      />
    </>
  )
}
