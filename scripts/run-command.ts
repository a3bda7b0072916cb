/** Runs what a folder of tests offers as a command: the function `command` in its `command.ts`. */
import { join } from "node:path"
import { type Command, runHere } from "./command.ts"
import { listFiles, ROOT } from "./sources.ts"

/** Runs the command of a folder below `test` with this process's arguments. */
export async function runCommand(folder: string): Promise<void> {
  const [file] = listFiles(`test/${folder}`, (path) => path === `test/${folder}/command.ts`)
  const { command } = (await import(join(ROOT, file!))) as { command: Command }
  await runHere(command)
}
