/** One parsed file: what it imports, by which names, and what it exports. */
import { dirname, join } from "node:path"
import ts from "@typescript/typescript6"

/** An import, a re-export, a dynamic import or a path of another file in a string. */
export type Import = {
  readonly specifier: string
  readonly line: number
  /** `value` runs at load, `type` never, `late` when asked (dynamic, a worker, a script). */
  readonly kind: "value" | "type" | "late"
  /** Imported names; `*` stands for all. */
  readonly names: readonly string[]
  /** Path in the project, or null for packages. */
  readonly target: string | null
}

/** An exported name; `type` when it exists for the compiler only. */
export type Export = { readonly name: string; readonly line: number; readonly type: boolean }

/** A parsed file. */
export type Module = {
  readonly path: string
  readonly source: ts.SourceFile
  readonly imports: readonly Import[]
  readonly exports: readonly Export[]
}

type Paths = ReadonlyMap<string, string>

/** Parses `text`; `files` and `contracts` tell which paths and package names are the project's. */
export function parseModule(path: string, text: string, files: Paths, contracts: Paths): Module {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
  const imports: Import[] = []
  const add = (node: ts.Node, specifier: string, kind: Import["kind"], names: string[]) => {
    const target = resolve(path, specifier, files, contracts)
    imports.push({ specifier, line: lineOf(source, node), kind, names, target })
  }
  for (const node of nodesOf(source)) {
    if (ts.isImportDeclaration(node)) add(node, textOf(node), ...imported(node.importClause))
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      add(node, textOf(node), ...reexported(node))
    } else if (ts.isImportTypeNode(node)) {
      const name = node.qualifier?.getText(source).split(".")[0] ?? "*"
      add(node, node.argument.getText(source).slice(1, -1), "type", [name])
    } else if (isDynamicImport(node)) add(node, node.arguments[0].text, "late", ["*"])
    else if (isPathLiteral(node) || isTemplateOfExtension(node)) {
      const text = isPathLiteral(node) ? node.text : `${node.head.text}.ts`
      const specifier = text.replace(/^\//, "")
      const places = [specifier, `./${specifier}`]
      const found = places.find((place) => files.has(resolve(path, place, files, contracts) ?? ""))
      if (found !== undefined) add(node, found, "late", ["*"])
    }
  }
  return { path, source, imports, exports: exported(source) }
}

const flat = new WeakMap<ts.SourceFile, readonly ts.Node[]>()

/** Every node of a file, parents first; listed once, as many rules look through them. */
export function nodesOf(source: ts.SourceFile): readonly ts.Node[] {
  const known = flat.get(source)
  if (known !== undefined) return known
  const nodes: ts.Node[] = []
  const visit = (node: ts.Node) => {
    nodes.push(node)
    ts.forEachChild(node, visit)
  }
  visit(source)
  flat.set(source, nodes)
  return nodes
}

/** The line of a node's first character, from 1. */
export function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
}

/** The comments of a file with their lines. */
export function commentsOf(source: ts.SourceFile): { line: number; text: string }[] {
  const found = new Map<number, string>()
  const collect = (ranges: readonly ts.CommentRange[] | undefined) => {
    for (const range of ranges ?? []) found.set(range.pos, source.text.slice(range.pos, range.end))
  }
  const visit = (node: ts.Node) => {
    collect(ts.getLeadingCommentRanges(source.text, node.getFullStart()))
    collect(ts.getTrailingCommentRanges(source.text, node.getEnd()))
    for (const child of node.getChildren(source)) visit(child)
  }
  visit(source)
  return [...found].map(([position, text]) => ({
    line: source.getLineAndCharacterOfPosition(position).line + 1,
    text,
  }))
}

function resolve(path: string, specifier: string, files: Paths, contracts: Paths): string | null {
  const contract = contracts.get(specifier)
  if (contract !== undefined) return contract
  if (!/^\.\.?\//.test(specifier)) return files.has(specifier) ? specifier : null
  return join(dirname(path), specifier)
}

type DynamicImport = ts.CallExpression & { readonly arguments: readonly [ts.StringLiteral] }

function isDynamicImport(node: ts.Node): node is DynamicImport {
  if (!ts.isCallExpression(node)) return false
  const [argument] = node.arguments
  const called = node.expression.kind === ts.SyntaxKind.ImportKeyword
  return called && argument !== undefined && ts.isStringLiteral(argument)
}

/** A string that may name another file of ours: a worker, a script that is started. */
function isPathLiteral(node: ts.Node): node is ts.LiteralLikeNode {
  const literal =
    ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateTail(node)
  if (!literal || !/\.(ts|tsx|mjs)$/.test(node.text)) return false
  const { parent } = node
  return (
    !ts.isImportDeclaration(parent) && !ts.isExportDeclaration(parent) && !isDynamicImport(parent)
  )
}

/** `./worker${extension}`: a worker that is a source here and compiled elsewhere. */
function isTemplateOfExtension(node: ts.Node): node is ts.TemplateExpression {
  if (!ts.isTemplateExpression(node) || !/^\.\.?\//.test(node.head.text)) return false
  const [span] = node.templateSpans
  return node.templateSpans.length === 1 && span?.literal.text === ""
}

function textOf(node: ts.ImportDeclaration | ts.ExportDeclaration): string {
  return (node.moduleSpecifier as ts.StringLiteral).text
}

function imported(clause: ts.ImportClause | undefined): [Import["kind"], string[]] {
  if (clause === undefined) return ["value", []]
  const names = clause.name === undefined ? [] : ["default"]
  const bindings = clause.namedBindings
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) return [kindOf(clause), ["*"]]
  const elements = bindings === undefined ? [] : [...bindings.elements]
  const types = elements.length > 0 && elements.every((element) => element.isTypeOnly)
  names.push(...elements.map((element) => (element.propertyName ?? element.name).text))
  return [types && clause.name === undefined ? "type" : kindOf(clause), names]
}

function kindOf(clause: ts.ImportClause): Import["kind"] {
  return clause.isTypeOnly ? "type" : "value"
}

function reexported(node: ts.ExportDeclaration): [Import["kind"], string[]] {
  const clause = node.exportClause
  if (clause === undefined || ts.isNamespaceExport(clause)) {
    return [node.isTypeOnly ? "type" : "value", ["*"]]
  }
  const types = node.isTypeOnly || clause.elements.every((element) => element.isTypeOnly)
  const names = clause.elements.map((element) => (element.propertyName ?? element.name).text)
  return [types ? "type" : "value", names]
}

function exported(source: ts.SourceFile): Export[] {
  const found: Export[] = []
  const add = (node: ts.Node, name: string, type = false) =>
    found.push({ name, line: lineOf(source, node), type })
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement)) add(statement, "default")
    if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined) {
      const clause = statement.exportClause
      if (ts.isNamedExports(clause)) for (const each of clause.elements) add(each, each.name.text)
    }
    if (!ts.canHaveModifiers(statement)) continue
    const modifiers = ts.getModifiers(statement)?.map((modifier) => modifier.kind) ?? []
    if (!modifiers.includes(ts.SyntaxKind.ExportKeyword)) continue
    if (modifiers.includes(ts.SyntaxKind.DefaultKeyword)) add(statement, "default")
    else if (ts.isVariableStatement(statement)) {
      for (const each of statement.declarationList.declarations) addBinding(each.name, add)
    } else addNamed(statement, add)
  }
  return found
}

type Add = (node: ts.Node, name: string, type?: boolean) => void

function addBinding(name: ts.BindingName, add: Add): void {
  if (ts.isIdentifier(name)) {
    add(name, name.text)
    return
  }
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) addBinding(element.name, add)
  }
}

function addNamed(statement: ts.Statement, add: Add): void {
  const type = ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)
  const named = type || ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
  if (named && statement.name !== undefined) add(statement, statement.name.text, type)
}
