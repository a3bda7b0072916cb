/** What is installed is what was tested: exact versions, and a lock file that names no host. */
import { type Finding, lines, type Rule } from "./rule.ts"

const EXACT = /^(npm:(@[\w-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/
const LISTS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"]

/** Every version of every package.json is exact. */
export const versions: Rule = {
  name: "pinned versions",
  instead: 'the exact version, "1.2.3"; and `npm install` with omit-lockfile-registry-resolved',
  *check({ files }) {
    for (const [path, text] of files) {
      if (/(^|\/)package\.json$/.test(path)) yield* ranges(path, text)
      if (path.endsWith("package-lock.json")) yield* hosts(path, text)
    }
  },
  plants: [
    {
      files: {
        "a/package.json": lines(
          '{ "dependencies": {',
          '  "b": "^1.0.0",',
          '  "c": "npm:@d/c@1.0.0",',
          '  "e": "*",',
          '  "f": "1.0.0-rc.1"',
          "} }",
        ),
        "package-lock.json":
          '{ "packages": {\n  "resolved": "https://e.org/b.tgz",\n  "resolved": "kernel" } }\n',
      },
      at: ["a/package.json:2", "a/package.json:4", "package-lock.json:2"],
    },
  ],
}

function* ranges(path: string, text: string): Iterable<Finding> {
  const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>
  const lines = text.split("\n")
  for (const list of LISTS) {
    for (const [name, version] of Object.entries(manifest[list] ?? {})) {
      if (EXACT.test(version)) continue
      const line = lines.findIndex((each) => each.includes(`"${name}": "${version}"`)) + 1
      yield { path, line, found: `${name} ${version}` }
    }
  }
}

function* hosts(path: string, text: string): Iterable<Finding> {
  for (const [index, line] of text.split("\n").entries()) {
    if (/"resolved": "https?:/.test(line)) yield { path, line: index + 1, found: line.trim() }
  }
}
