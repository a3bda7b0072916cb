/**
 * Databases for tests: PGlite in memory, and a PostgreSQL of the test's own in a folder under /tmp,
 * on a socket in that folder. PostgreSQL refuses to run as root: then its own user runs it.
 */
import { execFile, execFileSync, spawn } from "node:child_process"
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { CompiledQuery } from "kysely"
import { postgresPath } from "../../scripts/postgres.ts"
import { type Database, type DatabaseChoice, openDatabase } from "./database.ts"

const USER = "postgres"

/** A database that a test opens as often as it likes. */
export type TestDatabase = {
  readonly choice: DatabaseChoice
  /** Of a server of its own. */
  readonly pid?: number | undefined
  open(): Promise<Database>
  stop(): Promise<void>
}

/** Why there is no PostgreSQL to test with, for the names of skipped tests; "" where there is. */
export const postgresMissing = postgresPath() === null ? " (skipped: no PostgreSQL here)" : ""

/** The rows of a statement of the test's own. */
export async function rowsOf<Row>(database: Database, text: string): Promise<readonly Row[]> {
  return (await database.executeQuery<Row>(CompiledQuery.raw(text))).rows
}

/** PGlite in memory: one instance, as starting one takes seconds. */
export async function pgliteInMemory(): Promise<TestDatabase> {
  const choice = { kind: "pglite", folder: null } as const
  const database = await openDatabase(choice)
  return { choice, open: async () => database, stop: () => database.destroy() }
}

function owner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const number = (flag: string) => Number(execFileSync("id", [flag, USER], { encoding: "utf8" }))
  return { uid: number("-u"), gid: number("-g") }
}

/** A PostgreSQL that ends with the test. `durable`: it syncs each commit, as one for real does. */
export async function postgresInFolder({ durable = false } = {}): Promise<TestDatabase> {
  const programs = postgresPath()!
  const folder = mkdtempSync(join(tmpdir(), "concordat-postgres-"))
  const who = owner()
  chmodSync(folder, 0o700)
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid!)
  const data = join(folder, "data")
  const options = { ...who, cwd: folder, stdio: "ignore" } as const
  const init = ["-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
  execFileSync(join(programs, "initdb"), init, options)
  const flags = ["-D", data, "-k", folder, "-c", "listen_addresses="]
  if (!durable) flags.push("-c", "fsync=off")
  const server = spawn(join(programs, "postgres"), flags, options)
  const choice = { kind: "postgres", url: `postgres://${USER}@localhost/postgres?host=${folder}` }
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()))
  const test: TestDatabase = {
    choice: choice as DatabaseChoice,
    pid: server.pid,
    open: () => openDatabase(test.choice),
    async stop() {
      server.kill("SIGINT")
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
  const isReady = () =>
    new Promise<boolean>((resolve) => {
      execFile(join(programs, "pg_isready"), ["-h", folder], (failure) => resolve(failure === null))
    })
  while (!(await isReady())) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`)
  }
  return test
}
