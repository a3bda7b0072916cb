/** What no file of the project does. */
import ts from "@typescript/typescript6"
import { type Ban, ruleOf } from "./ban.ts"
import { isConfig, isTest } from "./project.ts"
import type { Rule } from "./rule.ts"

const OUTPUT_ROOMS = /^(cli|scripts)\//
/** Classes that may be extended: errors, the kernel's kinds of failure among them. */
const FAILURES = /(Error|^Bug|^Invalid)$/
const LIMIT_MIN = 256
const ORDERS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
])

const BANS: readonly (Ban & { readonly except?: (path: string) => boolean })[] = [
  {
    name: "no console",
    instead: "the node's logger, with a code; cli and scripts write to process.stdout",
    finds: (node) =>
      ts.isPropertyAccessExpression(node) && node.expression.getText() === "console"
        ? node.getText()
        : null,
    wrong: ["console.log(1)", "console.error(a)"],
    right: ["the.console.log", "const console = 1"],
    except: (path) => OUTPUT_ROOMS.test(path),
  },
  {
    name: "types say something",
    instead: "unknown and a check; a foreign value of many shapes may be any, with its reason",
    finds: (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? "any" : null),
    wrong: ["let a: any", "let b = c as any"],
    right: [
      "let d: unknown",
      "// biome-ignore lint/suspicious/noExplicitAny: foreign data of many shapes.\nlet e: any",
    ],
    excuse: /noExplicitAny: .{10}/,
  },
  {
    name: "skipped with its reason",
    instead: "skipIf(condition), or a comment on the line that says why; never .only",
    finds(node) {
      if (!ts.isPropertyAccessExpression(node)) return null
      const test = /^(it|test|describe|suite)(\.\w+)*\.(skip|todo|only|fails)$/.exec(node.getText())
      return test === null ? null : `.${test[3]}`
    },
    wrong: ['it.skip("a")', 'describe.only("b")', 'test.todo("c")'],
    right: ['it.skipIf(d)("e")', 'it.skip("f") // why: needs a second machine', "list.skip(3)"],
    excuse: /why:/,
  },
  {
    name: "limits have names",
    instead: "a constant with its unit, as TRANSACTION_BYTES_MAX in kernel/limits.ts",
    finds(node) {
      if (!ts.isBinaryExpression(node) || !ORDERS.has(node.operatorToken.kind)) return null
      const measured = [node.left, node.right].some((side) =>
        /\.(length|size|byteLength|byteCount)$/.test(side.getText()),
      )
      const bare = [node.left, node.right].find(
        (side) => ts.isNumericLiteral(side) && Number(side.text) >= LIMIT_MIN,
      )
      return measured && bare !== undefined ? `the bare limit ${bare.getText()}` : null
    },
    wrong: ["if (a.length > 1000) b()", "c = 65_536 <= d.size"],
    right: ["if (a.length > BYTES_MAX) b()", "e.length > 0", "f > 1000"],
    except: isTest,
  },
  {
    name: "no default export",
    instead: "a named export; a configuration file of a tool may have a default one",
    finds(node, { source }) {
      if (ts.isExportAssignment(node)) return "export default"
      if (node.kind !== ts.SyntaxKind.DefaultKeyword || node.parent.parent !== source) return null
      return "export default"
    },
    wrong: ["export default 1", "export default function a() {}"],
    right: ["export const b = 1"],
    except: (path) => isConfig(path) || path.endsWith(".d.ts"),
  },
  {
    name: "no class hierarchy",
    instead: "plain functions over values; a class extends Error or nothing",
    finds(node) {
      if (!ts.isHeritageClause(node) || node.token !== ts.SyntaxKind.ExtendsKeyword) return null
      if (!ts.isClassLike(node.parent)) return null
      return FAILURES.test(node.types[0]!.getText()) ? null : node.getText()
    },
    wrong: ["class A extends B {}"],
    right: ["class C extends Error {}", "class D extends Bug {}", "class E implements F {}"],
  },
  {
    name: "no I prefix",
    instead: "the thing's own name",
    finds: (node) =>
      ts.isInterfaceDeclaration(node) && /^I[A-Z][a-z]/.test(node.name.text)
        ? node.name.text
        : null,
    wrong: ["interface ILedger {}"],
    right: ["interface Ledger {}", "interface Id {}"],
  },
]

/** The rules that hold everywhere. */
export const everywhere: readonly Rule[] = BANS.map((ban) =>
  ruleOf(ban, (path) => !(ban.except?.(path) ?? false), "node/planted.ts"),
)
