/** The state of a list in its address: what is asked of its fields, its order, the place in it. */

/** What a list is asked for, beside its place. */
export type ListState = {
  /** Values by parameter. */
  readonly filter: Readonly<Record<string, string>>
  /** The field that leads the order; null: as the list comes. */
  readonly sort: string | null
  readonly reverse: boolean
}

/** What the address says of these parameters; what is blank is not asked for. */
export function readState(given: URLSearchParams, parameters: readonly string[]): ListState {
  const filter: Record<string, string> = {}
  for (const name of parameters) {
    const text = given.get(name)?.trim() ?? ""
    if (text !== "") filter[name] = text
  }
  return { filter, sort: given.get("sort") || null, reverse: given.get("reverse") === "1" }
}

/** Whether more is asked for than these parameters, which every node can answer. */
export function isMore({ filter, sort, reverse }: ListState, plain: readonly string[]): boolean {
  return sort !== null || reverse || Object.keys(filter).some((name) => !plain.includes(name))
}

/** The same as parameters of the API. */
export function asked({ filter, sort, reverse }: ListState): Readonly<Record<string, string>> {
  const order = sort === null ? {} : { sort }
  return { ...filter, ...order, ...(reverse ? { reverse: "1" } : {}) }
}

/** The address of a page of the list. */
export function listPath(path: string, state: ListState, after: string | null = null): string {
  const query = new URLSearchParams(asked(state))
  if (after !== null) query.set("after", after)
  return query.size === 0 ? path : `${path}?${query}`
}

/** The list by a field: upwards, then downwards, then as it comes. */
export function turned(state: ListState, field: string): ListState {
  if (state.sort !== field) return { ...state, sort: field, reverse: false }
  return state.reverse ? { ...state, sort: null, reverse: false } : { ...state, reverse: true }
}
