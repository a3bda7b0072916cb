/**
 * Every durable file of a node and of its users, damaged in every way that fits it: named and
 * refused, or built again; never another state. Files of networks are damaged in `test/cluster`.
 */
import { afterAll, beforeAll, expect, it } from "vitest"
import { LEVELS } from "../reliability/levels.ts"
import { DAMAGES, damagedBy } from "./damages.ts"
import { type Nodes, nodeFiles, nodes } from "./node-files.ts"
import type { Comes, Opened, Subject } from "./subject.ts"
import { userFiles } from "./user-files.ts"

/** How many pairs of a file and a damage are wanted of one run. */
const WANTED = 40

let all: Nodes
let subjects: readonly Subject[]
beforeAll(async () => {
  all = await nodes()
  subjects = [...nodeFiles(all), ...(await userFiles(all))]
})
afterAll(() => {
  for (const node of Object.values(all)) node.remove()
})

/** What came of it, in the words of the table. */
function cameTo({ whole, without, named }: Subject, { state, code, said }: Opened): Comes {
  if (code !== null) return named.test(said) ? code : `${code}, and its file is not named`
  if (state === whole) return named.test(said) ? "rebuilt" : "whole"
  return state === without ? "without" : "another state"
}

const FILES = [
  ...["block log", "block log: a file amid others", "schedule of validators", "genesis"],
  ...["store: CURRENT", "store: manifest", "store: table", "store: log", "store: the folder"],
  ...["snapshot: chunks", "snapshot: summary", "keystore: salt and check", "keystore: a key"],
  ...["settings of a node", "plan of a network", "a user's tokens", "journal of a batch"],
  ...["evidence", "an anchor"],
]

it.each(FILES)("%s", async (file) => {
  const subject = subjects.find((each) => each.file === file)!
  const versions = await subject.versions()
  const came: Record<string, Comes> = {}
  for (const damage of DAMAGES) {
    if (subject.comes[damage] === undefined) continue
    const comes = cameTo(subject, await subject.open(damagedBy(damage, versions)))
    const isSound = subject.comes[damage] === "sound" && /^(whole|rebuilt)$/.test(comes)
    came[damage] = isSound ? "sound" : comes
  }
  expect(came).toEqual(subject.comes)
})

it("all of them, more than are wanted", () => {
  expect(subjects.map(({ file }) => file).sort()).toEqual([...FILES].sort())
  const pairs = subjects.reduce((sum, { comes }) => sum + Object.keys(comes).length, 0)
  expect(pairs).toBeGreaterThan(WANTED)
  const level = LEVELS.find((each) => each.level === "4b")!
  expect(level.does).toContain(`${pairs} pairs`)
  expect(level.does).toContain(`${FILES.length} files`)
})
