/** What the address of a table's page says. */
import { ascii, hash, table } from "@concordat/kernel"
import { expect, it } from "vitest"
import { rowPath } from "../../components/row-path.ts"
import { filterOf, isReversed, leadingFields, listPath } from "./table-address.ts"

const shape = table("seats", { key: { hall: ascii(9), row: ascii(9), digest: hash }, value: {} })
const place = { service: "theatre", table: "seats" }

it.each([
  ["", {}],
  ["hall=a", { hall: "a" }],
  ["hall=a&row=b", { hall: "a", row: "b" }],
  ["row=b", {}],
  ["hall=a&digest=ff", { hall: "a" }],
  ["hall=%20&row=b", {}],
  ["hall=a&colour=red", { hall: "a" }],
])('of "%s" the leading fields narrow', (query, expected) => {
  expect(leadingFields(shape, new URLSearchParams(query))).toEqual(expected)
})

it.each([
  ["owner=ann", { owner: "ann" }],
  ["hall=a&owner=ann", { hall: "a" }],
  ["row=b&owner=ann", { owner: "ann" }],
  ["owner=%20", {}],
])('of "%s" a key narrows before an index', (query, expected) => {
  const indexed = { ...shape, indexes: ["owner"] }
  expect(filterOf(indexed, new URLSearchParams(query))).toEqual(expected)
})

it("says in the address which end of the list comes first", () => {
  const path = listPath(place, { hall: "a" }, null, true)
  expect(path).toBe("/services/theatre/tables/seats?hall=a&reverse=1")
  expect(isReversed(new URL(path, "https://ledger.example").searchParams)).toBe(true)
})

it("names a page of the list so that it can be shared", () => {
  expect(listPath(place, {}, null)).toBe("/services/theatre/tables/seats")
  const path = listPath(place, { hall: "a/b" }, "x_y")
  expect(path).toBe("/services/theatre/tables/seats?hall=a%2Fb&after=x_y")
})

it("escapes key fields as the API does", () => {
  const path = rowPath(place, ["a/b", "", "50%"])
  expect(path).toBe("/services/theatre/tables/seats/a~1b/~/50%25")
})
