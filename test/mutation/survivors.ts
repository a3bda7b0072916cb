/** Mutants that no test can notice, each with its reason; `npm run mutate` fails on any other. */

/** Names as `npm run mutate` prints them. */
export const EQUIVALENT: readonly {
  readonly why: string
  readonly mutants: readonly string[]
}[] = []
