/** What a page in any language needs: sentences in catalogues, and no left or right in styles. */
import ts from "@typescript/typescript6"
import { lineOf, nodesOf } from "./module.ts"
import { isTest } from "./project.ts"
import { lines, type Rule } from "./rule.ts"

/** Where people read: pages of the console, screens of services. */
const SCREENS = /^(console\/.*|services\/[^/]+\/screens(\/.*)?)\.tsx$/
/** Attributes that are read out or shown. */
const SPOKEN = /^(aria-(label|description|roledescription|valuetext)|title|placeholder|alt|label)$/
const WORD = /\p{L}{2,}/u
/** `Nothing waits`, `It would be accepted.` */
const SENTENCE = /^\p{Lu}\p{Ll}+ \p{Ll}+/u

/** Sentences stand in the catalogues of `texts/`. */
export const spoken: Rule = {
  name: "sentences in catalogues",
  instead: "a key of texts/en-….ts, told by tell(…), with its words in every other language",
  *check({ modules }) {
    for (const { path, source } of modules.values()) {
      if (!SCREENS.test(path) || isTest(path)) continue
      for (const node of nodesOf(source)) {
        const found = spokenText(node)
        if (found !== null) yield { path, line: lineOf(source, node), found: `"${found}"` }
      }
    }
  },
  plants: [
    {
      files: {
        "console/pages/a.tsx": lines(
          "/** A page. */",
          "const a = <p>",
          "Nothing waits</p>",
          'const b = <img alt="A ring" src="/ring.svg" />',
          'const c = wide ? "Nothing was found" : tell("nothing")',
          'const d = <p className="muted small">{tell("waits")} · 3</p>',
          'if (d === null) throw new Error("No ledger above this component.")',
          'const e = <p>{"waiting"}</p>',
          'const f = <b translate="no">concordat</b>',
        ),
        "console/pages/a.ts": 'const d = "Nothing was found"\n',
      },
      at: [3, 4, 5, 8].map((line) => `console/pages/a.tsx:${line}`),
    },
  ],
}

function spokenText(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return WORD.test(node.text) && !isName(node) ? node.text.trim() : null
  if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return null
  const { parent, text } = node
  if (ts.isJsxAttribute(parent)) {
    return SPOKEN.test(parent.name.getText()) && WORD.test(text) ? text : null
  }
  if (ts.isJsxExpression(parent) && !ts.isJsxAttribute(parent.parent)) {
    return WORD.test(text) ? text : null
  }
  const thrown = ts.isNewExpression(parent) && parent.expression.getText().endsWith("Error")
  return SENTENCE.test(text) && !thrown ? text : null
}

/** `translate="no"`: a name, the same in every language. */
function isName({ parent }: ts.JsxText): boolean {
  const opening = ts.isJsxElement(parent) ? parent.openingElement.attributes.getText() : ""
  return opening.includes('translate="no"')
}

/** What loads with the first page, before texts in other languages have come. */
const FIRST = /^console\/(shell|components|verify|pages\/overview)\//

/** Texts are told when they are drawn. */
export const toldLate: Rule = {
  name: "texts are told when drawn",
  instead: "a function, or the key of the text: other languages come after this file was loaded",
  *check({ modules }) {
    for (const { path, source } of modules.values()) {
      if (!FIRST.test(path) || isTest(path)) continue
      for (const node of nodesOf(source)) {
        if (ts.isCallExpression(node) && isTelling(node) && !isInFunction(node)) {
          yield { path, line: lineOf(source, node), found: node.getText() }
        }
      }
    }
  },
  plants: [
    {
      files: {
        "console/shell/a.tsx": lines(
          'const title = tell("nav.network")',
          'const late = () => tell("nav.network")',
          'const columns = [{ name: shown("skip") }]',
        ),
        "console/pages/b.tsx": 'const title = tell("nav.network")\n',
      },
      at: ["console/shell/a.tsx:1", "console/shell/a.tsx:3"],
    },
  ],
}

function isTelling({ expression }: ts.CallExpression): boolean {
  return /^(tell|shown)(\.parts)?$/.test(expression.getText())
}

function isInFunction(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at)) return true
  }
  return false
}

const SIDE = /^\s*((?:[\w-]+-)?(?:left|right)(?:-[\w-]+)?)\s*:/
const SIDED = /^\s*((?:text-align|float|clear)\s*:\s*(?:left|right))\b/
/** Four lengths: the second is right, the fourth left. */
const FOUR = /^\s*((?:margin|padding|inset|border-width)\s*:\s*)(\S+ \S+ \S+ \S+?);?\s*$/

/** Styles name the beginning and the end of a line. */
export const sides: Rule = {
  name: "no left and right in styles",
  instead: "margin-inline-start, inset-inline-end, text-align: start: pages are read both ways",
  *check({ files }) {
    for (const [path, text] of files) {
      if (!path.endsWith(".css")) continue
      for (const [at, line] of text.split("\n").entries()) {
        const found = SIDE.exec(line)?.[1] ?? SIDED.exec(line)?.[1] ?? uneven(line)
        if (found !== null) yield { path, line: at + 1, found }
      }
    }
  },
  plants: [
    {
      files: {
        "console/a.module.css": lines(
          ".left {",
          "  margin-left: 1px;",
          "  right: 0;",
          "  text-align: left;",
          "  border-top-right-radius: 2px;",
          "  padding: 1px 2px 1px 3px;",
          "  margin: 1px 2px 3px 2px;",
          "  margin-inline-start: 1px;",
          "  text-align: start;",
          "}",
        ),
      },
      at: [2, 3, 4, 5, 6].map((line) => `console/a.module.css:${line}`),
    },
  ],
}

function uneven(line: string): string | null {
  const [, , lengths = ""] = FOUR.exec(line) ?? []
  const [, right, , left] = lengths.split(" ")
  return right === left ? null : line.trim()
}
