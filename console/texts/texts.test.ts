/** Every text is well-formed and told somewhere; sentences of services fit their fields. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { codes } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { services } from "../services.ts"
import { ar } from "./ar.ts"
import { titles as titlesAr } from "./ar-codes.ts"
import { hints as hintsAr } from "./ar-hints.ts"
import { verifyTexts as verifyAr } from "./ar-verify.ts"
import { expectWhole, faultsOf, namesOf, OTHER_LANGUAGES, pluralsOf } from "./catalogues.testing.ts"
import { en } from "./en.ts"
import { verifyTexts } from "./en-verify.ts"
import { fr } from "./fr.ts"
import { titles as titlesFr } from "./fr-codes.ts"
import { hints as hintsFr } from "./fr-hints.ts"
import { verifyTexts as verifyFr } from "./fr-verify.ts"
import { piecesOf } from "./message.ts"

const all = { ...en, ...verifyTexts }

describe("texts of the console", () => {
  it.each(Object.entries(all))("%s", (_key, message) => {
    const pieces = piecesOf(message)
    for (const name of namesOf(pieces)) expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/)
    for (const forms of pluralsOf(pieces)) expect([...forms.keys()]).toContain("other")
  })

  it("share no key, as one list would hide the other's text", () => {
    const both = Object.keys(en).filter((key) => Object.hasOwn(verifyTexts, key))
    expect(both).toEqual([])
  })

  it("are all told somewhere", () => {
    const folder = join(import.meta.dirname, "..")
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => /^(?!node_modules|dist).*\.tsx?$/.test(path))
      .filter((path) => !/^texts\/|\.test\.ts$/.test(path))
      .map((path) => readFileSync(join(folder, path), "utf8"))
      .join("\n")
    const dynamic = [...sources.matchAll(/`([\w.]+)\$\{/g)].map(([, prefix]) => prefix!)
    const told = (key: string) =>
      sources.includes(`"${key}"`) || dynamic.some((prefix) => key.startsWith(prefix))
    expect(Object.keys(all).filter((key) => !told(key))).toEqual([])
  })
})

const CODES = {
  fr: { titles: titlesFr, hints: hintsFr },
  ar: { titles: titlesAr, hints: hintsAr },
}
const WHOLE = { fr: { ...fr, ...verifyFr }, ar: { ...ar, ...verifyAr } }

describe.each(OTHER_LANGUAGES)("texts of the console in %s", (language) => {
  it("lack nothing that English says", () => {
    expectWhole(all, WHOLE[language], language)
  })
})

it("a text that lacks something is found", () => {
  const english = { a: "{n, plural, one {# row} other {# rows}} of {who}", b: "Rows", c: "Row" }
  const texts = { a: "{n, plural, one {# صف} other {# صف}} {name}", b: " ", d: "صف" }
  expect(faultsOf(english, texts, "ar")).toEqual([
    "a: without {who}",
    "a: unknown {name}",
    "a: no plural two, few, many",
    "b: missing",
    "c: missing",
    "d: not in English",
  ])
})

describe.each(services)("sentences of $definition.name", ({ definition, events, commands }) => {
  it("tell every event, by its own fields", () => {
    expect(Object.keys(events).toSorted()).toEqual(Object.keys(definition.events).toSorted())
    for (const [name, message] of Object.entries(events)) {
      expect(definition.events[name]!.names).toEqual(
        expect.arrayContaining([...namesOf(piecesOf(message))]),
      )
    }
  })

  it("tell every command, by its own fields", () => {
    expect(Object.keys(commands).toSorted()).toEqual(Object.keys(definition.commands).toSorted())
    for (const [name, message] of Object.entries(commands)) {
      expect(Object.keys(definition.commands[name]!.fields)).toEqual(
        expect.arrayContaining([...namesOf(piecesOf(message))]),
      )
    }
  })
})

describe.each(OTHER_LANGUAGES)("codes in %s", (language) => {
  it("lack no title and no hint", () => {
    const english = (told: "title" | "hint") =>
      Object.fromEntries(codes.map((row) => [row.code, row[told]]))
    expectWhole(english("title"), CODES[language].titles, language)
    expectWhole(english("hint"), CODES[language].hints, language)
  })
})
