/** Every public thing says what it is: a sentence, units, ranges, errors. */
import ts from "@typescript/typescript6"
import { lineOf, type Module } from "./module.ts"
import { isTest, type Project } from "./project.ts"
import { contractsOf } from "./reach.ts"
import { type Finding, lines, manifest, type Rule } from "./rule.ts"

/** What the kernel's definitions are made with; their own text documents them. */
const DEFINED = /^(command|event|invariant|procedure|rawTable|reader|refusals|rule|service|table)$/

/** Functions, classes and constants that are exported; types where a contract names them. */
export const documented: Rule = {
  name: "documented exports",
  instead: "/** one sentence: what it is; units, ranges, errors */ above it, or above its group",
  *check(project) {
    const types = publicTypes(project)
    for (const module of project.modules.values()) {
      if (!isTest(module.path)) yield* undocumented(module, types)
    }
  },
  plants: [
    {
      files: {
        "node/package.json": manifest("@concordat/node"),
        "node/index.ts": 'export { type F } from "./a.ts"\n',
        "node/a.ts": lines(
          "/** A. */",
          "",
          "export function a() {}",
          "",
          "/** C and D. */",
          "export const C = 1",
          "export const D = 2",
          "",
          "export type E = 1",
          "",
          "export type F = 1",
          "",
          "/** G. */",
          "export class G {}",
          "",
          "export const issue = command({ about: 1 })",
        ),
      },
      at: ["node/a.ts:3", "node/a.ts:11"],
    },
  ],
}

function publicTypes(project: Project): ReadonlySet<string> {
  const names = new Set<string>()
  for (const path of contractsOf(project)) {
    for (const each of project.modules.get(path)?.imports ?? []) {
      for (const name of each.names) names.add(`${each.target} ${name}`)
    }
    for (const { name } of project.modules.get(path)?.exports ?? []) names.add(`${path} ${name}`)
  }
  return names
}

/** A docblock stands for the whole paragraph of exports below it. */
function* undocumented({ path, source }: Module, types: ReadonlySet<string>): Iterable<Finding> {
  let coveredTo = 0
  for (const statement of source.statements) {
    const first = lineOf(source, statement)
    const own = docblockOf(source, statement)
    const covered = own || first === coveredTo + 1
    const end = source.getLineAndCharacterOfPosition(statement.end).line + 1
    if (covered) coveredTo = end
    const name = exportedName(statement)
    if (name === null || covered || isDefinition(statement)) continue
    const type = ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)
    if (!type || types.has(`${path} ${name}`)) yield { path, line: first, found: name }
  }
}

function docblockOf(source: ts.SourceFile, statement: ts.Statement): boolean {
  const ranges = ts.getLeadingCommentRanges(source.text, statement.getFullStart()) ?? []
  const last = ranges.at(-1)
  if (last === undefined || !source.text.startsWith("/**", last.pos)) return false
  return !/\n\s*\n/.test(source.text.slice(last.end, statement.getStart(source)))
}

function exportedName(statement: ts.Statement): string | null {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : []
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return null
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations[0]?.name.getText() ?? null
  }
  const declared = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
  const type = ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)
  return declared || type ? (statement.name?.text ?? null) : null
}

function isDefinition(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false
  const value = statement.declarationList.declarations[0]?.initializer
  return (
    value !== undefined && ts.isCallExpression(value) && DEFINED.test(value.expression.getText())
  )
}
