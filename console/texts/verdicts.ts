/**
 * Verdicts in the language of the page. English is what the kernel and the sdk say themselves;
 * elsewhere a verdict is told from its codes and values, never from their sentences.
 */
import type { Json, StepName, Verdict, VerdictStep } from "@concordat/kernel"
import {
  type Answer,
  OVERALL,
  type Overall,
  QUESTIONS,
  type QuestionName,
  timeWords,
} from "@concordat/sdk/document"
import { codeHint, codeTitle } from "./codes.ts"
import { LANGUAGE, LOCALE } from "./language.ts"
import { partsOf } from "./message.ts"
import { loads, type Others, type Plain, plainText, type Texts } from "./translate.ts"

/** What is told of verdicts: results, questions, answers and next steps by code, steps, claims. */
export type VerdictTexts = {
  readonly overall: Readonly<Record<Overall, string>>
  readonly questions: Readonly<Record<QuestionName, string>>
  readonly answers: Texts
  readonly next: Texts
  readonly reasons: Texts
  /** Steps that passed. */
  readonly steps: Readonly<Record<StepName, string>>
  readonly facts: Readonly<Record<Exclude<Claim["kind"], "transaction"> | Outcome, string>>
}

type Claim = Verdict["claims"][number]
type Outcome = Extract<Claim, { kind: "transaction" }>["outcome"]

const OTHERS: Others<VerdictTexts> = {
  fr: () => import("./fr-verdicts.ts").then((fr) => fr.verdictTexts),
  ar: () => import("./ar-verdicts.ts").then((ar) => ar.verdictTexts),
}

let told: VerdictTexts | null = null
if (LANGUAGE !== "en") {
  loads(OTHERS[LANGUAGE], (texts) => {
    told = texts
  })
}

const utc = new Intl.DateTimeFormat(LOCALE, {
  ...{ dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone: "UTC" },
})

/** A time of a verdict, in UTC: the same on every screen. */
export function verdictTime(ms: number): string {
  return LANGUAGE === "en" ? timeWords(ms) : `${utc.format(ms)} UTC`
}

/** The overall result. */
export function overallWords(overall: Overall): string {
  return (told?.overall ?? OVERALL)[overall]
}

/** A question. */
export function questionWords(name: QuestionName): string {
  return (told?.questions ?? QUESTIONS)[name]
}

/** An answer, and what to do next. */
export function answerWords(answer: Answer): Pick<Answer, "sentence" | "next"> {
  const { code, values } = answer
  const own = told?.answers[code]
  const sentence = own === undefined ? told && codeTitle(code) : filled(own, inWords(values))
  if (sentence === null || sentence === undefined) return answer
  return { sentence, next: answer.next && (told?.next[code] ?? codeHint(code) ?? answer.next) }
}

/** What one step found: that it holds, or which code says why not. */
export function stepWords({ step, ok, code, sentence }: VerdictStep): string {
  if (told === null) return sentence
  if (ok || code === null) return told.steps[step]
  return [codeTitle(code) ?? sentence, codeHint(code) ?? ""].join(" ").trim()
}

/** What a claim says. */
export function factWords(fact: Claim): string {
  if (told === null) return fact.sentence
  if (fact.kind === "transaction") {
    const values = { name: fact.id ?? "–", height: fact.height }
    return filled(told.facts[fact.outcome], values)
  }
  if (fact.kind === "event") {
    const { service, event, height, fields } = fact
    const values = { name: `${service}.${event}`, height, fields: valueWords(fields) }
    return filled(told.facts.event, values)
  }
  const { kind, service, table, key, value } = fact
  const name = `${service ?? "–"}/${table ?? "–"} (${valueWords(key)})`
  return filled(told.facts[kind], { name, fields: valueWords(value) })
}

function filled(message: string, values: Readonly<Record<string, Plain>>): string {
  return partsOf(message, values, LOCALE).map(plainText).join("")
}

/** Numbers are times, but for how many there are. */
function inWords(values: Answer["values"]): Readonly<Record<string, string | number>> {
  const words = Object.entries(values).map(([name, value]) => {
    if (name === "reason") return [name, told?.reasons[value] ?? String(value)] as const
    const isTime = typeof value === "number" && name !== "count"
    return [name, isTime ? verdictTime(value) : value] as const
  })
  return Object.fromEntries(words)
}

function valueWords(value: Json): string {
  if (value === null || typeof value !== "object") return String(value ?? "–")
  const parts = Array.isArray(value)
    ? value.map(valueWords)
    : Object.entries(value).map(([name, inner]) => `${name} ${valueWords(inner)}`)
  return parts.join(", ")
}
