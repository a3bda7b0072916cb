/** What services say of themselves in another language: loaded when a page opens, for all of it. */
import { LANGUAGE } from "./language.ts"
import { loads, type Others, type Texts } from "./translate.ts"

/** The texts of a service that its English ones and its definition hold. */
export type ServiceTexts = {
  /** What the service is for. */
  readonly about: string
  /** What happened, by event, with its fields in braces. */
  readonly events: Texts
  /** What is asked for, by command, with its fields in braces. */
  readonly commands: Texts
  /** What a command does, by command. */
  readonly acts: Texts
  /** What the service answers by name: the question's title, what it tells. */
  readonly questions: Readonly<Record<string, QuestionTexts>>
  /** Titles of entries of the rail by their path; what can be done there, by `path.about`. */
  readonly entries: Texts
  /** Sentences of its own refusals, by code. */
  readonly refusals: Texts
  /** Names and labels of its definition in words: tables, commands, fields, choices. */
  readonly names: Texts
}

/** A named question in words. */
export type QuestionTexts = { readonly title: string; readonly about: string }

/** Where the other languages of a service are loaded from. */
export type OtherServiceTexts = Others<ServiceTexts>

const told = new Map<string, ServiceTexts>()
const words = new Map<string, string>()

/** Loads what services say in the language of the page, before it is drawn. */
export function loadServiceTexts(
  services: readonly { readonly name: string; readonly others: OtherServiceTexts }[],
): void {
  if (LANGUAGE === "en") return
  for (const { name, others } of services) {
    loads(others[LANGUAGE], (texts) => {
      told.set(name, texts)
      for (const [called, word] of Object.entries(texts.names)) words.set(called, word)
    })
  }
}

/** The texts of a service in the language of the page; undefined: told in English. */
export function serviceTexts(name: string): ServiceTexts | undefined {
  return told.get(name)
}

/** A name or label of a definition in the language of the page; undefined: told in English. */
export function wordOf(name: string): string | undefined {
  return words.get(name)
}
