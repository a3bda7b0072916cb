/**
 * Where mutants are judged: a copy of the kernel and of what its tests read, with all mutants of
 * the named files built in behind switches. StrykerJS's instrumenter makes them; it is installed in
 * a folder of its own, by the command alone.
 */
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { listFiles, ROOT } from "../../scripts/sources.ts"

/** One change of one place. */
export type Mutant = {
  readonly id: string
  readonly fileName: string
  readonly mutatorName: string
  readonly replacement: string
  /** "Ignored" where it is left out. */
  readonly status?: string
  readonly location: {
    readonly start: { readonly line: number; readonly column: number }
    readonly end: { readonly line: number; readonly column: number }
  }
}

type File = { readonly name: string; readonly content: string; readonly mutate: boolean }
type Instrumenter = {
  instrument(
    files: readonly File[],
    options: {
      readonly plugins: null
      readonly excludedMutations: readonly string[]
      readonly ignorers: readonly never[]
    },
  ): Promise<{ readonly files: readonly File[]; readonly mutants: readonly Mutant[] }>
}

const TOOLS = join(ROOT, "test/mutation/tools")
const INSTRUMENTER = "node_modules/@stryker-mutator/instrumenter/dist/src/index.js"
/** Texts of failures are for people; codes and labels are held by golden vectors. */
const EXCLUDED = ["StringLiteral"]

/** Files of the kernel that consensus hangs on: no tests, no benchmarks. */
export function kernelFiles(): readonly string[] {
  const isRule = (path: string) =>
    path.endsWith(".ts") && !/\.(test|bench|testing)\.ts$|\/testing\//.test(path)
  return listFiles("kernel", isRule)
}

async function instrumenter(): Promise<Instrumenter> {
  if (!existsSync(join(TOOLS, INSTRUMENTER))) {
    const npm = process.env["npm_execpath"]
    const [program, ...first] = npm === undefined ? ["npm"] : [process.execPath, npm]
    const args = [...first, "ci", "--ignore-scripts", "--prefer-offline", "--loglevel=error"]
    spawnSync(program!, args, { cwd: TOOLS, stdio: ["ignore", "ignore", "inherit"] })
  }
  const { Instrumenter: Made } = (await import(join(TOOLS, INSTRUMENTER))) as {
    Instrumenter: new (logger: object) => Instrumenter
  }
  const quiet = () => {}
  return new Made({ debug: quiet, info: quiet, warn: quiet, isDebugEnabled: () => false })
}

/** A workshop: its folder, and the mutants that are built in. */
export type Workshop = { readonly folder: string; readonly mutants: readonly Mutant[] }

/** Builds one in an empty folder, over the mutants of some files of the kernel. */
export async function openWorkshop(home: string, paths: readonly string[]): Promise<Workshop> {
  const folder = join(home, "project")
  mkdirSync(join(folder, "test"), { recursive: true })
  symlinkSync(join(ROOT, "../shared"), join(home, "shared"))
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"))
  const notInstalled = (path: string) => !/\/(node_modules|dist)$/.test(path)
  cpSync(join(ROOT, "kernel"), join(folder, "kernel"), { recursive: true, filter: notInstalled })
  for (const path of ["package.json", "node/package.json", "test/runs.ts", "test/vectors.ts"]) {
    cpSync(join(ROOT, path), join(folder, path))
  }
  const files = paths.map((name) => {
    return { name, content: readFileSync(join(ROOT, name), "utf8"), mutate: true }
  })
  const options = { plugins: null, excludedMutations: EXCLUDED, ignorers: [] }
  const made = await (await instrumenter()).instrument(files, options)
  for (const { name, content } of made.files) writeFileSync(join(folder, name), content)
  const judge = join(ROOT, "test/mutation/judge.ts")
  const last = [
    'import { it } from "vitest"',
    `import { judge } from "${judge}"`,
    'it("judges", judge)',
  ]
  writeFileSync(join(folder, "kernel/judge.test.ts"), last.join("\n"))
  return { folder, mutants: made.mutants.filter(({ status }) => status !== "Ignored") }
}
