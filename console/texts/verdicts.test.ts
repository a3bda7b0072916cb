/** Verdicts in other languages: whatever the sdk answers has its words, with its values. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { OVERALL, QUESTIONS } from "@concordat/sdk/document"
import { describe, expect, it } from "vitest"
import { verdictTexts as ar } from "./ar-verdicts.ts"
import { faultsOf, OTHER_LANGUAGES } from "./catalogues.testing.ts"
import { verdictTexts as fr } from "./fr-verdicts.ts"

const FOLDER = join(import.meta.dirname, "../../sdk/document")
const TEXTS = { fr, ar }

/** Codes that `yes`, `no` and `unknown` are called with: `no("revoked", …`. */
function answered(): readonly string[] {
  const sources = readdirSync(FOLDER)
    .filter((name) => /^[\w-]+\.ts$/.test(name))
    .map((name) => readFileSync(join(FOLDER, name), "utf8"))
    .join("\n")
  const calls = sources.matchAll(/\b(?:yes|no|unknown)\(\s*"(\w+)"/g)
  return [...new Set([...calls].map(([, code]) => code!))]
}

describe.each(OTHER_LANGUAGES)("verdicts in %s", (language) => {
  const { overall, questions, answers, next } = TEXTS[language]

  it("tell every answer that the sdk gives", () => {
    const codes = answered()
    expect(codes.length).toBeGreaterThan(20)
    expect(codes.filter((code) => answers[code] === undefined)).toEqual([])
  })

  it("tell every result and every question", () => {
    expect(faultsOf(OVERALL, overall, language)).toEqual([])
    expect(faultsOf(QUESTIONS, questions, language)).toEqual([])
  })

  it("say what to do next of answers alone", () => {
    expect(Object.keys(next).filter((code) => answers[code] === undefined)).toEqual([])
  })
})

it("are told with the same values in every language", () => {
  for (const part of ["answers", "reasons", "steps", "facts"] as const) {
    expect(faultsOf(fr[part], ar[part], "ar")).toEqual([])
  }
})
