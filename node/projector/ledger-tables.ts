/**
 * The tables of the read model that no service declares: blocks, transactions, operations and
 * events of the ledger itself, and the marker, the one row that says how far all of it is. A
 * height fits `bigint`: no ledger closes 2^63 blocks.
 */

/** A table that only grows: its columns with their types, its key, its further indexes. */
export type GrowingTable = {
  readonly name: string
  readonly columns: readonly (readonly [name: string, type: string])[]
  readonly key: readonly string[]
  readonly indexes: readonly (readonly string[])[]
}

const TEXT = 'text COLLATE "C"'

/** Schema of these tables. No service may be called like it. */
export const LEDGER_SCHEMA = "ledger"

/** One row a block. `app_hash` is the state after it. */
const blocks: GrowingTable = {
  name: "blocks",
  columns: [
    ["height", "bigint NOT NULL"],
    ["time", "timestamptz(3) NOT NULL"],
    ["hash", "bytea NOT NULL"],
    ["app_hash", "bytea NOT NULL"],
    ["proposer", "bytea NOT NULL"],
    ["transactions", "integer NOT NULL"],
    ["operations", "integer NOT NULL"],
    ["first_event", "bigint NOT NULL"],
    ["events", "integer NOT NULL"],
    ["bytes", "bigint NOT NULL"],
  ],
  key: ["height"],
  indexes: [["time"]],
}

/**
 * One row a transaction in a block, with what became of it there. `code`: 0 accepted, 1 refused, 2
 * invalid. Two blocks may hold one id: the state store alone tells at which place it ran.
 */
const transactions: GrowingTable = {
  name: "transactions",
  columns: [
    ["height", "bigint NOT NULL"],
    ["index", "integer NOT NULL"],
    ["id", "bytea"],
    ["time", "timestamptz(3) NOT NULL"],
    ["caller", TEXT],
    ["code", "smallint NOT NULL"],
    ["cost", "bigint NOT NULL"],
    ["mode", TEXT],
    ["memo", TEXT],
    ["signers", "integer NOT NULL"],
    ["operations", "integer NOT NULL"],
    ["first_event", "bigint NOT NULL"],
    ["events", "integer NOT NULL"],
    ["bytes", "integer NOT NULL"],
  ],
  key: ["height", "index"],
  indexes: [["id"], ["caller", "height", "index"], ["code", "height", "index"]],
}

/** One row an operation. `outcome` is accepted, refused or dropped; `refusal` its code. */
const operations: GrowingTable = {
  name: "operations",
  columns: [
    ["height", "bigint NOT NULL"],
    ["index", "integer NOT NULL"],
    ["operation", "integer NOT NULL"],
    ["command", `${TEXT} NOT NULL`],
    ["outcome", `${TEXT} NOT NULL`],
    ["refusal", TEXT],
    ["service", TEXT],
  ],
  key: ["height", "index", "operation"],
  indexes: [
    ["command", "height", "index"],
    ["refusal", "height", "index"],
  ],
}

/** One row an event of any kind; its fields stand in the table of its kind. */
const events: GrowingTable = {
  name: "events",
  columns: [
    ["position", "bigint NOT NULL"],
    ["height", "bigint NOT NULL"],
    ["index", "integer NOT NULL"],
    ["service", `${TEXT} NOT NULL`],
    ["event", `${TEXT} NOT NULL`],
    ["transaction", "bytea"],
    ["operation", "integer"],
  ],
  key: ["position"],
  indexes: [["service", "event", "position"], ["service", "position"], ["height"]],
}

/** In the order in which a block fills them. */
export const LEDGER_TABLES = { blocks, transactions, operations, events } as const

/** Columns that every table of an event has before its fields. */
export const EVENT_COLUMNS: GrowingTable["columns"] = [
  ["_position", "bigint NOT NULL"],
  ["_height", "bigint NOT NULL"],
  ["_time", "timestamptz(3) NOT NULL"],
]
