/** Finding hand-made pages by their paths. */
import { expect, it } from "vitest"
import { matchScreen } from "./match-screen.ts"

const screens = [{ path: "documents" }, { path: "documents/$issuer/$handle" }]

it("finds a page by its fixed segments", () => {
  expect(matchScreen(screens, ["documents"])).toEqual({ screen: screens[0], parts: {} })
})

it("hands out the segments that vary, slashes within them and all", () => {
  const match = matchScreen(screens, ["documents", "education/registrar", "ab"])
  expect(match?.parts).toEqual({ issuer: "education/registrar", handle: "ab" })
})

it("finds nothing for more, fewer or other segments", () => {
  expect(matchScreen(screens, ["documents", "a"])).toBeNull()
  expect(matchScreen(screens, ["documents", "a", "b", "c"])).toBeNull()
  expect(matchScreen(screens, ["papers"])).toBeNull()
  expect(matchScreen([], [""])).toBeNull()
})
