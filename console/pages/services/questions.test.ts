/** Named questions as the description has them: each schema comes to the control of its kind. */
import {
  ascii,
  bool,
  enumeration,
  type FormField,
  fixed,
  hash,
  type Kind,
  list,
  option,
  party,
  record,
  text,
  time,
  u8,
  u64,
} from "@concordat/kernel"
import { expect, it } from "vitest"
import { fieldOfSchema, questionsOf } from "./questions.ts"

const KINDS: Readonly<Record<string, Kind<unknown>>> = {
  ...{ ascii: ascii(9), bool, choice: enumeration("a", "b"), fixed: fixed(16), hash, party },
  ...{ list: list(u8, 3), none: option(time), record: record({ a: u8, b: party }), text: text(9) },
  ...{ time, u8, u64 },
} as Readonly<Record<string, Kind<unknown>>>

/** What of a control a list needs: bounds and patterns are the gateway's to judge. */
function outline(field: FormField): unknown {
  if (field.control === "optional") return ["optional", outline(field.of)]
  if (field.control === "choice") return field.names
  if (field.control === "hex") return field.bytes
  if (field.control === "group") {
    return Object.entries(field.fields).map(([name, of]) => [name, outline(of)])
  }
  return field.control === "list" ? ["list", outline(field.of)] : field.control
}

it.each(Object.entries(KINDS))("a schema of %s has its control", (_, kind) => {
  expect(outline(fieldOfSchema(kind.jsonSchema()))).toEqual(outline(kind.field))
})

it("are those of one service, with what they take and give", () => {
  const parameter = (name: string, description: string, kind: Kind<unknown>) => {
    return { name, in: "query", description, schema: kind.jsonSchema() }
  }
  const items = { type: "array", items: record({ document: hash, at: time }).jsonSchema() }
  const answer = { "application/json": { schema: { properties: { items } } } }
  const get = {
    summary: "What ends",
    parameters: [
      parameter("issuer", "Required", party),
      parameter("class", "May be left out", option(text(9))),
      { name: "sort", in: "query", description: "", schema: { enum: ["at"] } },
      parameter("at", "Waits", u64),
    ],
    responses: { "200": { content: answer } },
  }
  const paths = { "/v1/a/queries/ending": { get }, "/v1/b/queries/other": { get } }
  const [question, ...others] = questionsOf({ paths }, "a")
  expect(others).toEqual([])
  expect(question).toMatchObject({ name: "ending", about: "What ends", orders: ["at"] })
  expect(Object.keys(question!.needs)).toEqual(["issuer"])
  expect(Object.keys(question!.takes)).toEqual(["class"])
  expect(question!.output).toMatchObject({ document: { bytes: 32 }, at: { control: "time" } })
})
