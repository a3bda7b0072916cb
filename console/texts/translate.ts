/**
 * Messages by key, told in words: as a string, or as parts in which a value may be an element. The
 * English ones are the catalogue that types all others; those are loaded when they are needed.
 */
import { LANGUAGE, LOCALE, type OtherLanguage, READS_LEFTWARD } from "./language.ts"
import { type Names, partsOf } from "./message.ts"

/** What a message takes where a string comes out. */
export type Plain = string | number | bigint

/** Texts of one list by key. */
export type Texts = Readonly<Record<string, string>>

/** The same list in another language: each key of the English one, and no other. */
export type Translation<English> = { readonly [Key in keyof English]: string }

/** Where texts in other languages are loaded from. */
export type Others<Loaded> = { readonly [Other in OtherLanguage]: () => Promise<Loaded> }

type Given<Message extends string, Value> = [Names<Message>] extends [never]
  ? []
  : [values: { readonly [Name in Names<Message>]: Value }]

/** Tells messages of one list of texts. */
export interface Translate<English extends Texts> {
  /** The message as a string; numbers are grouped as people of the locale do. */
  <Key extends keyof English>(key: Key, ...values: Given<English[Key], Plain>): string
  /** The message in parts; values are handed through. */
  parts<Key extends keyof English, Value>(
    key: Key,
    ...values: Given<English[Key], Value>
  ): readonly (string | Value)[]
}

const number = new Intl.NumberFormat(LOCALE)

/** A number as it is read in the locale; what is no number stays. */
export function plainText(value: Plain): string {
  return typeof value === "string" ? value : number.format(value)
}

/** Names, identifiers and dates keep their own direction in a sentence that is read leftward. */
const [RIGHTWARD, OWN, ENDED] = ["\u2066", "\u2068", "\u2069"]
const LEFTWARD = /\p{Script=Arabic}|\p{Script=Hebrew}/u

function isolate(text: string): string {
  return `${LEFTWARD.test(text) ? OWN : RIGHTWARD}${text}${ENDED}`
}

/** Numbers stay numbers, as a plural looks at them. */
function isolated(values: Readonly<Record<string, Plain>>): Readonly<Record<string, Plain>> {
  if (!READS_LEFTWARD) return values
  const held = Object.entries(values).map(([name, value]) => {
    return [name, typeof value === "string" ? isolate(value) : value] as const
  })
  return Object.fromEntries(held)
}

const loading = new Set<Promise<void>>()

/**
 * Resolves when everything that was asked for so far can be told in the language of the page. What
 * cannot be loaded is told in English.
 */
export async function textsReady(): Promise<void> {
  while (loading.size > 0) await Promise.all(loading)
}

/** Has something loaded before the next page is drawn. */
export function loads<Loaded>(load: () => Promise<Loaded>, then: (loaded: Loaded) => void): void {
  const done = load()
    .then(then, () => {})
    .finally(() => loading.delete(done))
  loading.add(done)
}

/** @example const t = translate({ hello: "Hello, {name}." }, null); t("hello", { name: "Ada" }) */
export function translate<const English extends Texts>(
  english: English,
  others: Others<Translation<English>> | null,
): Translate<English> {
  let texts: Texts = english
  const other = LANGUAGE === "en" ? undefined : others?.[LANGUAGE]
  if (other !== undefined) {
    loads(other, (loaded) => {
      texts = { ...english, ...loaded }
    })
  }
  const partsIn = (key: keyof English, values: Readonly<Record<string, Plain>> = {}) =>
    partsOf(texts[key as string]!, values, LOCALE)
  const tell = (key: keyof English, values: Readonly<Record<string, Plain>> = {}) =>
    partsOf(texts[key as string]!, isolated(values), LOCALE)
      .map(plainText)
      .join("")
  return Object.assign(tell, { parts: partsIn }) as Translate<English>
}
