/**
 * What setup and judge share: the state that the altered code looks at on every visit (the contract
 * of StrykerJS's instrumenter), and the tests that were noted.
 */

/** What the altered code reads and counts. */
type Stryker = {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number
  hitLimit?: number
  mutantCoverage?: {
    readonly static: Readonly<Record<string, number>>
    readonly perTest: Record<string, Record<string, number>>
  }
}

/** A test of the kernel, as it ran over unaltered code. */
export type Noted = {
  readonly name: string
  /** Milliseconds of CPU. */
  readonly ms: number
  /** Mutants whose place it reached, and how often. */
  readonly hits: ReadonlyMap<string, number>
  readonly run: () => Promise<void>
}

const shared = globalThis as { __stryker__?: Stryker; __noted__?: Noted[] }

shared.__stryker__ ??= {}
shared.__noted__ ??= []
/** One for all files of the process. */
export const stryker: Stryker = shared.__stryker__
/** In the order in which they ran. */
export const tests: Noted[] = shared.__noted__

/** The mutants that a test reached. */
export function reached(test: string): ReadonlyMap<string, number> {
  const all = stryker.mutantCoverage?.perTest ?? {}
  const hits = new Map(Object.entries(all[test] ?? {}))
  delete all[test]
  return hits
}
