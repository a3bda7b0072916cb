/** The commands of README.md, "Try it", word for word: what a new user types does what it says. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { URL_DEFAULT } from "../../cli/environment.ts"
import { CliWorld, pdfOf, type Run } from "../../cli/world.testing.ts"
import { ROOT } from "../../scripts/sources.ts"

/** The lines of the first shell block below the heading, without comments. */
function commandsOf(text: string): string[] {
  const block = /## Try it[\s\S]*?```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? ""
  const lines = block.split("\n").map((line) => line.replace(/(^|\s)#.*$/, "").trim())
  return lines.filter((line) => line !== "")
}

/** A shell's words, as far as the README uses a shell. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!)
}

const COMMANDS = commandsOf(readFileSync(join(ROOT, "README.md"), "utf8"))
const CONCORDAT = "npx concordat "

describe("README.md", () => {
  let world: CliWorld
  beforeAll(async () => {
    world = await new CliWorld().open()
    world.file("diploma.pdf", await pdfOf("Diploma"))
  })
  afterAll(() => world.close())

  /** Runs a line of the README; the two that are no command of ours are done here. */
  async function type(line: string): Promise<Run | null> {
    if (line.startsWith(CONCORDAT)) return world.run(wordsOf(line.slice(CONCORDAT.length)))
    const [, text, file] = /^printf (\S+) >> (\S+)$/.exec(line) ?? []
    if (file === undefined) throw new Error(`this test does not know how to run: ${line}`)
    writeFileSync(join(world.folder, file), text!, { flag: "a" })
    return null
  }

  it("begins with a clone and `npm start`, at the address that commands go to by default", () => {
    expect(COMMANDS.slice(0, 2)).toEqual([expect.stringMatching(/^git clone /), "npm start"])
    expect(readFileSync(join(ROOT, "README.md"), "utf8")).toContain(URL_DEFAULT)
  })

  it("registers, verifies without a network, and says what a byte more means", async () => {
    const [register, verify, printf, again, ...rest] = COMMANDS.slice(2)
    expect(rest).toEqual([])
    expect(await type(register!)).toMatchObject({ exit: 0 })
    world.online = false
    const asked = world.requests.length
    const verified = await type(verify!)
    expect(verified).toMatchObject({ exit: 0, err: "" })
    expect(verified!.out).toContain("Every byte is as registered.")
    await type(printf!)
    const changed = await type(again!)
    expect(changed!.exit).toBe(1)
    expect(changed!.out).toContain("Something was added later.")
    expect(world.requests).toHaveLength(asked)
  })
})
