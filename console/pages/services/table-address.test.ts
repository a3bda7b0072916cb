/** What the address of a table's page says. */
import { ascii, hash, table } from "@concordat/kernel"
import { expect, it } from "vitest"
import { rowPath } from "../../components/row-path.ts"
import { leadingFields, listPath } from "./table-address.ts"

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

it("names a page of the list so that it can be shared", () => {
  expect(listPath(place, {}, null)).toBe("/services/theatre/tables/seats")
  const path = listPath(place, { hall: "a/b" }, "x_y")
  expect(path).toBe("/services/theatre/tables/seats?hall=a%2Fb&after=x_y")
})

it("escapes key fields as the API does", () => {
  const path = rowPath(place, ["a/b", "", "50%"])
  expect(path).toBe("/services/theatre/tables/seats/a~1b/~/50%25")
})
