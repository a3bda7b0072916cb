/**
 * What a house rule is: a check over files given as text, what to do instead, and planted
 * violations that prove that it sees. `test/tidy.test.ts` runs all rules over the project.
 */
import type { Project } from "./project.ts"

/** One place that breaks a rule. `line` counts from 1. */
export type Finding = { readonly path: string; readonly line: number; readonly found: string }

/** A small project in memory: paths and texts. */
export type Files = Readonly<Record<string, string>>

/** A planted violation: `at` lists `path:line` of every finding that must come, and no other. */
export type Plant = { readonly files: Files; readonly at: readonly string[] }

/** One rule of the house. */
export type Rule = {
  /** Lower-case words, unique. */
  readonly name: string
  /** What to write in its place; printed with every finding. */
  readonly instead: string
  /** Violations it must find, each beside a lawful neighbour that it must not. */
  readonly plants: readonly Plant[]
  check(project: Project): Iterable<Finding>
}

/** A planted file, line by line. */
export function lines(...all: string[]): string {
  return `${all.join("\n")}\n`
}

/** A planted package.json whose contract is `index.ts` beside it. */
export function manifest(name: string): string {
  return `{"name":"${name}","exports":{".":{"source":"./index.ts"}}}`
}
