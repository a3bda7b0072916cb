/** The levels as the table of RELIABILITY.md, between two marks. */
import { LEVELS, type LongRun } from "./levels.ts"

const BEGIN = "<!-- levels: npm run reliability:report -->"
const END = "<!-- end of levels -->"

/** The table, with the last long run of each level. */
export function table(runs: readonly LongRun[]): string {
  const rows = LEVELS.map(({ level, what, wanted, does, holds }) => {
    const last = runs.findLast((run) => run.level === level)
    const told =
      last === undefined
        ? "none kept"
        : `${last.date}, Node ${last.node}, \`${last.command}\`: ${last.figure}`
    return `| ${level} ${what} | ${wanted} | ${does} | ${holds} | ${told} |`
  })
  const head = "| level | wanted of a run | `npm test` does | holds | last long run |"
  return [head, "|---|---|---|---|---|", ...rows].join("\n")
}

/** A page with the table in its place. Throws where the page has no place for it. */
export function withTable(page: string, runs: readonly LongRun[]): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (from === -1 || to < from) throw new Error(`the page has no ${BEGIN}`)
  return `${page.slice(0, from)}${BEGIN}\n${table(runs)}\n${page.slice(to)}`
}
