/** Files that a command is given or writes. */
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import type { Environment } from "./environment.ts"
import { UsageError } from "./failure.ts"

/** All bytes of a file. Throws `file_unreadable` for one that is absent, a folder, or forbidden. */
export async function readInput({ cwd }: Environment, name: string): Promise<Uint8Array> {
  const path = resolve(cwd, name)
  try {
    if ((await stat(path)).isDirectory()) throw new Error("it is a folder")
    return new Uint8Array(await readFile(path))
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "it is a folder"
    throw new UsageError(
      "file_unreadable",
      `${name} cannot be read (${reason}).`,
      "Name a file that exists and that you may read.",
    )
  }
}

/** Writes a whole file or nothing: under another name first, then renamed. */
export async function writeOutput(
  { cwd }: Environment,
  name: string,
  bytes: Uint8Array,
): Promise<string> {
  const path = resolve(cwd, name)
  const part = `${path}.part`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(part, bytes)
    await rename(part, path)
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "no reason told"
    throw new UsageError(
      "file_unreadable",
      `${name} cannot be written (${reason}).`,
      "Name a folder that you may write to.",
    )
  }
  return path
}
