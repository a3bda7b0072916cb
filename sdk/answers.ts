/** What the gateway answers, as JSON: heights and sizes are decimal strings, times RFC 3339. */
import type { JsonObject } from "@concordat/kernel"

/** What the ledger is at now. */
export interface LedgerStatus {
  readonly chain: string
  readonly profile: "production" | "development"
  /** "C" on a development ledger; else evidence itself tells its grade. */
  readonly grade: "C" | null
  readonly height: string
  readonly time: string
  /** The ledger's present time. */
  readonly now: string
  readonly appHash: string
  readonly stateRoot: string
  readonly log: { readonly size: string; readonly root: string }
  readonly transactions: string
  readonly operations: string
  readonly rows: number
  readonly engine: "solo" | "cometbft"
  readonly validators: readonly {
    readonly address: string
    readonly key: string
    readonly power: string
    readonly organisation: string | null
    /** Whether it voted for the block before the last; null where that is not told. */
    readonly signed: boolean | null
  }[]
  readonly waiting: number
  /** The lowest height whose blocks and events this node holds. */
  readonly first: string
  readonly provableFrom: string
  readonly halted: string | null
  readonly services: readonly {
    readonly name: string
    readonly about: string
    readonly version: number
  }[]
  readonly version: string
}

/** Whose votes decide, and when each was seen last. */
export interface VotingAnswer {
  readonly height: string
  /** Address of who proposed the last block. */
  readonly proposer: string | null
  /** The round in which it was decided; 0 where the first proposal was. */
  readonly round: number | null
  readonly validators: readonly {
    readonly address: string
    readonly power: string
    readonly organisation: string | null
    readonly signed: boolean | null
    /** Its last vote; null where there is none within the last blocks. */
    readonly seen: { readonly height: string; readonly time: string } | null
  }[]
}

/** A cause that the node's doctor found. */
export interface Finding {
  /** Row of the doctor's table, 1 to 13. */
  readonly row: number
  readonly name: string
  /** Whether something must be done, or time alone does it. */
  readonly level: "fault" | "notice"
  readonly sign: string
  readonly advice: string
  /** The command to run next. */
  readonly command: string | null
}

/** What the node's doctor says of it. */
export interface Diagnosis {
  /** How commands name the node. */
  readonly node: string
  readonly time: string
  readonly height: string | null
  /** Nothing needs to be done. */
  readonly well: boolean
  /** The first of the findings; null where there is none. */
  readonly cause: Finding | null
  readonly findings: readonly Finding[]
  readonly checks: readonly {
    readonly name: string
    readonly ok: boolean
    readonly sentence: string
    readonly advice: string
  }[]
}

/** What became of one operation; code, service and words where it was refused. */
export interface OperationAnswer {
  readonly command: string
  readonly outcome: "accepted" | "refused" | "dropped"
  readonly code?: string
  readonly service?: string
  readonly message?: string
  readonly details?: JsonObject
}

/** What a dry run came to. */
export interface CheckAnswer {
  readonly transaction: string
  readonly status: "accepted" | "refused" | "invalid"
  readonly cost: number
  readonly height: string
  readonly time: string
  readonly operations: readonly OperationAnswer[]
}

/** The transaction is final. */
export interface Receipt extends CheckAnswer {
  readonly index: number
  readonly events: { readonly first: string; readonly count: number }
  /** Path of its evidence. */
  readonly evidence: string
}

/** One leaf of the event log. */
export interface LedgerEvent {
  readonly position: string
  readonly height: string
  readonly index: number
  readonly time: string
  readonly service: string
  readonly event: string
  readonly operation: number | null
  readonly transaction: string | null
  readonly fields: JsonObject
  readonly evidence: string
}

/** A row that a block wrote. */
export interface RowChange {
  readonly height: string
  /** Among the rows of its block. */
  readonly index: number
  readonly service: string
  readonly table: string
  readonly key: JsonObject
  /** Null: the row was deleted. */
  readonly value: JsonObject | null
  /** Who wrote it last in this block; null: a hook, or the genesis. */
  readonly transaction: string | null
  readonly operation: number | null
}

/** A transaction with its content and the first 200 of its events. */
export interface TransactionAnswer extends Receipt {
  /** The transaction in its JSON form. */
  readonly content: JsonObject
  readonly emitted: readonly LedgerEvent[]
  /** base64url. */
  readonly bytes: string
}

/** A block in a list. */
export interface Block {
  readonly height: string
  readonly time: string
  readonly hash: string
  readonly appHash: string
  readonly proposer: string
  readonly transactions: number
  readonly operations: number
  readonly events: { readonly first: string; readonly count: number }
  readonly bytes: number
}

/** A block with its transactions and its signers. */
export interface BlockDetail extends Block {
  readonly items: readonly { readonly transaction: string | null; readonly status: string }[]
  readonly signers: readonly string[]
  readonly round: number
}

/** A page of a list out of the read model, and the state in which it holds. */
export interface ListAnswer<Item> {
  readonly height: string
  readonly time: string
  /** From which height on history is known. */
  readonly begins: string
  readonly items: readonly Item[]
  /** `after` of the next page; null at the end. */
  readonly next: string | null
}

/** A row at a height, or null where there is none. */
export interface RowAnswer {
  readonly height: string
  readonly time: string
  readonly row: { readonly key: JsonObject; readonly value: JsonObject } | null
  /** base64url, where a proof was asked for. */
  readonly evidence?: string
}

/** A page of rows in key order; `next` leads to the one after it. */
export interface RowPage {
  readonly height: string
  readonly time: string
  readonly rows: readonly { readonly key: JsonObject; readonly value: JsonObject }[]
  readonly next: string | null
}

/** Where the read model stands: `waiting` until its first question. */
export interface ReadModelStatus {
  readonly kind: "none" | "pglite" | "postgres"
  readonly state: "off" | "waiting" | "starting" | "building" | "ready" | "failed"
  readonly height: string | null
  /** The lowest height of which it knows what happened. */
  readonly begins: string | null
  /** Blocks that it lacks. */
  readonly lag: string
}

/** What a row was, from the block that wrote it on. */
export interface RowVersion {
  readonly value: JsonObject
  /** The block, the place of the transaction in it, its operation; null: a hook, or the genesis. */
  readonly writer: {
    readonly height: string
    readonly transaction: number | null
    readonly operation: number | null
  }
  /** Null where the read model begins later. */
  readonly time: string | null
  readonly by: {
    readonly transaction: string
    readonly caller: string | null
    readonly command: string | null
  } | null
  /** The block that replaced or deleted it; null: it stands. */
  readonly ended: string | null
  readonly endedTime: string | null
}

/** All that a row was, newest first. */
export interface RowHistory {
  readonly height: string
  readonly begins: string
  readonly items: readonly RowVersion[]
  readonly next: string | null
}

/** Who may be acted as on a development ledger. */
export interface DevelopmentAnswer {
  readonly notice: string
  readonly principals: readonly string[]
  readonly default: string
  readonly class: string
}
