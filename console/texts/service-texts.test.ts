/** What services say of themselves in other languages: all of it, and nothing that they do not. */
import { codeRow, type NamedQuery, type Service } from "@concordat/kernel"
import * as governance from "@concordat/services/governance/queries"
import * as money from "@concordat/services/money/queries"
import * as organisations from "@concordat/services/organisations/queries"
import * as oversight from "@concordat/services/oversight/queries"
import * as provenance from "@concordat/services/provenance/queries"
import * as validators from "@concordat/services/validators/queries"
import { describe, expect, it } from "vitest"
import { services } from "../services.ts"
import { expectWhole, OTHER_LANGUAGES } from "./catalogues.testing.ts"
import { namesOfDefinition } from "./definition-names.testing.ts"

/** What each service answers by name. */
const QUERIES: Readonly<Record<string, Readonly<Record<string, NamedQuery>>>> = {
  ...{ governance, money, organisations, oversight, provenance, validators },
}

/** Sentences of refusals that are a service's own, by code. */
function ownRefusals({ refusals }: Service): Readonly<Record<string, string>> {
  const all = Object.entries(refusals).map(([code, { message }]) => [code, message] as const)
  return Object.fromEntries(all.filter(([code, message]) => message !== codeRow(code)?.title))
}

describe.each(services)("$definition.name", (service) => {
  const { definition, events, commands, entries, others } = service
  const acts = Object.entries(definition.commands).map(([name, { about }]) => [name, about])
  const titles = entries.flatMap(({ path, title, about }) => [
    [path, title],
    ...(about === undefined ? [] : [[`${path}.about`, about]]),
  ])
  const queries = QUERIES[definition.name] ?? {}
  const names = namesOfDefinition(definition, queries).map((name) => [name, name])
  const answers = Object.entries(queries).map(([name, { about }]) => [name, about])

  it.each(OTHER_LANGUAGES)("says everything in %s", async (language) => {
    const texts = await others[language]()
    const english = { about: definition.about }
    expectWhole(english, { about: texts.about }, language)
    expectWhole(events, texts.events, language)
    expectWhole(commands, texts.commands, language)
    expectWhole(Object.fromEntries(acts), texts.acts, language)
    const told = (part: "title" | "about") =>
      Object.fromEntries(
        Object.entries(texts.questions).map(([name, words]) => [name, words[part]]),
      )
    expectWhole(Object.fromEntries(answers), told("title"), language)
    expectWhole(Object.fromEntries(answers), told("about"), language)
    expectWhole(Object.fromEntries(titles), texts.entries, language)
    expectWhole(ownRefusals(definition), texts.refusals, language)
    expectWhole(Object.fromEntries(names), texts.names, language)
  })
})

it.each(OTHER_LANGUAGES)("services agree in %s on the word of a name", async (language) => {
  const words = new Map<string, string>()
  for (const { others, definition } of services) {
    for (const [name, word] of Object.entries((await others[language]()).names)) {
      expect(`${definition.name}: ${word}`).toBe(`${definition.name}: ${words.get(name) ?? word}`)
      words.set(name, word)
    }
  }
})
