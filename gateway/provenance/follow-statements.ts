/**
 * The statements of the register as the gateway follows them: where each was registered, and the
 * tree over the statement log. Made anew from the ledger's events at start; it holds nothing that
 * the ledger does not.
 */
import {
  decodeTransaction,
  fromHex,
  type Hash,
  hashOf,
  leafHashOf,
  MerkleLog,
  sha256,
} from "@concordat/kernel"
import type { Cursor, EventRecord, Ledger } from "@concordat/node"

/** Events read at a time while catching up. */
const PAGE = 1_000

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
}

/** Inputs that carry statements: `register`, `supersede`. */
type Carrier = { readonly statement?: unknown }

/** Follows the ledger's `statement_registered` events, reading on whenever it is asked. */
export function followStatements(ledger: Ledger): Statements {
  const known = new Map<Hash, Registration>()
  const log = new MerkleLog()
  let after: Cursor | null = null
  let reading: Promise<void> | null = null

  function keep({ fields, position, transaction, operation }: EventRecord): void {
    const { statement, position: place } = fields as { statement: Hash; position: string }
    if (BigInt(place) < log.size || transaction === null || operation === null) return
    known.set(statement, {
      ...{ statement, transaction, operation },
      event: position,
      position: BigInt(place),
    })
    log.append([leafHashOf(fromHex(statement))])
  }

  async function readOn(): Promise<void> {
    for (;;) {
      const page = await ledger.events({
        service: "provenance",
        event: "statement_registered",
        limit: PAGE,
        ...(after === null ? {} : { after }),
      })
      for (const event of page.events) keep(event)
      const last = page.events.at(-1)
      if (page.next === null) {
        if (last !== undefined) after = { height: last.height, index: last.index }
        return
      }
      after = page.next
    }
  }

  /** One reader at a time; whoever comes while it reads waits, and reads what came since. */
  async function catchUp(): Promise<void> {
    while (reading !== null) await reading
    reading = readOn().finally(() => {
      reading = null
    })
    await reading
  }

  return {
    async find(statement) {
      if (!known.has(statement)) await catchUp()
      return known.get(statement) ?? null
    },
    async bytes({ transaction, statement }) {
      const record = await ledger.transaction(transaction)
      const { operations } = decodeTransaction(record!.bytes, ledger.runtime).payload
      for (const { input } of operations) {
        const carried = (input as Carrier).statement
        if (carried instanceof Uint8Array && hashOf(sha256(carried)) === statement) return carried
      }
      throw new Error(`transaction ${transaction} carries no statement ${statement}`)
    },
    async log() {
      await catchUp()
      return log
    },
  }
}
