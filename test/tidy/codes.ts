/**
 * Every code that something can answer with is in a table and is provoked by a test. Codes of the
 * platform's table that nothing answers with yet are reserved.
 */
import ts from "@typescript/typescript6"
import { lineOf, type Module, nodesOf } from "./module.ts"
import { isTest, type Project } from "./project.ts"
import { type Finding, lines, type Rule } from "./rule.ts"

const TABLE_FILE = "kernel/codes.ts"
const TABLE_NAME = "TABLE"
const RESERVED_FILE = "test/bad-inputs/reserved.ts"
/** Lists that name codes and provoke none. */
const LISTS = /^test\/(tidy|bad-inputs\/(reserved|elsewhere)\.ts)/
const FAILURES = /^(Invalid|Refusal|ConcordatError)$/

type Place = { readonly path: string; readonly line: number }

/** Codes that are thrown stand in the table or in a service's refusals. */
export const knownCodes: Rule = {
  name: "codes are listed",
  instead: "a row of kernel/codes.ts, or one of the service's refusals",
  *check(project) {
    const known = new Set([...platformCodes(project), ...serviceCodes(project).keys()])
    for (const module of project.modules.values()) {
      if (!isTest(module.path)) yield* unknownCodes(module, known)
    }
  },
  plants: [
    {
      files: {
        "kernel/codes.ts": "const TABLE = { not_ready: 1 }",
        "services/a/refusals.ts": "const refuse = refusals({ ticket_used: 1 })",
        "node/a.ts": lines(
          'throw new ConcordatError("not_ready", "a")',
          'throw new ConcordatError("not_redy", "a")',
          'throw new Refusal("ticket_used", "a")',
          'throw new Error("whatever")',
        ),
      },
      at: ["node/a.ts:2"],
    },
  ],
}

/** Codes that something answers with occur in a test. */
export const testedCodes: Rule = {
  name: "codes are provoked",
  instead: "a test that provokes the code and asserts it by name",
  *check(project) {
    const tests = testWords(project)
    for (const [code, { path, line }] of answered(project)) {
      if (!tests.has(code)) yield { path, line, found: code }
    }
  },
  plants: [
    {
      files: {
        "kernel/codes.ts": "const TABLE = { not_ready: 1, too_late: 1, reserved: 1, asked: 1 }",
        "services/a/refusals.ts": "const refuse = refusals({\n ticket_used: 1,\n ticket_lost: 1 })",
        "node/a.ts": lines(
          'throw new ConcordatError("not_ready", "a")',
          'const code = a ? "too_late" : "not_ready"',
          "ensure(a, refuse.asked)",
        ),
        "node/a.test.ts": 'expect(code).toBe("not_ready")\nexpect(b).toBe(refuse.ticket_used)\n',
      },
      at: ["node/a.ts:2", "node/a.ts:3", "services/a/refusals.ts:3"],
    },
  ],
}

/** What is said to be answered by nothing is answered by nothing. */
export const reservedCodes: Rule = {
  name: "reserved codes are not answered",
  instead: "a row in test/bad-inputs that provokes the code, in the place of its reservation",
  *check(project) {
    const reserved = project.modules.get(RESERVED_FILE)
    if (reserved === undefined) return
    const places = answered(project)
    for (const node of nodesOf(reserved.source)) {
      if (!ts.isStringLiteral(node) || !places.has(node.text)) continue
      yield { path: RESERVED_FILE, line: lineOf(reserved.source, node), found: node.text }
    }
  },
  plants: [
    {
      files: {
        "kernel/codes.ts": "const TABLE = { not_ready: 1, too_late: 1 }",
        [RESERVED_FILE]: lines("const REASONS = {", ' "later": ["not_ready",', '  "too_late"] }'),
        "node/a.ts": 'throw new ConcordatError("too_late", "a")',
      },
      at: [`${RESERVED_FILE}:3`],
    },
  ],
}

function platformCodes({ modules }: Project): Set<string> {
  const codes = new Set<string>()
  const module = modules.get(TABLE_FILE)
  if (module === undefined) return codes
  for (const node of nodesOf(module.source)) {
    if (!ts.isVariableDeclaration(node) || node.name.getText() !== TABLE_NAME) continue
    if (node.initializer === undefined) continue
    const literal = unwrap(node.initializer)
    if (ts.isObjectLiteralExpression(literal))
      for (const name of keys(literal)) codes.add(name.text)
  }
  return codes
}

/** The codes of every `refusals({ … })`, with their places. */
function serviceCodes({ modules }: Project): Map<string, Place> {
  const codes = new Map<string, Place>()
  for (const { path, source } of modules.values()) {
    if (!path.startsWith("services/") || isTest(path)) continue
    for (const node of nodesOf(source)) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== "refusals") continue
      const [list] = node.arguments
      if (list === undefined || !ts.isObjectLiteralExpression(list)) continue
      for (const name of keys(list)) codes.set(name.text, { path, line: lineOf(source, name) })
    }
  }
  return codes
}

/** All codes that sources name, with the first place of each. */
function answered(project: Project): Map<string, Place> {
  const platform = platformCodes(project)
  const found = serviceCodes(project)
  for (const { path, source } of project.modules.values()) {
    if (isTest(path) || path === TABLE_FILE || /^(console|test|scripts)\//.test(path)) continue
    for (const node of nodesOf(source)) {
      const code = codeOf(node)
      if (code === null || !platform.has(code) || found.has(code)) continue
      found.set(code, { path, line: lineOf(source, node) })
    }
  }
  return found
}

/** `"code"`, or `refuse.code`. */
function codeOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node)) return node.text
  if (!ts.isPropertyAccessExpression(node)) return null
  return /^(refuse|refusals|platformRefusals)$/.test(node.expression.getText())
    ? node.name.text
    : null
}

function* unknownCodes(module: Module, known: ReadonlySet<string>): Iterable<Finding> {
  const found: Finding[] = []
  for (const node of nodesOf(module.source)) {
    if (!ts.isNewExpression(node) || !FAILURES.test(node.expression.getText())) continue
    const code = node.arguments?.[0]
    if (code === undefined || !ts.isStringLiteral(code) || known.has(code.text)) continue
    found.push({ path: module.path, line: lineOf(module.source, node), found: code.text })
  }
  yield* found
}

/** Every word of the tests that could be a code, the tables of bad inputs included. */
function testWords({ files }: Project): Set<string> {
  const words = new Set<string>()
  for (const [path, text] of files) {
    if (!isTest(path) && !path.startsWith("test/")) continue
    if (LISTS.test(path)) continue
    for (const [word] of text.matchAll(/\b[a-z][a-z0-9]*(_[a-z0-9]+)*\b/g)) words.add(word)
  }
  return words
}

function keys(literal: ts.ObjectLiteralExpression): ts.Identifier[] {
  return literal.properties.flatMap(({ name }) =>
    name !== undefined && ts.isIdentifier(name) ? name : [],
  )
}

function unwrap(node: ts.Expression): ts.Expression {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? unwrap(node.expression) : node
}
