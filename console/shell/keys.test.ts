/** Single keys. */
import { expect, it } from "vitest"
import { type Pressed, wishOf } from "./keys.ts"

const press = (key: string, held: Partial<Pressed> = {}): Pressed => {
  return { key, ctrlKey: false, metaKey: false, altKey: false, ...held }
}

it.each([
  ["/", { does: "search" }],
  ["?", { does: "help" }],
  ["g", { does: "wait" }],
  ["x", null],
  ["Enter", null],
])("%s", (key, expected) => {
  expect(wishOf(press(key), false)).toEqual(expected)
})

it("leads somewhere after g, and nowhere by a key that is no letter", () => {
  expect(wishOf(press("s"), true)).toEqual({ does: "go", key: "s" })
  expect(wishOf(press("Escape"), true)).toBeNull()
})

it("leaves keys of the browser alone, except the one for search", () => {
  expect(wishOf(press("k", { ctrlKey: true }), false)).toEqual({ does: "search" })
  expect(wishOf(press("K", { metaKey: true }), false)).toEqual({ does: "search" })
  expect(wishOf(press("/", { ctrlKey: true }), false)).toBeNull()
  expect(wishOf(press("s", { altKey: true }), true)).toBeNull()
})
