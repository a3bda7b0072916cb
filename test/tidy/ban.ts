/** How a ban on one form of code becomes a rule: where it holds, what it looks for, its excuse. */
import type ts from "@typescript/typescript6"
import { commentsOf, lineOf, type Module, nodesOf } from "./module.ts"
import type { Plant, Rule } from "./rule.ts"

/** One banned form. */
export type Ban = {
  readonly name: string
  readonly instead: string
  /** Says what was found, or null. */
  finds(node: ts.Node, module: Module): string | null
  /** One line each that must be found, and one that must not. */
  readonly wrong: readonly string[]
  readonly right: readonly string[]
  /** A comment on the line or the one above that makes the form lawful, because it tells why. */
  readonly excuse?: RegExp
}

/** The rule of a ban in files where `holds`; `plant` is the path of its planted violations. */
export function ruleOf(ban: Ban, holds: (path: string) => boolean, plant: string): Rule {
  return {
    name: ban.name,
    instead: ban.instead,
    plants: [plantOf(ban, plant)],
    *check({ modules }) {
      for (const module of modules.values()) {
        if (!holds(module.path)) continue
        const found: { line: number; found: string }[] = []
        for (const node of nodesOf(module.source)) {
          const what = ban.finds(node, module)
          if (what !== null) found.push({ line: lineOf(module.source, node), found: what })
        }
        const excused = found.length === 0 ? new Set() : excusedLines(module, ban.excuse)
        for (const each of found) {
          if (!excused.has(each.line)) yield { path: module.path, ...each }
        }
      }
    },
  }
}

function excusedLines({ source }: Module, excuse: RegExp | undefined): Set<number> {
  if (excuse === undefined) return new Set()
  const comments = commentsOf(source).filter(({ text }) => excuse.test(text))
  return new Set(comments.flatMap(({ line, text }) => [line, line + text.split("\n").length]))
}

function plantOf({ wrong, right }: Ban, path: string): Plant {
  return {
    files: { [path]: [...wrong, ...right, ""].join("\n") },
    at: wrong.map((_, index) => `${path}:${index + 1}`),
  }
}
