/**
 * A list of the ledger, the same for rows, documents, organisations, blocks, transactions, events
 * and what services answer by name: its fields, its order and its place stand in the address, it
 * holds at the block below it, and is taken along whole as a file.
 */
import { tell } from "../../texts/tell.ts"
import { Answered } from "../answered.tsx"
import { CsvExport } from "../csv-export.tsx"
import { type Column, DataTable } from "../data-table.tsx"
import { EmptyState } from "../empty-state.tsx"
import { useAnswer, useStatus } from "../ledger.tsx"
import { useParameters, usePath } from "../link.tsx"
import { Pager } from "../pager.tsx"
import { useModelled } from "../read-model.ts"
import type { ListFilter, ListOrder } from "./fields.ts"
import { FilterBar } from "./filter-bar.tsx"
import { asked, isMore, type ListState, listPath, readState, turned } from "./list-address.ts"

/** Items of a page, and of a page of a file. */
const SHOWN = 50
const EXPORTED = 200

/** A page of a list, and the block at which it holds. */
export type ListPage<Item> = {
  readonly items: readonly Item[]
  readonly height: string
  readonly next: string | null
}

/** A column that may lead the order, by the name of its field. */
export type ListColumn<Item> = Column<Item> & { readonly sort?: string }

export type ListProps<Item> = {
  /** What it lists. */
  readonly caption: string
  /** Names the question among all that are asked, and the file. */
  readonly name: string
  readonly columns: readonly ListColumn<Item>[]
  /** What it can be found and ordered by; none where its node cannot. */
  readonly filters: readonly ListFilter[]
  readonly orders: readonly ListOrder[]
  readonly keyOf: (item: Item) => string
  /** One page: as of the height `at` where that is given and the list can tell. */
  readonly ask: (asked: Asked) => Promise<ListPage<Item>>
  /** The columns of a file, and the cells of an item. */
  readonly head: readonly string[]
  readonly cells: (item: Item) => readonly string[]
  /** Why nothing is there, where nothing is asked for. */
  readonly empty: string
  /** Asked again until there is an answer: of a read model that is being made. */
  readonly patient?: boolean
}

/** Parameters of a question. */
export type Asked = Readonly<Record<string, string | number>>

/** Whether a list asks the read model, where every node answers by the `plain` parameters. */
export function useListModel(filters: readonly ListFilter[], plain: readonly string[] = []) {
  return useModelled(isMore(useListState(filters).state, plain))
}

/** What the address asks a list for, and where in it the page begins. */
export function useListState(filters: readonly ListFilter[]) {
  const [parameters] = useParameters()
  const names = filters.map(({ parameter }) => parameter)
  return { state: readState(parameters, names), after: parameters.get("after") }
}

/** The list. */
export function List<Item>(props: ListProps<Item>) {
  const { caption, name, columns, filters, orders, keyOf, ask, empty, patient = false } = props
  const path = usePath()
  const { state, after } = useListState(filters)
  const height = useStatus().data?.height
  const question = { ...asked(state), limit: SHOWN, ...(after === null ? {} : { after }) }
  const answer = useAnswer(["list", name, orders.length, question], () => ask(question), {
    ...{ at: height, until: patient },
  })
  const filtered = Object.keys(state.filter).length > 0
  return (
    <>
      {filters.length === 0 ? null : <FilterBar {...{ path, filters, orders, state }} />}
      <Answered answer={answer} lines={8}>
        {({ items, height: at, next }) => (
          <>
            {items.length === 0 ? (
              <EmptyState why={filtered ? tell("list.emptyFiltered") : empty} />
            ) : (
              <DataTable
                caption={caption}
                columns={columns}
                rows={items}
                keyOf={keyOf}
                {...(orders.length > 0 ? { order: orderIn(path, state) } : {})}
              />
            )}
            <Pager
              height={at}
              first={after === null ? null : listPath(path, state)}
              next={next === null ? null : listPath(path, state, next)}
            />
            {items.length === 0 ? null : <Whole {...props} state={state} at={at} />}
          </>
        )}
      </Answered>
    </>
  )
}

/** How the heads of the columns turn the list. */
function orderIn(path: string, state: ListState) {
  const { sort, reverse } = state
  return { sort, reverse, pathOf: (field: string) => listPath(path, turned(state, field)) }
}

type WholeProps<Item> = ListProps<Item> & { readonly state: ListState; readonly at: string }

/** All pages as a file, as of the height of the page that is shown. */
function Whole<Item>({ name, ask, head, cells, state, at }: WholeProps<Item>) {
  const page = async (from: string | null) => {
    const place = from === null ? {} : { after: from }
    const found = await ask({ ...asked(state), ...place, limit: EXPORTED, at })
    return { ...found, rows: found.items.map(cells) }
  }
  return <CsvExport name={name.replaceAll("/", "-")} head={head} page={page} />
}
