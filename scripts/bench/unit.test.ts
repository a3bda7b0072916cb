/** Every unit that a benchmark has is a rate, a time, or neither. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { listFiles, ROOT } from "../sources.ts"
import { type Measure, measureOf } from "./unit.ts"

const SHOWN: readonly (readonly [Measure, readonly string[]])[] = [
  ["rate", ["op/s", "keys/CPU-s", "per CPU-s", "payments per CPU-s", "pairs per CPU-second"]],
  ["time", ["s", "µs", "CPU-µs", "CPU-s", "ms CPU", "s CPU", "CPU-ms a page"]],
  ["neither", ["bytes", "kB", "bytes/key", "of alone"]],
]

it.each(SHOWN)("%s: told by the unit", (measure, units) => {
  for (const unit of units) expect([unit, measureOf(unit)]).toEqual([unit, measure])
})

it("every benchmark has one of them", () => {
  const files = listFiles("", (path) => path.endsWith(".bench.ts"))
  const units = files.flatMap((path) =>
    [...readFileSync(join(ROOT, path), "utf8").matchAll(/\bunit(?::| =)\s+"([^"]+)"/g)].map(
      ([, unit]) => unit!,
    ),
  )
  expect(units.length).toBeGreaterThan(files.length)
  for (const unit of units) expect(() => measureOf(unit)).not.toThrow()
  expect(() => measureOf("furlongs")).toThrow('"furlongs" is no unit')
})
