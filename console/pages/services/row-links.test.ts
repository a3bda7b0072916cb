/** From a row to commands and events. */
import { ascii, command, party, table } from "@concordat/kernel"
import { expect, it } from "vitest"
import { mentions, takesKey } from "./row-links.ts"

const run = () => undefined
const principals = table("principals", { key: { organisation: party, name: ascii(31) }, value: {} })
const single = table("log", { key: {}, value: {} })

it("finds commands that name the row, not those that only name its place", () => {
  const retire = command({ about: "Retire.", input: { name: ascii(31) }, run })
  const admit = command({ about: "Admit.", input: { organisation: party }, run })
  expect(takesKey(principals, retire)).toBe(true)
  expect(takesKey(principals, admit)).toBe(false)
  expect(takesKey(single, retire)).toBe(false)
})

it.each([
  [{ principal: "education/registrar" }, "registrar", true],
  [{ principal: "education/registrar" }, "education", true],
  [{ principal: "education/registrar" }, "regis", false],
  [{ target: { item: "ab" } }, "ab", true],
  [{ list: ["x", { deep: "ab" }] }, "ab", true],
  [{ version: 3 }, "3", true],
  [{ none: null, open: true }, "null", false],
])("%j mentions %s: %s", (fields, text, expected) => {
  expect(mentions(fields, text)).toBe(expected)
})
