/**
 * Contrast of the tokens, recomputed from their colours: WCAG 2.2, 1.4.3 for text and 1.4.11 for
 * controls, in both themes.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8")

type Theme = "light" | "dark"

/** Colours by token: `--page: light-dark(#f7f8f6, #111412)`. */
const TOKENS = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }],
  ),
)

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function ratio(ink: string, ground: string, theme: Theme): number {
  const [a, b] = [ink, ground].map((name) => luminance(TOKENS.get(name)![theme])) as [
    number,
    number,
  ]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** Ink, ground, and what the visual language promises: light, dark. */
const PROMISED = [
  ["text", "surface", 17.0, 14.3],
  ["muted", "surface", 6.9, 7.8],
  ["accent", "surface", 8.5, 8.8],
  ["control", "surface", 4.3, 4.6],
  ["positive", "positive-tint", 6.6, 8.2],
  ["caution", "caution-tint", 6.6, 8.6],
  ["negative", "negative-tint", 6.5, 8.0],
  ["unknown", "unknown-tint", 7.0, 7.8],
] as const

/** Further pairs that pages make of the tokens, with the least that the guideline allows. */
const TEXT_MIN = 4.5
const CONTROL_MIN = 3
const MADE = [
  ["text", "page", TEXT_MIN],
  ["text", "sunken", TEXT_MIN],
  ["muted", "page", TEXT_MIN],
  ["muted", "sunken", TEXT_MIN],
  ["accent", "page", TEXT_MIN],
  ["accent", "sunken", TEXT_MIN],
  ["accent", "accent-tint", TEXT_MIN],
  ["accent-strong", "surface", TEXT_MIN],
  ["on-accent", "accent", TEXT_MIN],
  ["on-accent", "accent-strong", TEXT_MIN],
  ["muted", "negative-tint", TEXT_MIN],
  ["text", "negative-tint", TEXT_MIN],
  ["accent", "negative-tint", TEXT_MIN],
  ["negative", "surface", TEXT_MIN],
  ["control", "page", CONTROL_MIN],
  ["series-1", "surface", CONTROL_MIN],
  ["series-2", "surface", CONTROL_MIN],
  ["series-3", "surface", CONTROL_MIN],
  ["positive", "page", CONTROL_MIN],
] as const

describe.each(["light", "dark"] as const)("%s", (theme) => {
  it.each(PROMISED)("%s on %s is as promised", (ink, ground, light, dark) => {
    expect(ratio(ink, ground, theme)).toBeCloseTo(theme === "light" ? light : dark, 1)
  })

  it.each(MADE)("%s on %s can be seen", (ink, ground, least) => {
    expect(ratio(ink, ground, theme)).toBeGreaterThanOrEqual(least)
  })
})

it("reads the colours of every token that is one", () => {
  const colours = [...css.matchAll(/^ {2}--[\w-]+: light-dark\(#/gm)].length
  expect(TOKENS.size).toBe(colours)
})
