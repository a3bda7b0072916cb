/** Which routes a path has, and which was probably meant: for 405, OPTIONS and 404. */
import { Invalid, nearestName, Refusal } from "@concordat/kernel"
import type { Answer, Route } from "./route.ts"

/** Longer paths are near to no route. */
const GUESSED_CHARACTERS_MAX = 128

function matches(template: string, parts: readonly string[]): boolean {
  const pattern = template.split("/")
  return (
    pattern.length === parts.length &&
    pattern.every((part, i) => (part.startsWith("{") ? parts[i] !== "" : part === parts[i]))
  )
}

/** The methods that the routes of a path answer, in the order of `Allow`; empty: no such path. */
function methodsOf(routes: readonly Route[], path: string): readonly string[] {
  const found = new Set<string>()
  const parts = path.split("/")
  for (const route of routes) {
    if (!matches(route.path, parts)) continue
    found.add(route.method)
    if (route.method === "GET") found.add("HEAD")
  }
  return found.size === 0 ? [] : [...found, "OPTIONS"].sort()
}

/** A template with the path's own segments where it has names: near as far as its words are. */
function filled(template: string, path: string): string {
  const parts = path.split("/")
  const given = (part: string, i: number) => (part.startsWith("{") ? (parts[i] ?? part) : part)
  return template.split("/").map(given).join("/")
}

/** The template that was probably meant; null for none. */
function nearestTemplate(routes: readonly Route[], path: string): string | null {
  if (path.length > GUESSED_CHARACTERS_MAX) return null
  const templates = [...new Set(routes.map((route) => route.path))]
  const near = new Map(templates.map((template) => [filled(template, path), template]))
  const guess = nearestName(path, [...near.keys()])
  return guess === null ? null : (near.get(guess) ?? null)
}

function unknownRoute(routes: readonly Route[], path: string): Refusal {
  const guess = nearestTemplate(routes, path)
  const help = guess === null ? "" : ` Did you mean "${guess}"?`
  return new Refusal("unknown_route", `There is no such route.${help}`, {}, 404)
}

/**
 * The answer to a method or path that has no route: `OPTIONS` tells the methods, without a word on
 * other origins; all else is refused.
 */
export function noRoute(routes: readonly Route[], method: string, path: string): Answer {
  const allow = methodsOf(routes, path)
  if (allow.length === 0) throw unknownRoute(routes, path)
  const expected = allow.join(", ")
  if (method === "OPTIONS")
    return { status: 204, type: "", body: null, headers: { Allow: expected } }
  throw new Invalid("method_unsupported", "", `This route has no ${method}.`, { expected })
}
