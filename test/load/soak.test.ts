/** The command that soaks a node: what it prints, and the slope that it takes. */
import { expect, it } from "vitest"
import { command, lowsOf, slopeOf } from "./command.ts"

it("the slope of samples is that of the line through them", () => {
  const line = [0, 1, 2, 3].map((minute) => ({ minute, bytes: 100 + 7 * minute, done: 0 }))
  expect(slopeOf(line)).toBeCloseTo(7)
  expect(slopeOf([{ minute: 1, bytes: 5, done: 0 }])).toBe(0)
  const saw = [5, 9, 6, 8, 5, 9, 7].map((bytes, minute) => ({ minute, bytes, done: 0 }))
  expect(lowsOf(saw).map(({ minute, bytes }) => [minute, bytes])).toEqual([
    ...[
      [0, 5],
      [2, 6],
      [4, 5],
    ],
  ])
})

it("a node under load tells what it holds, and how that grows", async () => {
  const lines: string[] = []
  const args = ["--minutes", "0.02", "--samples", "4"]
  expect(await command(args, (text) => void lines.push(text))).toBe(0)
  expect(lines).toHaveLength(5)
  expect(lines[3]).toMatch(
    /^\d+\.\d\d min {2}\d+\.\d\d MiB {2}[1-9]\d* transactions {2}loop p99\.9 \d+ ms\n$/,
  )
  expect(lines[4]).toMatch(/^-?\d+\.\d\d MiB an hour in the second half, -?\d+\.\d %\n$/)
  await expect(command(["--minutes", "none"], () => {})).rejects.toThrow("above 0")
})
