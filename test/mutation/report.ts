/** What a run of mutants came to: a line a file, and every survivor that nobody has explained. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { ROOT } from "../../scripts/sources.ts"
import { EQUIVALENT } from "./survivors.ts"
import type { Verdict } from "./verdicts.ts"
import type { Mutant } from "./workshop.ts"

const SHOWN = 60

/** How a mutant is named in `survivors.ts`: by its text, which no other line's change moves. */
export function nameOf({ fileName, location, replacement }: Mutant): string {
  const lines = readFileSync(join(ROOT, fileName), "utf8").split("\n")
  // Lines and columns count from 0.
  const { start, end } = location
  const first = lines[start.line]!
  const until = start.line === end.line ? end.column : undefined
  const original = first.slice(start.column, until)
  return `${fileName}: ${first.trim()} | ${short(original)} => ${short(replacement)}`
}

const short = (text: string) => {
  const line = text.replaceAll(/\s+/g, " ").trim()
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line
}

/** What became of the mutants of one file. */
type Tally = {
  readonly counts: Record<Verdict | "unjudged", number>
  /** Lines of survivors that nobody explained, and names of those that somebody did. */
  readonly missed: readonly string[]
  readonly explained: readonly string[]
}

function tallyOf(mutants: readonly Mutant[], verdicts: ReadonlyMap<string, Verdict>): Tally {
  const counts = { killed: 0, hung: 0, survived: 0, uncovered: 0, static: 0, unjudged: 0 }
  const missed: string[] = []
  const explained: string[] = []
  for (const mutant of mutants) {
    const verdict = verdicts.get(mutant.id) ?? "unjudged"
    const name = nameOf(mutant)
    counts[verdict]++
    if (verdict !== "survived" && verdict !== "uncovered") continue
    if (EQUIVALENT.has(name)) explained.push(name)
    else missed.push(`${verdict} ${mutant.location.start.line + 1} ${name}`)
  }
  return { counts, missed, explained }
}

/** Explanations of changes of a file that no survivor has: they are wrong, or of a former line. */
function stale(file: string, { counts, explained }: Tally): readonly string[] {
  if (counts.unjudged > 0) return []
  const own = [...EQUIVALENT].filter((name) => name.startsWith(`${file}: `))
  return own.filter((name) => !explained.includes(name)).map((name) => `no survivor ${name}`)
}

/**
 * Prints all of it. 0 only where something was judged, nothing was left unjudged, every survivor is
 * explained, and every explanation of these files has its survivor.
 */
export function report(
  mutants: readonly Mutant[],
  verdicts: ReadonlyMap<string, Verdict>,
  write: (text: string) => void,
): number {
  const files = [...new Set(mutants.map(({ fileName }) => fileName))]
  const all = { found: 0, missed: 0, explained: 0, unjudged: 0 }
  const lines: string[] = []
  for (const file of files) {
    const tally = tallyOf(
      mutants.filter(({ fileName }) => fileName === file),
      verdicts,
    )
    const { counts, missed, explained } = tally
    const found = counts.killed + counts.hung
    all.found += found
    all.missed += missed.length
    all.explained += explained.length
    all.unjudged += counts.unjudged
    lines.push(...missed, ...stale(file, tally))
    const told = Object.entries({ ...counts, explained: explained.length })
    const words = told.filter(([, count]) => count > 0).map((pair) => pair.join(" "))
    write(`${percent(found, missed.length).padStart(9)} ${file}: ${words.join(", ")}\n`)
  }
  for (const line of lines) write(`${line}\n`)
  const judged = all.found + all.missed
  write(`${percent(all.found, all.missed)} of ${judged} mutants found, `)
  write(`${all.explained} more explained, ${all.unjudged} not judged\n`)
  return judged + all.explained > 0 && all.unjudged + lines.length === 0 ? 0 : 1
}

/** The share that was found; of nothing there is none. */
function percent(found: number, missed: number): string {
  return found + missed === 0 ? "–" : `${((found / (found + missed)) * 100).toFixed(1)} %`
}
