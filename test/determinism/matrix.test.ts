/** The circumstances of a night: each axis alone, and combinations that a seed brings back. */
import { SeededRandom } from "@concordat/engines/testing"
import { expect, it } from "vitest"
import { command } from "./command.ts"
import { combinations, singles } from "./matrix.ts"
import { difference, heightsOf } from "./run.ts"

const heights = heightsOf(new SeededRandom(3), 500)

it("every single has a name of its own, and heights lie within the record", () => {
  const names = singles(new SeededRandom(3), heights).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThan(25)
  for (const height of heights.restarts) {
    expect(height).toBeGreaterThan(0)
    expect(height).toBeLessThanOrEqual(500)
  }
})

it("one seed gives one list of combinations, most of them of several values", () => {
  const list = () => combinations(new SeededRandom(9), heights, 20)
  expect(list()).toEqual(list())
  expect(list().filter(({ name }) => name.includes("; ")).length).toBeGreaterThan(10)
})

it("the first other line is told; a node's lines are the beginning of the kernel's", () => {
  const lines = ["0 aa 0:x r e", "1 bb 1:x r e"]
  expect(difference(lines, lines)).toBeNull()
  expect(difference(["0 aa", "1 bb"], lines)).toBeNull()
  expect(difference(["0 aa", "1 b"], lines)).toMatchObject({ height: 1, found: "1 b" })
  expect(difference(["0 aa"], lines)).toMatchObject({ height: 1, found: undefined })
})

it("the command wants numbers", async () => {
  await expect(command(["--blocks", "many"], () => {})).rejects.toThrow("a whole number from 1 on")
})
