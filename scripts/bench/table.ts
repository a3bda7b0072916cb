/** The figures of a run, as people read them. */
import type { Measurement, Target } from "./harness.ts"
import { measureOf } from "./unit.ts"

/** What became of one benchmark. */
export type Figure = {
  readonly name: string
  readonly about: string
  readonly file: string
  readonly target?: Target
  readonly measured?: Measurement
  readonly failure?: string
}

/** A table with figure, unit, target and whether it is reached, and the ratio to the machine. */
export function table(figures: readonly Figure[], calibration: number): string {
  const header = ["benchmark", "figure", "unit", "target", "", "ratio", "note"]
  const rows = figures.map((figure) => row(figure, calibration))
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => cells[column]!.length)),
  )
  const pad = (cell: string, column: number) =>
    NUMBERS.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)
  const line = (cells: readonly string[]) => cells.map(pad).join("  ").trimEnd()
  const failures = figures
    .filter((figure) => figure.failure !== undefined)
    .map((figure) => `\n${figure.name} failed: ${figure.failure}\n`)
  const machine = `calibration ${format(calibration)} rounds/CPU-s; ratio = figure / calibration`
  return [line(header), ...rows.map(line), "", machine, ...failures, ""].join("\n")
}

/** Columns of numbers, which stand to the right. */
const NUMBERS = new Set([1, 3, 5])

function row(figure: Figure, calibration: number): string[] {
  const { name, measured, target } = figure
  if (measured === undefined) return [name, "failed", "", "", "", "", ""]
  const isRate = measureOf(measured.unit) === "rate"
  const ratio = isRate ? format(measured.value / calibration) : ""
  const goal = target === undefined ? "" : format(target.value)
  return [
    name,
    format(measured.value),
    measured.unit,
    goal,
    target === undefined ? "" : reached(measured, target) ? "reached" : "below",
    ratio,
    measured.note ?? "",
  ]
}

function reached(measured: Measurement, target: Target): boolean {
  if (measured.unit !== target.unit) throw new Error(`units differ: ${target.unit}`)
  return target.better === "more" ? measured.value >= target.value : measured.value <= target.value
}

/** Three significant digits below a thousand, whole numbers with commas above. */
function format(value: number): string {
  if (Math.abs(value) < 1000) return String(Number(value.toPrecision(3)))
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",")
}
