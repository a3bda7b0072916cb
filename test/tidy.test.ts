/**
 * The rules of the house, over every file of the project. Each rule is first shown its planted
 * violations: a rule that misses one could pass anything.
 */
import { describe, expect, it } from "vitest"
import { knownCodes, reservedCodes, testedCodes } from "./tidy/codes.ts"
import { comments } from "./tidy/comments.ts"
import { cycles } from "./tidy/cycles.ts"
import { deterministic } from "./tidy/deterministic.ts"
import { documented } from "./tidy/documented.ts"
import { links, places, sources } from "./tidy/documents.ts"
import { everywhere } from "./tidy/everywhere.ts"
import { sides, spoken, toldLate } from "./tidy/languages.ts"
import { docblocks, names, readmes, services } from "./tidy/presence.ts"
import { projectOf, projectOnDisk } from "./tidy/project.ts"
import { reachedFiles, usedExports } from "./tidy/reach.ts"
import { rooms } from "./tidy/rooms.ts"
import type { Finding, Rule } from "./tidy/rule.ts"
import { fileLength, functionLength, lineLength } from "./tidy/sizes.ts"
import { versions } from "./tidy/versions.ts"

const RULES: readonly Rule[] = [
  rooms,
  cycles,
  reachedFiles,
  usedExports,
  ...deterministic,
  ...everywhere,
  comments,
  knownCodes,
  testedCodes,
  reservedCodes,
  lineLength,
  functionLength,
  fileLength,
  readmes,
  services,
  docblocks,
  documented,
  names,
  links,
  sources,
  places,
  versions,
  spoken,
  sides,
  toldLate,
]

const place = ({ path, line }: Finding) => `${path}:${line}`

describe("a rule sees its planted violations, and nothing else", () => {
  it.each(RULES)("$name", ({ plants, check }) => {
    expect(plants.length).toBeGreaterThan(0)
    for (const { files, at } of plants) {
      const found = [...check(projectOf(files))].map(place)
      expect(found.toSorted()).toEqual([...at].sort())
    }
  })

  it("every rule has its own name", () => {
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length)
  })
})

describe("the project keeps the rules", () => {
  const project = projectOnDisk()

  it("is read", () => {
    expect([...project.modules.keys()]).toContain("test/tidy.test.ts")
  })

  it.each(RULES)("$name", ({ check, instead }) => {
    const found = [...check(project)].map((each) => `${place(each)} ${each.found}`)
    expect(found, `Instead: ${instead}`).toEqual([])
  })
})
