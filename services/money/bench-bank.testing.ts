/** For benchmarks: a bank with as many accounts as are asked for, all with the same money. */
import {
  encode,
  everyRow,
  type Hex,
  openState,
  type Party,
  type Service,
  type StateReader,
  stateKey,
  tablePrefix,
} from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import { Execution } from "../../kernel/execution/execution.ts"
import { MemoryRows } from "../../kernel/execution/memory-rows.ts"
import { unmetered } from "../../kernel/execution/meter.ts"
import { defineRuntime } from "../../kernel/execution/runtime.ts"
import { DecodedRows } from "../../kernel/execution/state-reader.ts"
import { operationOf } from "../../kernel/execution/views.ts"
import { organisationsService } from "../organisations/service.ts"
import { blankAccount } from "./assets.ts"
import { ALPHA, type Bank, euros, idAt, numberOf } from "./bank.testing.ts"
import type { Id, Line, Owner } from "./kinds.ts"
import { type Posting, post } from "./post.ts"
import { moneyService } from "./service.ts"
import { accounts, totals } from "./tables.ts"

/** What every account of a bench has. */
export const RICH = 10n ** 15n

/** The number of account `n`. */
export function numbered(n: number): Id {
  return n.toString(16).padStart(32, "0") as Hex
}

/** The row of every account: alpha's unless a service owns it, rich. */
function richRow(owner: Owner = { party: "alpha" as Party }): Uint8Array {
  const blank = blankAccount({ asset: "eur", owner, operator: "alpha" as Party, kind: "wallet" })
  return encode(accounts.row, { ...blank, creditsPosted: RICH })
}

/** A state in which every account number names a rich account: rows are decoded, none is stored. */
function endless(bank: Bank): StateReader {
  const { rows } = bank.ledger.state
  const prefix = Buffer.from(tablePrefix(accounts))
  const row = richRow()
  return {
    get(key) {
      const known = rows.get(key)
      if (known !== undefined) return known
      return prefix.equals(key.subarray(0, prefix.length)) ? row : undefined
    },
    scan: (at, range) => rows.scan(at, range),
  }
}

/** Runs `post` as blocks do, without signatures, trie and log. */
export function executor() {
  const bank = euros()
  const runtime = defineRuntime([organisationsService, moneyService])
  const base = new DecodedRows(endless(bank), false)
  const { verdicts, time } = bank.ledger
  const who = { caller: ALPHA as Party, organisation: "alpha" as Party, cosigners: [] }
  const origin = { ...who, id: "00".repeat(32) as never, keys: [] }
  let height = 1n
  return {
    /** A block of entries; answers how many lines were booked. */
    block(postings: readonly Posting[]): number {
      const chain = bank.ledger.state.chain
      const execution = new Execution({ runtime, chain, height: height++, time, verdicts, base })
      for (const posting of postings) {
        const tx = operationOf(execution, origin, 0)
        execution.run("money", unmetered(), () => post.run(tx, posting))
        execution.overlay.settle()
      }
      for (const cell of execution.overlay.touched()) {
        base.replace(cell.table, cell.place, cell.row as never)
      }
      return execution.events.length
    },
    id: (n: number) => idAt(time, n),
  }
}

/** What a bank writes when so much is issued to accounts that are not its own. */
function issued(bank: Bank, amount: bigint) {
  const view = bank.ledger.view()
  const account = numberOf("eur issuance")
  const issuance = accounts.get(view, { account })!
  const sums = totals.get(view, { asset: "eur" })!
  const [debitsPosted, creditsPosted] = [sums.debitsPosted + amount, sums.creditsPosted + amount]
  return [
    {
      key: stateKey(accounts, { account }),
      value: encode(accounts.row, {
        ...issuance,
        debitsPosted: issuance.debitsPosted + amount,
      }),
    },
    {
      key: stateKey(totals, { asset: "eur" }),
      value: encode(totals.row, { ...sums, debitsPosted, creditsPosted }),
    },
  ]
}

/** What else a stored bank has: services, and rows of its own. */
type More = {
  readonly services?: readonly Service[]
  readonly owner?: Owner
  readonly rows?: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[]
}

/** The same bank with stored accounts, a trie over them, and rows that are not frozen. */
export function stored(count: number, { services = [], owner, rows: own = [] }: More = {}) {
  const bank = euros({ services })
  const { ledger } = bank
  const row = richRow(owner)
  const rows = new MemoryRows(everyRow(ledger.state.rows))
  const writes = Array.from({ length: count }, (_, n) => ({
    key: stateKey(accounts, { account: numbered(n) }),
    value: row,
  }))
  rows.apply([...writes, ...own, ...issued(bank, RICH * BigInt(count))] as never)
  const runtime = defineRuntime([organisationsService, moneyService, ...services])
  const { chain, height, time, log, validators, parameters } = ledger.state
  const parts = { chain, height, time, log, validators, parameters, ids: [], rows }
  return { bank, runtime, state: openState(runtime, parts), signer: testSigner(ALPHA) }
}

/** A line between two accounts by their numbers. */
export function lineBetween(debit: number, credit: number): Line {
  return {
    ...{ debit: numbered(debit), credit: numbered(credit), amount: 7n, code: 100 },
    ...{ uetr: null, memo: null, consent: null },
  }
}
