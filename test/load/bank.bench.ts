/**
 * Money beside the bank module of Cosmos SDK: payments in whole blocks above 100,000 accounts, with
 * signatures, state tree and commit; CPU time of a line of both. Both are the application alone, no
 * engine. Theirs writes to goleveldb and does not sync, ours stays in memory; a line of theirs in a
 * MsgMultiSend writes one balance, as there is one payer, a line of ours two accounts and an event
 * that can be proved. Needs Go, and the modules of `bank/go.mod`.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { operation } from "@concordat/kernel/testing"
import type { Bench } from "../../scripts/bench/harness.ts"
import { lineBetween } from "../../services/money/bench-bank.testing.ts"
import { inBlocks, linesOf, picker } from "../../services/money/money.bench.ts"
import { post, transfer } from "../../services/money/post.ts"

const ACCOUNTS = 100_000
const SOURCES = fileURLToPath(new URL("./bank/", import.meta.url))
const BUILT = fileURLToPath(new URL("../../.concordat/test/", import.meta.url))

/** The program, built where it is not up to date; minutes for the first time. */
function program(): string {
  mkdirSync(BUILT, { recursive: true })
  const built = join(BUILT, "bank")
  execFileSync("go", ["build", "-o", built, "."], { cwd: SOURCES, stdio: "inherit" })
  return built
}

/** CPU-us of a line of theirs. */
function inBank(transactions: number, lines: number, perBlock: number): number {
  const folder = mkdtempSync(join(tmpdir(), "concordat-bank-"))
  try {
    const given = [ACCOUNTS, transactions, lines, perBlock].map(String)
    return Number(execFileSync(program(), [...given, folder], { encoding: "utf8" }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function beside(lines: 1 | 100, transactions: number, perBlock: number): Bench {
  return {
    name: `money.cosmos.${lines}`,
    about: `${lines} lines a signature, beside the bank module of Cosmos SDK 0.53.`,
    async run() {
      const pick = picker(ACCOUNTS, false)
      const { micros } = await inBlocks(transactions, perBlock, (_, id) => {
        if (lines > 1) return operation(post, { entry: id(), mode: "each", lines: linesOf(pick) })
        const debit = pick()
        return operation(transfer, { entry: id(), line: lineBetween(debit, debit + 1) })
      })
      const ours = micros / ((transactions / 2) * lines)
      const theirs = inBank(transactions, lines, perBlock)
      const note = `CPU-us a line: ours ${ours.toFixed(1)}, theirs ${theirs.toFixed(1)}`
      return { value: theirs / ours, unit: "of theirs by ours", note }
    },
  }
}

export const benches: readonly Bench[] =
  spawnSync("go", ["version"]).status === 0 ? [beside(1, 4_000, 500), beside(100, 800, 20)] : []
