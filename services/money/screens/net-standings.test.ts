/** Standings of many: their order, their states, and that what is paid is what is received. */
import type { Party } from "@concordat/kernel"
import { expect, test } from "vitest"
import { inOrder, standingsOf, totalsOf } from "./net-standings.ts"
import type { Position } from "./position-table.tsx"

const BLANK = { account: "0".repeat(32), hold: null, excluded: false, owes: 0n, due: 0n }
const position = (participant: string, more: Partial<Position>): Position =>
  ({ ...BLANK, gives: 0n, takes: 0n, participant: participant as Party, ...more }) as Position

const ALL = [
  position("c", { gives: 10n, takes: 60n, due: 50n }),
  position("a", { gives: 70n, takes: 40n, owes: 30n }),
  position("b", { gives: 30n, takes: 10n, owes: 20n, hold: "1".repeat(32) as Position["hold"] }),
  position("e", { excluded: true }),
  position("d", { gives: 5n, takes: 5n }),
]

test("who pays most stands first, who is paid most last; states are those of the positions", () => {
  expect(standingsOf(ALL, false)).toEqual([
    { who: "a", net: -30n, state: "unfunded" },
    { who: "b", net: -20n, state: "funded" },
    { who: "d", net: 0n, state: "paid" },
    { who: "e", net: 0n, state: "excluded" },
    { who: "c", net: 50n, state: "paid" },
  ])
  expect(
    inOrder(ALL, false)
      .map(({ participant }) => participant)
      .join(""),
  ).toBe("abdec")
})

test("an open cycle tells what would be, and nobody has to fund yet", () => {
  expect(standingsOf(ALL, true)[0]).toEqual({ who: "a", net: -30n, state: "pays" })
  expect(totalsOf(ALL, true)).toEqual({ gross: 115n, left: 50n })
})
