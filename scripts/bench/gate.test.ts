/** Which figures a gate calls moved: rates and times free of the machine's speed. */
import { expect, it } from "vitest"
import { moved, runOf } from "./gate.ts"

const figure = (name: string, value: number, unit: string) => {
  return { name, about: "", file: "", measured: { value, unit } }
}

it("a machine of half the speed moves no rate and no time", () => {
  const fast = runOf([figure("a.rate", 100, "keys/CPU-s"), figure("a.time", 20, "ms")], 1_000)
  const slow = runOf([figure("a.rate", 50, "keys/CPU-s"), figure("a.time", 40, "ms")], 500)
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
