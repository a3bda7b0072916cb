/** Which language a page is in. */
import { describe, expect, it } from "vitest"
import { firstOf, LANGUAGE, LANGUAGES, languages } from "./language.ts"

describe("the language of a page", () => {
  it.each([
    [["fr-CA", "en"], "fr"],
    [["de-AT", "ar-MA", "fr"], "ar"],
    [["", "EN-us"], "en"],
    [["frr", "arn", "eng"], "en"],
    [[], "en"],
  ])("is the first of %j that is here", (wanted, expected) => {
    expect(firstOf(wanted)).toBe(expected)
  })

  it("is English where there is no page", () => {
    expect(LANGUAGE).toBe("en")
  })
})

describe.each(languages)("%s", (language) => {
  const { locale, name } = LANGUAGES[language]

  it("is known to Intl, with the digits of identifiers and the calendar of the ledger", () => {
    expect(Intl.NumberFormat.supportedLocalesOf(locale)).toEqual([locale])
    expect(new Intl.NumberFormat(locale).format(1_204_117)).toMatch(/^1\D204\D117$/)
    const day = new Intl.DateTimeFormat(locale, { year: "numeric" }).format(0)
    expect(day).toContain("1970")
  })

  it("is called as its speakers call it", () => {
    const told = new Intl.DisplayNames(locale, { type: "language" }).of(language)
    expect(told?.toLowerCase()).toBe(name.toLowerCase())
  })
})
