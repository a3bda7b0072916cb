/** What codes say, in the language of the page; the kernel's own table is the English one. */
import { codeRow } from "@concordat/kernel"
import { LANGUAGE } from "./language.ts"
import { loads, type Others, type Texts } from "./translate.ts"

type CodeTexts = {
  /** What happened. */
  readonly titles: Texts
  /** What to do next. */
  readonly hints: Texts
}

const OTHERS: Others<CodeTexts> = {
  fr: async () => ({ ...(await import("./fr-codes.ts")), ...(await import("./fr-hints.ts")) }),
  ar: async () => ({ ...(await import("./ar-codes.ts")), ...(await import("./ar-hints.ts")) }),
}

let told: CodeTexts = { titles: {}, hints: {} }
if (LANGUAGE !== "en") {
  loads(OTHERS[LANGUAGE], (texts) => {
    told = texts
  })
}

/** What happened; undefined for a code of a service. */
export function codeTitle(code: string): string | undefined {
  return told.titles[code] ?? codeRow(code)?.title
}

/** What to do next; undefined for a code of a service. */
export function codeHint(code: string): string | undefined {
  return told.hints[code] ?? codeRow(code)?.hint
}
