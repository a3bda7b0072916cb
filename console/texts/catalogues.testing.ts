/** What tests hold a catalogue against: the names and plurals of the English one. */
import { expect } from "vitest"
import { LANGUAGES, type OtherLanguage } from "./language.ts"
import { type Piece, piecesOf } from "./message.ts"
import type { Texts } from "./translate.ts"

/** All languages but English. */
export const OTHER_LANGUAGES: readonly OtherLanguage[] = ["fr", "ar"]

/** Names that a message asks values for, plurals and their branches included. */
export function namesOf(pieces: readonly Piece[]): readonly string[] {
  return pieces.flatMap((piece) => {
    if ("text" in piece) return []
    if (!("forms" in piece)) return piece.name === "#" ? [] : [piece.name]
    return [piece.name, ...[...piece.forms.values()].flatMap(namesOf)]
  })
}

/** The branches of a message's plurals. */
export function pluralsOf(pieces: readonly Piece[]): readonly ReadonlyMap<string, unknown>[] {
  return pieces.flatMap((piece) => ("forms" in piece ? [piece.forms] : []))
}

/** Forms that fall back to `other`: none of Arabic's nought, of French's whole millions. */
const SPARED: Readonly<Record<OtherLanguage, string>> = { fr: "many", ar: "zero" }

/** What is wrong with a translation, a line each. */
export function faultsOf(english: Texts, texts: Texts, language: OtherLanguage): string[] {
  const faults: string[] = []
  const rules = new Intl.PluralRules(LANGUAGES[language].locale).resolvedOptions()
  const forms = rules.pluralCategories.filter((form) => form !== SPARED[language])
  for (const [key, message] of Object.entries(english)) {
    const text = texts[key] ?? ""
    if (text.trim() === "") faults.push(`${key}: missing`)
    const [asked, told] = [message, text].map((one) => new Set(namesOf(piecesOf(one))))
    for (const name of asked!) if (!told!.has(name)) faults.push(`${key}: without {${name}}`)
    for (const name of told!) if (!asked!.has(name)) faults.push(`${key}: unknown {${name}}`)
    for (const plural of pluralsOf(piecesOf(text))) {
      const missing = forms.filter((form) => !plural.has(form))
      if (missing.length > 0) faults.push(`${key}: no plural ${missing.join(", ")}`)
    }
  }
  const more = Object.keys(texts).filter((key) => !Object.hasOwn(english, key))
  return [...faults, ...more.map((key) => `${key}: not in English`)]
}

/** A catalogue says all that the English one says, and nothing else. */
export function expectWhole(english: Texts, texts: Texts, language: OtherLanguage): void {
  expect(faultsOf(english, texts, language)).toEqual([])
}
