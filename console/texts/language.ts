/**
 * The languages of the console. One is chosen before anything of a page is told: the one that was
 * chosen last, else the first of the browser's own that is here (what it sends as
 * `Accept-Language`), else English. Another one draws the page anew.
 */

/** A language by its tag. */
export type Language = "en" | "fr" | "ar"

/** What is translated from English. */
export type OtherLanguage = Exclude<Language, "en">

type Facts = {
  /** What those call it who speak it. */
  readonly name: string
  /** For `Intl`. */
  readonly locale: string
  readonly direction: "ltr" | "rtl"
}

const KEPT = "concordat.language"

/**
 * Arabic has its digits as the Maghreb and computers write them: heights, amounts and identifiers
 * are compared with papers, typed into searches and copied.
 */
export const LANGUAGES: Readonly<Record<Language, Facts>> = {
  en: { name: "English", locale: "en-GB", direction: "ltr" },
  fr: { name: "Français", locale: "fr-FR", direction: "ltr" },
  ar: { name: "العربية", locale: "ar-u-ca-gregory-nu-latn", direction: "rtl" },
}

/** All of them, in the order in which they are offered. */
export const languages = Object.keys(LANGUAGES) as readonly Language[]

/** The first of `wanted` that is here: `fr-CA` is French. */
export function firstOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((language) => language === tag.toLowerCase().split("-")[0])
    if (found !== undefined) return found
  }
  return "en"
}

/** Outside a browser, where nobody reads, everything is told in English. */
function chosen(): Language {
  if (typeof document === "undefined") return "en"
  return firstOf([localStorage.getItem(KEPT) ?? "", ...navigator.languages])
}

/** The language of this page. */
export const LANGUAGE: Language = chosen()

/** Its locale, for `Intl`. */
export const LOCALE: string = LANGUAGES[LANGUAGE].locale

/** Whether it is read from right to left. */
export const READS_LEFTWARD: boolean = LANGUAGES[LANGUAGE].direction === "rtl"

/** Remembers a language and draws the page anew: the address is its state, drafts are kept. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEPT, language)
  location.reload()
}

/** Tells the browser, and who listens, in which language and direction the page is. */
export function showLanguage(): void {
  document.documentElement.lang = LANGUAGE
  document.documentElement.dir = LANGUAGES[LANGUAGE].direction
}
