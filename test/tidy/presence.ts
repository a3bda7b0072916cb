/** What must be there: a README a room, a service's folder complete, a docblock a file. */
import { type Project, roomOf } from "./project.ts"
import type { Finding, Rule } from "./rule.ts"

/** A screen; longer explanations have documents of their own. */
const ROOM_README_LINES_MAX = 80
const ROOT_README_LINES_MAX = 100

/** Every room tells what lives in it, on one screen. */
export const readmes: Rule = {
  name: "a README a room",
  instead: "README.md of one screen: what lives here, what may enter, where to start reading",
  *check({ files }) {
    const rooms = new Set([...files.keys()].map(roomOf))
    for (const room of [...rooms].filter((name) => !name.startsWith(".")).sort()) {
      const path = room === "" ? "README.md" : `${room}/README.md`
      const lines = files.get(path)?.trimEnd().split("\n").length
      const most = room === "" ? ROOT_README_LINES_MAX : ROOM_README_LINES_MAX
      if (lines === undefined) yield { path, line: 1, found: "it is missing" }
      else if (lines > most) yield { path, line: most, found: `${lines} lines, at most ${most}` }
    }
  },
  plants: [
    {
      files: { "README.md": "# a\n", "node/a.ts": "", "cli/README.md": "a\n".repeat(81) },
      at: ["cli/README.md:80", "node/README.md:1"],
    },
  ],
}

/** A service is a folder with its specification, its definition, its tests and its story. */
export const services: Rule = {
  name: "a service is complete",
  instead: "README.md (the specification), service.ts, demo.ts and tests beside them",
  *check({ files }) {
    const folders = new Set<string>()
    for (const path of files.keys()) {
      const folder = /^services\/[^/]+\//.exec(path)?.[0]
      if (folder !== undefined) folders.add(folder)
    }
    for (const folder of folders) {
      for (const name of ["README.md", "demo.ts", "service.ts"]) {
        if (!files.has(folder + name)) yield missing(folder + name)
      }
      const tested = [...files.keys()].some(
        (path) => path.startsWith(folder) && path.endsWith(".test.ts"),
      )
      if (!tested) yield missing(`${folder}service.test.ts`)
    }
  },
  plants: [
    {
      files: { "services/a/service.ts": "", "services/a/README.md": "" },
      at: ["services/a/demo.ts:1", "services/a/service.test.ts:1"],
    },
  ],
}

/** Every file says in its first lines what it is. */
export const docblocks: Rule = {
  name: "a docblock a file",
  instead: "/** What this file is, and its source of truth. */ as the first thing in it",
  *check({ modules }: Project) {
    for (const { path, source } of modules.values()) {
      const text = source.text.replace(/^#!.*\n/, "")
      if (text !== "" && !text.startsWith("/**")) yield { path, line: 1, found: "no docblock" }
    }
  },
  plants: [
    {
      files: {
        "node/a.ts": 'import "node:fs"\n',
        "node/b.ts": "/** B. */\n",
        "cli/bin/c.mjs": "#!/usr/bin/env node\n/** C. */\n",
      },
      at: ["node/a.ts:1"],
    },
  ],
}

const BANNED_NAME =
  /^(utils?|helpers?|common|misc|shared|manager|service-impl|.*-(utils?|helpers?|manager|impl))$/

/** Files and folders are named after what they are. */
export const names: Rule = {
  name: "names of files",
  instead: "a noun of the domain or a verb phrase, in kebab-case: merkle-log.ts",
  *check({ modules }) {
    for (const path of modules.keys()) {
      const parts = path.split("/").map((part) => part.replace(/(\.\w+)+$/, ""))
      const wrong = parts.find((part) => BANNED_NAME.test(part) || !/^[a-z0-9-]+$/.test(part))
      if (wrong !== undefined) yield { path, line: 1, found: `the name ${wrong}` }
    }
  },
  plants: [
    {
      files: { "node/utils.ts": "", "node/merkleLog.ts": "", "node/merkle-log.test.ts": "" },
      at: ["node/merkleLog.ts:1", "node/utils.ts:1"],
    },
  ],
}

function missing(path: string): Finding {
  return { path, line: 1, found: "it is missing" }
}
