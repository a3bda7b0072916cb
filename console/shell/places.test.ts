/** Which entry of the rail a page belongs to. */
import { expect, it } from "vitest"
import { type Place, placeOf } from "./places.ts"

const place = (path: string, under: readonly string[] = [path]): Place => {
  return { title: path, path, icon: "services", under }
}
const overview = place("/", [])
const services = place("/services")
const documents = place("/services/provenance/documents")
const explorer = place("/blocks", ["/blocks", "/transactions"])
const places = [overview, documents, services, explorer]

it.each([
  ["/", overview],
  ["/services", services],
  ["/services/organisations", services],
  ["/services/provenance/documents", documents],
  ["/services/provenance/documents/education/ab", documents],
  ["/services/provenance/documentsets", services],
  ["/transactions/ab", explorer],
  ["/settings", undefined],
])("%s", (path, expected) => {
  expect(placeOf(places, path)).toBe(expected)
})
