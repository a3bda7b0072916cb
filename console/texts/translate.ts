/** Messages by key, told in words: as a string, or as parts in which a value may be an element. */
import { type Names, partsOf } from "./message.ts"

/** The one language of the first version. */
export const LOCALE = "en-GB"

/** What a message takes where a string comes out. */
export type Plain = string | number | bigint

type Given<Message extends string, Value> = [Names<Message>] extends [never]
  ? []
  : [values: { readonly [Name in Names<Message>]: Value }]

/** Tells messages of one list of texts. */
export interface Translate<Texts extends Readonly<Record<string, string>>> {
  /** The message as a string; numbers are grouped as people of the locale do. */
  <Key extends keyof Texts>(key: Key, ...values: Given<Texts[Key], Plain>): string
  /** The message in parts; values are handed through. */
  parts<Key extends keyof Texts, Value>(
    key: Key,
    ...values: Given<Texts[Key], Value>
  ): readonly (string | Value)[]
}

const number = new Intl.NumberFormat(LOCALE)

/** A number as it is read in the locale; what is no number stays. */
export function plainText(value: Plain): string {
  return typeof value === "string" ? value : number.format(value)
}

/** @example const t = translate({ hello: "Hello, {name}." }); t("hello", { name: "Ada" }) */
export function translate<const Texts extends Readonly<Record<string, string>>>(
  texts: Texts,
): Translate<Texts> {
  const tell = (key: keyof Texts, values: Readonly<Record<string, Plain>> = {}) =>
    partsOf(texts[key]!, values, LOCALE).map(plainText).join("")
  const parts = (key: keyof Texts, values: Readonly<Record<string, never>> = {}) =>
    partsOf(texts[key]!, values, LOCALE)
  return Object.assign(tell, { parts }) as Translate<Texts>
}
