/** Which figures a gate calls moved: rates and times free of the machine's speed. */
import { expect, it } from "vitest"
import { moved, runOf } from "./gate.ts"

const figure = (name: string, value: number, unit: string) => {
  return { name, about: "", file: "", measured: { value, unit } }
}

it("a machine of half the speed moves no rate and no time", () => {
  const run = (times: number) =>
    runOf(
      [
        ...[figure("a.rate", 100 * times, "keys/CPU-s"), figure("b.rate", 6 * times, "per CPU-s")],
        ...[figure("a.time", 20 / times, "ms"), figure("b.time", 8 / times, "CPU-µs")],
        figure("a.size", 700, "bytes"),
      ],
      1_000 * times,
    )
  const [fast, slow] = [run(1), run(0.5)]
  expect(slow).toEqual(fast)
  expect(moved(slow, [fast])).toEqual([])
})

it("names what is more than a tenth off the median, in both directions", () => {
  const kept = [{ a: 100, b: 9 }, { a: 104 }, { a: 1 }]
  expect(moved({ a: 109, b: 7, c: 5 }, kept)).toEqual(["b: -22.2 % against the median of 1 runs"])
  expect(moved({ a: 150 }, kept)).toEqual(["a: +50.0 % against the median of 3 runs"])
})

it("a benchmark that failed is no figure", () => {
  expect(runOf([{ name: "a", about: "", file: "", failure: "out of memory" }], 1)).toEqual({})
})
