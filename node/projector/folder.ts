/**
 * The folder of PGlite: a commit there survives the process, but not the machine, and nothing would
 * tell. A mark beside it names the machine's start under which it is open; a folder that another
 * start left open, or that does not open, is made anew from the blocks.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { type Database, type DatabaseChoice, openDatabase } from "./database.ts"

const BOOT = "/proc/sys/kernel/random/boot_id"

/** The present start of the machine; "" where the system does not tell. */
function present(): string {
  return existsSync(BOOT) ? readFileSync(BOOT, "utf8").trim() : ""
}

const markOf = (folder: string) => `${folder}.open`

function isLeftOpen(folder: string): boolean {
  const mark = markOf(folder)
  return existsSync(mark) && readFileSync(mark, "utf8") !== present()
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

async function openedFolder(folder: string): Promise<Database> {
  const choice = { kind: "pglite", folder } as const
  if (isLeftOpen(folder)) remove(folder)
  mkdirSync(dirname(folder), { recursive: true })
  writeFileSync(markOf(folder), present())
  try {
    return await openDatabase(choice)
  } catch {
    remove(folder)
    return openDatabase(choice)
  }
}

/** A database, and how it is let go. */
export type Opened = { readonly database: Database; readonly close: () => Promise<void> }

/** Opens the database that was chosen; a folder of PGlite that cannot be trusted is made anew. */
export async function openTrusted(choice: DatabaseChoice): Promise<Opened> {
  const folder = choice.kind === "pglite" ? choice.folder : null
  const database = await (folder === null ? openDatabase(choice) : openedFolder(folder))
  return {
    database,
    async close() {
      await database.destroy()
      if (folder !== null) rmSync(markOf(folder), { force: true })
    },
  }
}
