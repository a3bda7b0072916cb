/** What a comment may not be: a promise without an issue, a silenced checker without a reason. */
import { commentsOf } from "./module.ts"
import { lines, type Rule } from "./rule.ts"

const FAULTS: readonly { readonly pattern: RegExp; readonly found: string }[] = [
  { pattern: /\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))/, found: "a task without its issue" },
  { pattern: /@ts-(ignore|nocheck)/, found: "a silenced compiler" },
  { pattern: /@ts-expect-error(?!:? \S.{8})/, found: "an expected error without its reason" },
  { pattern: /biome-ignore\S*(?! [\w/]+: \S.{8})/, found: "a silenced linter without its reason" },
]

/** Comments that hold. */
export const comments: Rule = {
  name: "comments hold",
  instead: "TODO(#12) with its issue; @ts-expect-error and biome-ignore with the reason after them",
  *check({ modules }) {
    for (const { path, source } of modules.values()) {
      if (!FAULTS.some(({ pattern }) => pattern.test(source.text))) continue
      for (const { line, text } of commentsOf(source)) {
        const fault = FAULTS.find(({ pattern }) => pattern.test(text))
        if (fault !== undefined) yield { path, line, found: fault.found }
      }
    }
  },
  plants: [
    {
      files: {
        "node/a.ts": lines(
          "// TODO later",
          "const a = 1 /* FIXME */",
          "// @ts-ignore",
          "// @ts-expect-error",
          "// biome-ignore lint/a/b: x",
          "// TODO(#12): when the projector exists",
          "// @ts-expect-error an unknown field does not compile",
          "// biome-ignore lint/a/b: foreign data of many shapes",
          'const b = "TODO"',
        ),
      },
      at: ["node/a.ts:1", "node/a.ts:2", "node/a.ts:3", "node/a.ts:4", "node/a.ts:5"],
    },
  ],
}
