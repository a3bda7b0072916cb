/**
 * How lines look on a screen: broken at spaces, continued under the text that they continue, words
 * of a verdict in colour. Colour never says anything that a word does not say too.
 */
import type { Screen } from "./environment.ts"

const ESCAPE = "\u001b["
const CODES = { good: "32", bad: "31", unsure: "33", quiet: "2", strong: "1" } as const

/** What a word says, besides what it reads. */
export type Tone = keyof typeof CODES

/** Text in a tone. Colour is taken off again where there is no screen for it. */
export function paint(tone: Tone, text: string): string {
  return `${ESCAPE}${CODES[tone]}m${text}${ESCAPE}0m`
}

const OWN = new Set(["0", ...Object.values(CODES)].map((code) => `${ESCAPE}${code}m`))

/** A line in which control characters, as of a file's name, are shown and not obeyed. */
export function printable(line: string): string {
  return line.replace(/(\p{Cc})(\[\d+m)?/gu, (whole, control: string, rest = "") => {
    if (OWN.has(whole)) return whole
    return `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}${rest}`
  })
}

/** A line without its colours. */
export function visible(line: string): string {
  return line
    .split(ESCAPE)
    .map((part, i) => (i === 0 ? part : part.slice(part.indexOf("m") + 1)))
    .join("")
}

/** Where continued lines begin: behind the last gap of two spaces in the left half of the line. */
function indentOf(line: string, width: number): number {
  const gaps = [...line.slice(0, width / 2).matchAll(/ {2,}(?=\S)/g)]
  const last = gaps.at(-1)
  return last === undefined ? 0 : last.index + last[0].length
}

/** The lines that a line takes on a screen; a word longer than the screen stays whole. */
export function wrap(line: string, { width, colour }: Screen): string[] {
  const shown = colour ? line : visible(line)
  if (visible(line).length <= width) return [shown]
  const indent = indentOf(visible(line), width)
  const lines: string[] = []
  let current = ""
  for (const word of shown.split(/(?<=\S) (?=\S)/)) {
    const longer = current === "" ? word : `${current} ${word}`
    if (current === "" || visible(longer).length <= width) {
      current = longer
      continue
    }
    lines.push(current)
    current = " ".repeat(indent) + word
  }
  return [...lines, current]
}
