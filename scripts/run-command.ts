/** Runs what a folder of tests offers as a command: the function `command` in its `command.ts`. */
import { join } from "node:path"
import { FlagError } from "./flags.ts"
import { listFiles, ROOT } from "./sources.ts"

type Command = (args: readonly string[], write: (text: string) => void) => Promise<number>

/** Runs the command of a folder below `test` with this process's arguments. */
export async function runCommand(folder: string): Promise<void> {
  const [file] = listFiles(`test/${folder}`, (path) => path === `test/${folder}/command.ts`)
  const { command } = (await import(join(ROOT, file!))) as { command: Command }
  try {
    const write = (text: string) => void process.stdout.write(text)
    process.exitCode = await command(process.argv.slice(2), write)
  } catch (error) {
    if (!(error instanceof FlagError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n`)
    process.exitCode = error.exit
  }
}
