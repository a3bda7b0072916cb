/** Documents lead where they say, and name no place that only one machine has. */
import { dirname, join } from "node:path"
import { commentsOf } from "./module.ts"
import { lines, type Rule } from "./rule.ts"

/** Relative links lead to a file, and to a heading where they name one. */
export const links: Rule = {
  name: "links lead somewhere",
  instead: "the path of a file of this repository, relative to the document",
  *check({ files }) {
    for (const [path, text] of files) {
      if (!path.endsWith(".md")) continue
      for (const { target, line } of linksOf(text)) {
        const fault = faultOf(path, target, files)
        if (fault !== null) yield { path, line, found: `${target}: ${fault}` }
      }
    }
  },
  plants: [
    {
      files: {
        "README.md": lines(
          "# A b",
          "[a](docs/a.md) [b](#a-b) [c](https://e.org/x) [d](docs)",
          "[e](docs/none.md)",
          "[f](docs/a.md#nowhere) [g](docs/a.md#two-words)",
          "```",
          "[h](in/code.md)",
          "```",
        ),
        "docs/a.md": "# `Two` words\n",
      },
      at: ["README.md:3", "README.md:4"],
    },
  ],
}

/** A document in a comment, with its heading; not one that is named in code marks as another's. */
const MENTION = /(?<![\w./+`-])([\w./+-]+\.md)\b(?:, "([^"]+)")?/g

/** Documents that comments name exist, with the section that they name. */
export const sources: Rule = {
  name: "sources exist",
  instead: 'a public standard with its section, or ARCHITECTURE.md, "Heading"',
  *check({ files, modules }) {
    for (const { path, source } of modules.values()) {
      if (!source.text.includes(".md")) continue
      for (const { line, text } of commentsOf(source)) {
        const fault = mentionFault(path, text.replace(/\n\s*(\*|\/\/)?\s*/g, " "), files)
        if (fault !== null) yield { path, line, found: fault }
      }
    }
  },
  plants: [
    {
      files: {
        "ARCHITECTURE.md": "# Architecture\n\n## State proofs\n",
        "kernel/README.md": "# kernel\n",
        "kernel/a.ts": lines(
          "/** A. Source: ARCHITECTURE.md,",
          ' * "State proofs"; README.md beside this file. */',
          "// see kernel.md 6.1",
          '// see ARCHITECTURE.md, "Nothing"',
          'const b = "c.md"',
        ),
      },
      at: ["kernel/a.ts:3", "kernel/a.ts:4"],
    },
  ],
}

const MACHINE = new RegExp(
  `(?<![\\w.])(${["/work/", "/home/\\w", "/root/", "/Users/\\w"].join("|")})`,
)

/** No path of one machine, in code or documents. */
export const places: Rule = {
  name: "no machine's paths",
  instead: "a path relative to the repository, or the system's folder for it",
  *check({ files }) {
    for (const [path, text] of files) {
      if (!MACHINE.test(text) || path === "test/tidy/documents.ts") continue
      for (const [index, line] of text.split("\n").entries()) {
        const place = MACHINE.exec(line)
        if (place !== null) yield { path, line: index + 1, found: place[0] }
      }
    }
  },
  plants: [
    {
      files: {
        "node/a.ts": lines("// ok", 'const a = "/home/ann/ledger"', 'import "../work/b.ts"'),
        "a.md": "see /usr/bin",
      },
      at: ["node/a.ts:2"],
    },
  ],
}

function faultOf(path: string, target: string, files: ReadonlyMap<string, string>): string | null {
  if (/^[a-z]+:/.test(target)) return null
  const [file = "", heading] = target.split("#")
  const full = file === "" ? path : join(dirname(path), decodeURI(file))
  const folder = [...files.keys()].some((known) => known.startsWith(`${full.replace(/\/$/, "")}/`))
  const text = files.get(full)
  if (text === undefined) return folder || isPlain(full) ? null : "no such file"
  if (heading === undefined || headingsOf(text).includes(heading)) return null
  return "no such heading"
}

function mentionFault(
  path: string,
  text: string,
  files: ReadonlyMap<string, string>,
): string | null {
  for (const [, name = "", heading] of text.matchAll(MENTION)) {
    const document = files.get(join(dirname(path), name)) ?? files.get(name)
    if (document === undefined) return `${name}: no such document`
    if (heading !== undefined && !headingsOf(document).includes(anchorOf(heading))) {
      return `${name} has no heading "${heading}"`
    }
  }
  return null
}

/** Files that are not read here because they hold no prose and no code. */
function isPlain(path: string): boolean {
  return /(^|\/)(LICENSE|\.ci\/run)$/.test(path)
}

function linksOf(text: string): { target: string; line: number }[] {
  const found: { target: string; line: number }[] = []
  let code = false
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*```/.test(line)) code = !code
    if (code) continue
    const prose = line.replace(/`[^`]*`/g, "")
    for (const [, target = ""] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      found.push({ target, line: index + 1 })
    }
  }
  return found
}

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => anchorOf(title))
}

/** A heading as hosts of Markdown turn it into an anchor. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replace(/ /g, "-")
}
