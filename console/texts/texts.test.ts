/** Every text is well-formed and told somewhere; sentences of services fit their fields. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { services } from "../services.ts"
import { en } from "./en.ts"
import { verifyTexts } from "./en-verify.ts"
import { type Piece, piecesOf } from "./message.ts"

/** Names that a message asks values for, plurals and their branches included. */
function namesOf(pieces: readonly Piece[]): readonly string[] {
  return pieces.flatMap((piece) => {
    if ("text" in piece) return []
    if (!("forms" in piece)) return piece.name === "#" ? [] : [piece.name]
    return [piece.name, ...[...piece.forms.values()].flatMap(namesOf)]
  })
}

function pluralsOf(pieces: readonly Piece[]): readonly ReadonlyMap<string, unknown>[] {
  return pieces.flatMap((piece) => ("forms" in piece ? [piece.forms] : []))
}

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
