/**
 * What kernel and services never do, because two machines could answer differently: clocks,
 * chance, floating point, waiting, the locale, the order of anything that has none.
 */
import ts from "@typescript/typescript6"
import { type Ban, ruleOf } from "./ban.ts"
import { isTest } from "./project.ts"
import type { Rule } from "./rule.ts"

/** Names that do not exist for kernel and services, and what stands in their place. */
const GLOBALS: Readonly<Record<string, string>> = {
  Date: "tx.time, or a time handed in as an argument",
  Promise: "a synchronous function",
  Intl: "bytes; people's forms are made in the console",
  process: "an argument",
  crypto: "kernel/crypto",
  performance: "an argument",
  globalThis: "an argument",
  setTimeout: "block heights and tx.time",
  setInterval: "block heights and tx.time",
  queueMicrotask: "a synchronous function",
  fetch: "bytes handed in as an argument",
  eval: "a function",
  WeakRef: "a plain reference",
  FinalizationRegistry: "a plain reference",
}

/** The functions of Math that are exact on integers. */
const EXACT = new Set(["abs", "ceil", "clz32", "floor", "imul", "max", "min", "sign", "trunc"])
const ROUNDING = new Set(["ceil", "floor", "trunc"])

const BANS: readonly Ban[] = [
  {
    name: "no local circumstance",
    instead: "take what differs between machines as an argument (tx.time, tx.id)",
    finds(node) {
      if (!ts.isIdentifier(node) || isName(node)) return null
      const instead = Object.hasOwn(GLOBALS, node.text) ? GLOBALS[node.text] : undefined
      return instead === undefined ? null : `${node.text}: take ${instead}`
    },
    wrong: ["const a = Date.now()", "let p: Promise<void>", "process.exit()", "crypto.subtle"],
    right: ["view.process.date", "const b = { Date: 1 }", "type T = { crypto: string }"],
  },
  {
    name: "lists stay lists",
    instead: "joined(list), or a loop: how many arguments a call takes depends on the stack",
    finds(node) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== "concat") return null
      return node.arguments.some(ts.isSpreadElement) ? "concat of a list as its arguments" : null
    },
    wrong: ["concat(...parts)", "concat(a, ...parts)"],
    right: ["concat(a, b)", "joined(parts)", "list.push(...two)"],
  },
  {
    name: "exact integers",
    instead: "divFloor, divCeil, share or split of kernel/arithmetic.ts; bigint from 2^53 on",
    finds(node, { path }) {
      if (ts.isNumericLiteral(node) && /[.]|e-/i.test(node.getText())) return "a fraction"
      if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "Math") {
        return EXACT.has(node.name.text) ? null : `Math.${node.name.text} may differ by machine`
      }
      if (!ts.isBinaryExpression(node) || path.endsWith("/arithmetic.ts")) return null
      const kind = node.operatorToken.kind
      const division = kind === ts.SyntaxKind.SlashToken || kind === ts.SyntaxKind.SlashEqualsToken
      return division && !isRounded(node) ? "a division without its rounding" : null
    },
    wrong: ["const a = 0.5", "const b = Math.pow(2, 3)", "const c = a / b", "d /= 2n"],
    right: ["const e = Math.floor(a / b)", "const f = 1_000", "const g = Math.trunc((a + 1) / 2)"],
  },
  {
    name: "no waiting",
    instead: "a synchronous function; what must be fetched is handed in",
    finds(node) {
      if (ts.isAwaitExpression(node)) return "await"
      if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return "for await"
      const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : []
      return modifiers.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ? "async" : null
    },
    wrong: ["async function f() {}", "const b = async () => 1", "await g()"],
    right: ["const asynchronous = 1"],
  },
  {
    name: "no locale",
    instead: "compareBytes of the UTF-8 form; ASCII by its own table",
    finds: (node) => methodNamed(node, /^(localeCompare|toLocale\w+|normalize)$/),
    wrong: ["a.localeCompare(b)", "a.toLocaleUpperCase()", "a.normalize()"],
    right: ["a.compare(b)", "a.normalize() // why: JSON refuses what is not NFC, kernel.md 1.1"],
    excuse: /why:/,
  },
  {
    name: "own order",
    instead: "a comparator that is a total order: .sort(compareBytes)",
    finds(node) {
      if (!ts.isCallExpression(node) || node.arguments.length > 0) return null
      const method = methodNamed(node.expression, /^(sort|toSorted)$/)
      return method === null ? null : `${method} by text form`
    },
    wrong: ["list.sort()", "list.toSorted()"],
    right: ["list.sort(compareBytes)", "table.sort"],
  },
  {
    name: "order of keys",
    instead: "a Map or a list; or sort, or say on the line why the order is fixed (// order: …)",
    finds(node) {
      if (ts.isForInStatement(node)) return "for…in"
      if (!ts.isCallExpression(node)) return null
      const listing = /^Object\.(keys|values|entries)$/.test(node.expression.getText())
      return listing && !isSorted(node) ? node.expression.getText() : null
    },
    wrong: ["for (const a in b) f(a)", "Object.keys(c)", "Object.entries(c).map(f)"],
    right: [
      "Object.keys(c).sort(compareText)",
      "Object.values(c) // order: of definition",
      "Object.entries(c)\n  .map(f)\n  .sort(byName)",
    ],
    excuse: /\border/,
  },
  {
    name: "canonical text",
    instead: "encode of the value's kind; JSON is for people",
    finds: (node) =>
      ts.isPropertyAccessExpression(node) && node.getText() === "JSON.stringify"
        ? "JSON.stringify"
        : null,
    wrong: ["JSON.stringify(a)"],
    right: ["JSON.parse(a)", "JSON.stringify(a) // why: quotes one string for a message"],
    excuse: /why:/,
  },
  {
    name: "names are literals",
    instead: "a string literal in the definition",
    finds: (node) =>
      ts.isPropertyAccessExpression(node) && /\bconstructor\.name$/.test(node.getText())
        ? "constructor.name"
        : null,
    wrong: ["a.constructor.name"],
    right: ["a.name"],
  },
]

/** The rules of kernel and services. */
export const deterministic: readonly Rule[] = BANS.map((ban) =>
  ruleOf(ban, mustBeDeterministic, "services/planted/service.ts"),
)

function mustBeDeterministic(path: string): boolean {
  if (!/^(kernel|services)\//.test(path) || isTest(path)) return false
  return !/^kernel\/testing\/|\/(screens\.tsx|screens\/[^/]+|queries\.ts|demo\.ts)$/.test(path)
}

/** A name that is declared or looked up in something else, not the global of that name. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  if (ts.isQualifiedName(parent)) return parent.right === node
  return ts.isTypeElement(parent) || ts.isClassElement(parent) || ts.isPropertyAssignment(parent)
    ? parent.name === node
    : ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)
}

function isRounded(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isParenthesizedExpression(parent)) return isRounded(parent)
  if (!ts.isCallExpression(parent)) return false
  const called = parent.expression
  const named = ts.isPropertyAccessExpression(called) && called.expression.getText() === "Math"
  return named && ROUNDING.has(called.name.text)
}

function methodNamed(node: ts.Node, name: RegExp): string | null {
  if (!ts.isPropertyAccessExpression(node) || !name.test(node.name.text)) return null
  return `.${node.name.text}`
}

/** Whether a chain of calls on this expression sorts with a comparator. */
function isSorted(node: ts.Node): boolean {
  const { parent } = node
  if (!ts.isPropertyAccessExpression(parent) || !ts.isCallExpression(parent.parent)) return false
  const call = parent.parent
  if (/^(sort|toSorted)$/.test(parent.name.text)) return call.arguments.length > 0
  return isSorted(call)
}
