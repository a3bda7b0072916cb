/**
 * `npm run bench -- --gate`: which figure moved by more than a tenth against the median of the runs
 * that were kept. Rates are compared as ratios to the machine's calibration loop, which was
 * measured in the same run; a report and never a test.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { ROOT } from "../sources.ts"
import type { Figure } from "./table.ts"
import { measureOf } from "./unit.ts"

/** Kept on the machine that measured: figures of two machines are not one series. */
const KEPT = join(ROOT, ".concordat/bench.jsonl")
const SERIES = 5
const MOVED = 0.1
const PERCENT = 100

/** One run as it is kept: what each benchmark came to, free of the machine's speed. */
export type Run = Readonly<Record<string, number>>

/** The run of these figures: a faster machine has greater rates and shorter times. */
export function runOf(figures: readonly Figure[], calibration: number): Run {
  const entries = figures.flatMap(({ name, measured }) => {
    if (measured === undefined) return []
    const { value, unit } = measured
    const measure = measureOf(unit)
    if (measure === "rate") return [[name, value / calibration]]
    return [[name, measure === "time" ? value * calibration : value]]
  })
  return Object.fromEntries(entries)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A line for each figure that moved against the median of the last kept runs. */
export function moved(run: Run, kept: readonly Run[]): readonly string[] {
  return Object.entries(run).flatMap(([name, value]) => {
    const before = kept.flatMap((each) => each[name] ?? []).slice(-SERIES)
    if (before.length === 0) return []
    const usual = median(before)
    const share = value / usual - 1
    if (Math.abs(share) <= MOVED) return []
    const percent = `${share > 0 ? "+" : ""}${(share * PERCENT).toFixed(1)} %`
    return [`${name}: ${percent} against the median of ${before.length} runs`]
  })
}

/** Compares a run with those kept, and keeps it; what is to be told. */
export function gate(figures: readonly Figure[], calibration: number): string {
  const text = existsSync(KEPT) ? readFileSync(KEPT, "utf8").trim() : ""
  const kept = text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as Run)
  const run = runOf(figures, calibration)
  mkdirSync(dirname(KEPT), { recursive: true })
  appendFileSync(KEPT, `${JSON.stringify(run)}\n`)
  if (kept.length === 0) return "The first run that is kept: nothing to compare it with.\n"
  const lines = moved(run, kept)
  const none = "No figure moved by more than a tenth of the median of the runs kept."
  return `${(lines.length === 0 ? [none] : lines).join("\n")}\n`
}
