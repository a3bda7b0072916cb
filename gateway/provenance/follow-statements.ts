/**
 * The statements of the register as the gateway follows them: where each was registered, and the
 * tree over the statement log. Made anew from the ledger's events at start; it holds nothing that
 * the ledger does not. A node that began with a snapshot has not all events: there the log is known
 * by its head, and what is registered from then on.
 */
import {
  decodeTransaction,
  fromHex,
  type Hash,
  hashOf,
  LOG_HASH_BYTES,
  leafHashOf,
  MemoryHashes,
  MerkleLog,
  Refusal,
  type Row,
  sha256,
  stateKey,
} from "@concordat/kernel"
import type { Cursor, EventRecord, Ledger } from "@concordat/node"
import { provenanceService } from "@concordat/services/provenance"

/** In the place of a leaf that is not known; nothing is ever worked out from it. */
const UNKNOWN = new Uint8Array(LOG_HASH_BYTES)
/** Events read at a time while catching up. */
const PAGE = 1_000

const { log: statementLog } = provenanceService.tables

export interface Registration {
  readonly statement: Hash
  /** Position of the event `statement_registered` in the event log. */
  readonly event: bigint
  /** Position of the statement in the statement log. */
  readonly position: bigint
  readonly transaction: Hash
  readonly operation: number
}

export interface Statements {
  /** Where a statement was registered, or null. */
  find(statement: Hash): Promise<Registration | null>
  /** The signed bytes of a registered statement. */
  bytes(registration: Registration): Promise<Uint8Array>
  /** The tree over all statements registered so far. */
  log(): Promise<MerkleLog>
  /** Statements that are known by the log's head alone: none but after a snapshot. */
  readonly from: bigint
}

/** What came before this node began with a snapshot. */
export function beforeHere(what: string, earliest: bigint): Refusal {
  const message = `${what}: this node began with a snapshot.`
  return new Refusal("height_pruned", message, { earliest: String(earliest) }, 410)
}

/** Inputs that carry statements: `register`, `supersede`. */
type Carrier = { readonly statement?: unknown }

/** The log as it is read on: what is known of it, and where to go on. */
class Follower implements Statements {
  private readonly ledger: Ledger
  private readonly known = new Map<Hash, Registration>()
  private tree = new MerkleLog()
  private after: Cursor | null = null
  private reading: Promise<void> | null = null
  from = 0n

  constructor(ledger: Ledger) {
    this.ledger = ledger
  }

  private keep({ fields, position, transaction, operation }: EventRecord): void {
    const { statement, position: place } = fields as { statement: Hash; position: string }
    if (BigInt(place) < this.tree.size || transaction === null || operation === null) return
    this.known.set(statement, {
      ...{ statement, transaction, operation },
      event: position,
      position: BigInt(place),
    })
    this.tree.append([leafHashOf(fromHex(statement))])
  }

  /** Takes the log as it is now, by its head in the state. */
  private async beginAtHead(): Promise<void> {
    const { value, height } = await this.ledger.row(stateKey(statementLog, {}))
    const { size, peaks } = statementLog.readRow(value!) as Row<typeof statementLog>
    const leaves = new MemoryHashes()
    for (let at = 0n; at < size; at++) leaves.push(UNKNOWN)
    const before = { size, peaks: peaks.map((peak) => fromHex(peak)) }
    this.tree = new MerkleLog(leaves, new MemoryHashes(), before)
    this.from = size
    this.after = { height, index: Number.MAX_SAFE_INTEGER }
  }

  private async begin(): Promise<void> {
    try {
      await this.readOn()
    } catch (failure) {
      const isPruned = failure instanceof Refusal && failure.code === "height_pruned"
      if (!isPruned || this.after !== null) throw failure
      await this.beginAtHead()
      await this.readOn()
    }
  }

  private async readOn(): Promise<void> {
    for (;;) {
      const page = await this.ledger.events({
        service: "provenance",
        event: "statement_registered",
        limit: PAGE,
        ...(this.after === null ? {} : { after: this.after }),
      })
      for (const event of page.events) this.keep(event)
      const last = page.events.at(-1)
      if (page.next === null) {
        if (last !== undefined) this.after = { height: last.height, index: last.index }
        return
      }
      this.after = page.next
    }
  }

  /** One reader at a time; whoever comes while it reads waits, and reads what came since. */
  async catchUp(): Promise<void> {
    while (this.reading !== null) await this.reading
    this.reading = this.begin().finally(() => {
      this.reading = null
    })
    await this.reading
  }

  async find(statement: Hash): Promise<Registration | null> {
    if (!this.known.has(statement)) await this.catchUp()
    return this.known.get(statement) ?? null
  }

  async bytes({ transaction, statement }: Registration): Promise<Uint8Array> {
    const { runtime } = this.ledger
    const record = await this.ledger.transaction(transaction)
    const { operations } = decodeTransaction(record!.bytes, runtime).payload
    for (const { input } of operations) {
      const carried = (input as Carrier).statement
      if (carried instanceof Uint8Array && hashOf(sha256(carried)) === statement) return carried
    }
    throw new Error(`transaction ${transaction} carries no statement ${statement}`)
  }

  async log(): Promise<MerkleLog> {
    await this.catchUp()
    return this.tree
  }
}

/** Follows the ledger's `statement_registered` events, reading on whenever it is asked. */
export function followStatements(ledger: Ledger): Statements {
  const follower = new Follower(ledger)
  // From the first moment on: what is registered before anybody asks would be lost.
  if (ledger.status().first > 1n) void follower.catchUp().catch(() => {})
  return follower
}
