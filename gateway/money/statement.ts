/**
 * An account's day from the read model: both balances, every line between them, and the state that
 * says so. They tie, or there is no statement.
 */
import {
  ConcordatError,
  type Hex,
  type Json,
  type JsonObject,
  parseTime,
  Refusal,
  time,
  timeText,
} from "@concordat/kernel"
import type { Statement, StatementLine } from "@concordat/sdk/iso20022"
import type { GatewayOptions } from "../gateway.ts"
import { PAGE_ROWS_MAX, STATEMENT_LINES_MAX } from "../limits.ts"
import { askNamed } from "../queries/named.ts"
import { accountOf, assetOf } from "./rows.ts"

type Ledger = GatewayOptions["ledger"]

const DAY_MS = 86_400_000

type Page = {
  readonly height: string
  readonly time: string
  readonly appHash: string
  readonly begins: string
  readonly items: readonly JsonObject[]
  readonly next: string | null
}

async function ask(ledger: Ledger, name: string, query: Readonly<Record<string, string>>) {
  return (await askNamed(ledger, "money", name, query)) as unknown as Page
}

/** Credits less debits after the last block of a time; null before the account was there. */
async function balanceAt(ledger: Ledger, account: Hex, by: number) {
  const at = ledger.status().height.toString()
  const page = await ask(ledger, "balance", { account, by: timeText(by), at })
  const [row] = page.items
  if (row === undefined) return { page, balance: null }
  const posted = (name: string) => BigInt(String(row[name]))
  return { page, balance: posted("creditsPosted") - posted("debitsPosted") }
}

function lineOf(item: JsonObject): StatementLine {
  return {
    position: String(item["position"]),
    at: parseTime(String(item["at"])),
    entry: item["entry"] as Hex,
    line: Number(item["line"]),
    side: item["side"] === "debit" ? "debit" : "credit",
    amount: BigInt(String(item["amount"])),
    code: Number(item["code"]),
    uetr: item["uetr"] as Hex | null,
    other: item["other"] as Hex,
  }
}

/** Lines of the day up to a time. Throws `limit_reached` for more than a statement holds. */
async function linesUntil(ledger: Ledger, account: Hex, day: number, to: number) {
  const lines: StatementLine[] = []
  const asked = { account, day: timeText(day), limit: String(PAGE_ROWS_MAX) }
  for (let after: string | null = ""; after !== null; ) {
    const more: Page = await ask(ledger, "statement", after === "" ? asked : { ...asked, after })
    lines.push(...more.items.map(lineOf).filter(({ at }) => at <= to))
    after = more.next
    if (lines.length > STATEMENT_LINES_MAX) {
      const details = { limit: STATEMENT_LINES_MAX }
      throw new Refusal("limit_reached", "The day has more lines than a statement.", details)
    }
  }
  return lines
}

/** Demands that the read model knows the whole day. Throws `height_pruned`. */
async function ensureKnown(ledger: Ledger, { begins }: Page, day: number): Promise<void> {
  const first = BigInt(begins)
  if (first <= 1n) return
  const [block] = await ledger.blocks({ before: first + 1n, limit: 1 })
  if (block !== undefined && block.time <= day) return
  const details = { height: begins }
  throw new Refusal(
    "height_pruned",
    "The history here begins within or after the day.",
    details,
    410,
  )
}

const net = (lines: readonly StatementLine[]) =>
  lines.reduce((sum, { side, amount }) => sum + (side === "credit" ? amount : -amount), 0n)

/**
 * The statement of an account over the UTC day of a time, as far as the ledger is. Throws
 * `unknown_account`, `period_invalid` for a day to come, `height_pruned`, `limit_reached`,
 * `read_model_behind`.
 */
export async function statementOf(ledger: Ledger, account: Hex, of: number): Promise<Statement> {
  const { row } = await accountOf(ledger, account)
  const terms = await assetOf(ledger, row.asset)
  const from = of - (of % DAY_MS)
  const before = await balanceAt(ledger, account, from - 1)
  const told = parseTime(before.page.time)
  if (from > told) {
    throw new Refusal("period_invalid", "This day has not begun on the ledger.", {})
  }
  await ensureKnown(ledger, before.page, from)
  const to = Math.min(from + DAY_MS - 1, told)
  const closing = (await balanceAt(ledger, account, to)).balance ?? 0n
  const lines = await linesUntil(ledger, account, from, to)
  // An account that the day's first block or the genesis brought has no balance before it.
  const opening = before.balance ?? closing - net(lines)
  if (opening + net(lines) !== closing) {
    const hint = "Ask again in a moment."
    throw new ConcordatError("read_model_behind", "The account moved meanwhile.", { hint })
  }
  const { height, appHash } = before.page
  return {
    ...{ account, asset: row.asset, currency: terms.iso4217, decimals: terms.decimals },
    owner: "party" in row.owner ? row.owner.party : row.owner.service,
    ...{ from, to, whole: to === from + DAY_MS - 1, opening, closing, lines },
    ...{ chain: ledger.chain, height, time: told, appHash },
  }
}

/** The same as JSON: amounts in smallest units. */
export function statementJson(statement: Statement): Json {
  const { from, to, opening, closing, lines, time: at, ...same } = statement
  return {
    ...same,
    ...{ from: time.toJson(from), to: time.toJson(to), time: time.toJson(at) },
    ...{ opening: opening.toString(), closing: closing.toString() },
    lines: lines.map((line) => ({
      ...line,
      ...{ at: time.toJson(line.at), amount: line.amount.toString() },
    })),
  }
}
