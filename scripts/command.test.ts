/** Commands of the scripts: their help, and how a process ends that was called wrongly. */
import { afterEach, describe, expect, it, vi } from "vitest"
import { commandOf, runHere } from "./command.ts"
import { wholeNumber } from "./flags.ts"

const count = commandOf(
  {
    ...{ line: "npm run count -- [--to N]", about: "Counts.", words: true },
    flags: { to: { about: "the last number", value: "N" } },
  },
  async ({ values, words }, write) => {
    write(`${words.join(" ")} ${wholeNumber(values, "to", 3)}`)
    return 4
  },
)

async function told(...args: string[]): Promise<readonly [status: number, text: string]> {
  const lines: string[] = []
  const status = await count(args, (text) => void lines.push(text))
  return [status, lines.join("")]
}

describe("a command", () => {
  it("works with its words and flags, and answers its status", async () => {
    expect(await told("up")).toEqual([4, "up 3"])
    expect(await told("up", "to", "--to", "9")).toEqual([4, "up to 9"])
  })

  it("prints its help instead", async () => {
    const help = "npm run count -- [--to N]\n\nCounts.\n\n"
    const flags = "  --to N  the last number\n  --help  print this\n"
    expect(await told("--help")).toEqual([0, help + flags])
  })
})

describe("its process", () => {
  const [argv, status] = [process.argv, process.exitCode]
  afterEach(() => {
    process.argv = argv
    process.exitCode = status
    vi.restoreAllMocks()
  })

  it.each([
    ["--ot", 2, "unknown_argument: unknown flag --ot. Did you mean --to?\n"],
    ["--to=x", 78, 'configuration_invalid: --to takes a whole number from 0 on, not "x".\n'],
  ])("ends a call with %s by status %i, with a code", async (arg, exit, text) => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true)
    process.argv = ["node", "count.ts", arg]
    await runHere(count)
    expect(write).toHaveBeenCalledWith(text)
    expect(process.exitCode).toBe(exit)
  })

  it("does not hide a defect", async () => {
    const broken = commandOf({ line: "", about: "", flags: {} }, async () => {
      throw new TypeError("broken")
    })
    process.argv = ["node", "broken.ts"]
    await expect(runHere(broken)).rejects.toThrow("broken")
  })
})
