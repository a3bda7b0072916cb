/** The house numbers: how long a line, a function, a file, and the files together may be. */
import ts from "@typescript/typescript6"
import { lineOf, type Module, nodesOf } from "./module.ts"
import { isTest, type Project } from "./project.ts"
import { type Finding, lines, type Rule } from "./rule.ts"

const LINE_MAX = 100
const FUNCTION_LINES_MAX = 70
const FILE_LINES_MAX = 500
const FILE_LINES_P90_MAX = 300
const FILE_LINES_MEDIAN_MAX = 120
const MEDIAN = 50
const P90 = 90

/** Tables of data, which may be longer: one row a line, nothing to understand. */
const DATA = new Set(["kernel/codes.ts"])

/** Lines that fit on a screen. */
export const lineLength: Rule = {
  name: "short lines",
  instead: `at most ${LINE_MAX} characters; break the sentence or name a part of it`,
  *check({ modules }) {
    for (const { path, source } of modules.values()) {
      for (const [index, text] of source.text.split("\n").entries()) {
        if ([...text].length <= LINE_MAX || isUnbreakable(text)) continue
        yield { path, line: index + 1, found: `${[...text].length} characters` }
      }
    }
  },
  plants: [
    {
      files: {
        "node/a.ts": lines(
          `// ${"a ".repeat(60)}`,
          `"${"a".repeat(99)}"`,
          `// https://e.org/${"b".repeat(99)}`,
        ),
      },
      at: ["node/a.ts:1"],
    },
  ],
}

/** Functions that are read at a glance; the table or list of a test may be longer. */
export const functionLength: Rule = {
  name: "short functions",
  instead: `at most ${FUNCTION_LINES_MAX} lines; the control flow stays, pure leaves move out`,
  *check({ modules }) {
    for (const module of modules.values()) if (!isTest(module.path)) yield* longFunctions(module)
  },
  plants: [
    {
      files: {
        "node/a.ts": `function a() {${"\n".repeat(71)}}\nfunction b() {${"\n".repeat(69)}}\n`,
        "node/b.ts": `const a = () => {${"\n".repeat(71)}}\n`,
      },
      at: ["node/a.ts:1", "node/b.ts:1"],
    },
  ],
}

/** Files of one purpose. */
export const fileLength: Rule = {
  name: "short files",
  instead:
    `at most ${FILE_LINES_MAX} lines, half of the sources at most ${FILE_LINES_MEDIAN_MAX}, ` +
    `nine tenths at most ${FILE_LINES_P90_MAX}; split by what changes together`,
  *check(project) {
    for (const { path, source } of project.modules.values()) {
      const lines = linesOf(source.text)
      if (lines > FILE_LINES_MAX && !DATA.has(path))
        yield { path, line: 1, found: `${lines} lines` }
    }
    yield* percentile(project, MEDIAN, FILE_LINES_MEDIAN_MAX)
    yield* percentile(project, P90, FILE_LINES_P90_MAX)
  },
  plants: [
    {
      files: { "node/a.ts": "\n".repeat(501), "node/b.ts": "", "kernel/codes.ts": "" },
      at: ["node/a.ts:1"],
    },
    {
      files: { "node/a.ts": "\n".repeat(130), "node/b.ts": "\n".repeat(140), "node/c.ts": "" },
      at: ["node/a.ts:1"],
    },
    {
      files: {
        ...Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`node/${index}.ts`, ""])),
        "node/x.ts": "\n".repeat(301),
        "node/y.ts": "\n".repeat(302),
      },
      at: ["node/x.ts:1"],
    },
  ],
}

function* longFunctions({ path, source }: Module): Iterable<Finding> {
  const found: Finding[] = []
  for (const node of nodesOf(source)) {
    if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) continue
    const first = lineOf(source, node)
    const lines = source.getLineAndCharacterOfPosition(node.end).line + 2 - first
    if (lines > FUNCTION_LINES_MAX) found.push({ path, line: first, found: `${lines} lines` })
  }
  yield* found
}

function* percentile(project: Project, percent: number, max: number): Iterable<Finding> {
  const sources = [...project.modules.values()].filter(({ path }) => !isTest(path))
  const sorted = sources
    .map(({ path, source }) => ({ path, lines: linesOf(source.text) }))
    .sort((left, right) => left.lines - right.lines)
  const at = sorted[Math.ceil((sorted.length * percent) / 100) - 1]
  if (at === undefined || at.lines <= max || at.lines > FILE_LINES_MAX) return
  yield { path: at.path, line: 1, found: `${at.lines} lines is the ${percent}th percentile` }
}

function linesOf(text: string): number {
  return text.replace(/\n$/, "").split("\n").length
}

/** A line of one long address or literal, which has no place to break. */
function isUnbreakable(text: string): boolean {
  return /^\s*(\/\/|\*|\/\*\*)?\s*\S+$/.test(text) || /https?:\/\/\S{60}/.test(text)
}
