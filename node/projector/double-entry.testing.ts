/**
 * Double entry in PostgreSQL as somebody would write it who knows PostgreSQL: one table of
 * accounts, one of entries, and a batch of lines as one prepared statement and one commit. What
 * ledgers are compared with: no signature, no proof, no history of a row, no foreign key.
 */
import pg from "pg"
import { microsOfTree } from "../../scripts/bench/processes.testing.ts"
import { postgresInFolder } from "./databases.testing.ts"

const TABLES = `
  CREATE TABLE accounts (
    id integer PRIMARY KEY, debits numeric(39) NOT NULL, credits numeric(39) NOT NULL,
    CHECK (credits >= debits)
  ) WITH (fillfactor = 60);
  CREATE TABLE entries (
    entry bigint, line smallint, debit integer NOT NULL, credit integer NOT NULL,
    amount numeric(39) NOT NULL CHECK (amount > 0), PRIMARY KEY (entry, line)
  );`

/** Rows are locked in one order, so that batches never wait for each other in a circle. */
const POST = {
  name: "post",
  text: `
  WITH lines AS (
    SELECT * FROM unnest($2::integer[], $3::integer[], $4::numeric[])
    WITH ORDINALITY AS line (debit, credit, amount, number)
  ), moves AS (
    SELECT id, sum(debit) AS debit, sum(credit) AS credit FROM (
      SELECT debit AS id, amount AS debit, 0 AS credit FROM lines
      UNION ALL SELECT credit, 0, amount FROM lines
    ) AS sides GROUP BY id
  ), held AS (
    SELECT id FROM accounts JOIN moves USING (id) ORDER BY id FOR UPDATE OF accounts
  ), moved AS (
    UPDATE accounts SET debits = debits + moves.debit, credits = credits + moves.credit
    FROM moves JOIN held USING (id) WHERE accounts.id = moves.id
  )
  INSERT INTO entries SELECT $1, number, debit, credit, amount FROM lines`,
}

/** A line between two accounts by their numbers. */
export type NumberedLine = { readonly debit: number; readonly credit: number }

/** A PostgreSQL that syncs every commit, with so many accounts that hold `credits` each. */
export async function openDoubleEntry(accounts: number, credits: bigint, connections: number) {
  const database = await postgresInFolder({ durable: true })
  if (database.choice.kind !== "postgres") throw new Error("this is PostgreSQL")
  const pool = new pg.Pool({ connectionString: database.choice.url, max: connections })
  pool.on("error", () => {}) // An idle connection may learn of the server's end before its own.
  await pool.query(TABLES)
  const filled = "INSERT INTO accounts SELECT n, 0, $2 FROM generate_series(0, $1::integer - 1) n"
  await pool.query(filled, [accounts, String(credits)])
  await pool.query("VACUUM ANALYZE accounts")
  return {
    /** Books lines under one id, all or none; they are on the disk when it returns. */
    async post(entry: number, lines: readonly NumberedLine[], amount: bigint): Promise<void> {
      const debits = lines.map(({ debit }) => debit)
      const creditsOf = lines.map(({ credit }) => credit)
      const amounts = lines.map(() => String(amount))
      await pool.query({ ...POST, values: [entry, debits, creditsOf, amounts] })
    },
    /** What all accounts hold, and how many lines there are. */
    async sums(): Promise<{ readonly held: string; readonly lines: string }> {
      const held = "(SELECT sum(credits - debits)::text FROM accounts) AS held"
      const lines = "(SELECT count(*)::text FROM entries) AS lines"
      return (await pool.query(`SELECT ${held}, ${lines}`)).rows[0]
    },
    /** CPU microseconds of the server and of all its processes that still run. */
    serverMicros: () => microsOfTree(database.pid!),
    async close(): Promise<void> {
      await pool.end()
      await database.stop()
    },
  }
}
