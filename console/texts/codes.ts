/** What codes say, in the language of the page; the kernel's own table is the English one. */
import { codeRow } from "@concordat/kernel"
import { LANGUAGE } from "./language.ts"
import { loads, type Others } from "./translate.ts"

/** By code: what happened, and what to do next. */
type CodeTexts = Readonly<Record<string, readonly [title: string, hint: string]>>

const OTHERS: Others<CodeTexts> = {}

let told: CodeTexts = {}
const load = LANGUAGE === "en" ? undefined : OTHERS[LANGUAGE]
if (load !== undefined) {
  loads(load, (texts) => {
    told = texts
  })
}

/** What happened; undefined for a code of a service. */
export function codeTitle(code: string): string | undefined {
  return told[code]?.[0] ?? codeRow(code)?.title
}

/** What to do next; undefined for a code of a service. */
export function codeHint(code: string): string | undefined {
  return told[code]?.[1] ?? codeRow(code)?.hint
}
