/** What messages cost: one payment of a bank in and planned; a day of 100,000 lines written. */
import { type Hex, sha256Hex, utf8 } from "@concordat/kernel"
import { type Bench, cpuMicros } from "../../scripts/bench/harness.ts"
import { printAccount } from "./account-number.ts"
import { readMessage } from "./message.ts"
import { pacs008, pain001 } from "./messages.testing.ts"
import { paymentsOf } from "./payments.ts"
import { planPayments } from "./plan.ts"
import type { StatementLine } from "./statement.ts"
import { statementPieces } from "./statement.ts"

const RUNS = 2_000
const PAYMENTS = 100
const LINES = 100_000
const MEBIBYTE = 1_048_576
/** How often the heap is looked at. */
const PIECES_A_LOOK = 50_000
const MICROS = 1_000_000
const NOW = Date.parse("2026-11-28T12:00:00Z")
const SECRET = "5e".repeat(32) as Hex
const CREATED = "2026-11-28T11:59:00Z"
const [ANN, BOB] = ["ann", "bob"].map((name) => sha256Hex(utf8(name)).slice(0, 32)) as [Hex, Hex]

const known = new Map(
  [ANN, BOB].map((account) => [
    printAccount(account),
    { account, asset: "eur-demo", decimals: 2, currency: "EUR" },
  ]),
)
const said = (count: number) => ({
  created: CREATED,
  debtor: printAccount(ANN),
  payments: Array.from({ length: count }, () => ({ creditor: printAccount(BOB) })),
})

async function planned(xml: string, runs: number, each: number) {
  const bytes = utf8(xml)
  const work = () =>
    planPayments(paymentsOf(readMessage(bytes)), { known, now: NOW, secret: SECRET })
  for (let run = 0; run < runs / 10; run++) work()
  const micros = await cpuMicros(async () => {
    for (let run = 0; run < runs; run++) work()
  })
  const note = `${bytes.length} bytes a message`
  return { value: (runs * each * MICROS) / micros, unit: "payments per CPU-s", note }
}

async function written() {
  const lines = Array.from(
    { length: LINES },
    (_, i): StatementLine => ({
      ...{ position: String(i), at: NOW, entry: ANN, line: 0, side: "credit", amount: 1n },
      ...{ code: 100, uetr: null, other: BOB },
    }),
  )
  const statement = {
    ...{ account: ANN, owner: "north-bank", asset: "eur-demo", currency: "EUR", decimals: 2 },
    ...{ from: NOW, to: NOW, whole: true, opening: 0n, closing: BigInt(LINES), lines },
    ...{ chain: "bench-1", height: "1", time: NOW, appHash: "0".repeat(64) },
  }
  const before = process.memoryUsage().heapUsed
  let [bytes, most, pieces] = [0, before, 0]
  const micros = await cpuMicros(async () => {
    for (const piece of statementPieces("camt.053", statement, NOW)) {
      bytes += piece.length
      if (++pieces % PIECES_A_LOOK === 0) most = Math.max(most, process.memoryUsage().heapUsed)
    }
  })
  const mebibytes = Math.round((most - before) / MEBIBYTE)
  const note = `${bytes} bytes in pieces; heap at most ${mebibytes} MiB more`
  return { value: micros / MICROS, unit: "CPU-s", note }
}

export const benches: readonly Bench[] = [
  {
    name: "iso20022.pacs008",
    about: "A pacs.008 of one payment: parsed, read, planned; not signed.",
    target: { value: 3_000, unit: "payments per CPU-s", better: "more" },
    run: () => planned(pacs008(said(1)), RUNS, 1),
  },
  {
    name: "iso20022.pain001",
    about: "A pain.001 of a hundred payments: parsed, read, planned; not signed.",
    target: { value: 3_000, unit: "payments per CPU-s", better: "more" },
    run: () => planned(pain001(said(PAYMENTS)), RUNS / PAYMENTS, PAYMENTS),
  },
  {
    name: "iso20022.camt053",
    about: "A statement of 100,000 lines, its balances tied, written as camt.053.",
    run: written,
  },
]
