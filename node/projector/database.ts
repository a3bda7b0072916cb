/**
 * The database of the read model: PGlite, a PostgreSQL in this process, or a PostgreSQL elsewhere.
 * What lies in it can be made again from the blocks at any time, so neither waits for its disk:
 * PGlite's commits survive the process, not the machine.
 */
import { mkdirSync } from "node:fs"
import { ConcordatError } from "@concordat/kernel"
import { type Dialect, Kysely, PGliteDialect, PostgresDialect } from "kysely"

/** Which database. */
export type DatabaseChoice =
  /** A folder, or null: in memory. */
  | { readonly kind: "pglite"; readonly folder: string | null }
  | { readonly kind: "postgres"; readonly url: string }

/** Statements are ours, written out; typed queries belong to the services. */
export type Database = Kysely<unknown>

/** Connections to a PostgreSQL: one that writes, the others for questions. */
const CONNECTIONS_MAX = 8
const CONNECT_MS_MAX = 5_000
/** A question that takes longer has missed its index. */
const STATEMENT_MS_MAX = 10_000

async function pglite(folder: string | null): Promise<Dialect> {
  const { PGlite } = await import("@electric-sql/pglite")
  if (folder !== null) mkdirSync(folder, { recursive: true })
  const pglite = await PGlite.create(folder === null ? {} : { dataDir: folder })
  return new PGliteDialect({ pglite })
}

async function postgres(url: string): Promise<Dialect> {
  const { default: pg } = await import("pg")
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    statement_timeout: STATEMENT_MS_MAX,
    application_name: "concordat",
    options: "-c synchronous_commit=off -c timezone=UTC",
  })
  // A connection that ends while nobody uses it is replaced by the next question.
  pool.on("error", () => {})
  return new PostgresDialect({ pool })
}

/** Opens the database. Throws `ConcordatError` `read_model_behind`. */
export async function openDatabase(choice: DatabaseChoice): Promise<Database> {
  try {
    const dialect =
      choice.kind === "pglite" ? await pglite(choice.folder) : await postgres(choice.url)
    return new Kysely<unknown>({ dialect })
  } catch (cause) {
    throw databaseFailure(cause)
  }
}

/** What a database that does not answer is called. The address may hold a password. */
function databaseFailure(cause: unknown): ConcordatError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ConcordatError("read_model_behind", `The read model's database failed: ${reason}`, {
    cause,
    hint: "See that the database runs; the ledger itself is not affected.",
  })
}
