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

/** Prints all of it; 1 where a survivor is not explained, or an explanation has no survivor. */
export function report(
  mutants: readonly Mutant[],
  verdicts: ReadonlyMap<string, Verdict>,
  write: (text: string) => void,
): number {
  const files = [...new Set(mutants.map(({ fileName }) => fileName))]
  const all = { found: 0, missed: 0, explained: 0 }
  const survivors: string[] = []
  for (const file of files) {
    const counts = { killed: 0, hung: 0, survived: 0, uncovered: 0, static: 0, unjudged: 0 }
    let known = 0
    for (const mutant of mutants.filter(({ fileName }) => fileName === file)) {
      const verdict = verdicts.get(mutant.id) ?? "unjudged"
      const name = nameOf(mutant)
      counts[verdict]++
      if (verdict !== "survived" && verdict !== "uncovered") continue
      if (EQUIVALENT.has(name)) known++
      else survivors.push(`${verdict} ${mutant.location.start.line + 1} ${name}`)
    }
    const found = counts.killed + counts.hung
    const missed = counts.survived + counts.uncovered - known
    all.found += found
    all.missed += missed
    all.explained += known
    const told = Object.entries(counts).filter(([, count]) => count > 0)
    const share = found + missed === 0 ? "" : `${percent(found, missed)} %`
    write(`${share.padStart(7)} ${file}: ${told.map((pair) => pair.join(" ")).join(", ")}`)
    write(known === 0 ? "\n" : `, explained ${known}\n`)
  }
  for (const line of survivors) write(`${line}\n`)
  write(`${percent(all.found, all.missed)} % of ${all.found + all.missed} mutants found, `)
  write(`${all.explained} more explained\n`)
  return all.missed === 0 ? 0 : 1
}

const percent = (found: number, missed: number) => ((found / (found + missed)) * 100).toFixed(1)
