/** `concordat money statement`: an account's day for people, for spreadsheets, or as ISO 20022. */
import {
  amountText,
  type Client,
  getStatement,
  getStatementMessage,
  SdkError,
  type StatementAnswer,
  type StatementLineAnswer,
} from "@concordat/sdk"
import { printAccount } from "@concordat/sdk/iso20022"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { ensureWritable, writeOutput } from "../files.ts"
import { type Answer, columns } from "../output.ts"
import { csvText } from "./csv-text.ts"

/** Flags of `statement`. */
export type StatementFlags = Common & {
  readonly account?: string
  readonly day?: string
  readonly format: string
  readonly out?: string
}

const MESSAGES = ["camt.052", "camt.053", "camt.054"] as const
const FORMATS = ["text", "csv", ...MESSAGES] as const
/** A read model that is asked for the first time starts within some seconds. */
const ATTEMPTS = 20
const PAUSE_MS = 1_000

/** Asks until the read model has started, or for as long as that may take. */
async function untilReady<T>(client: Client, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (failure) {
      const starting = failure instanceof SdkError && failure.code === "read_model_behind"
      if (!starting || attempt === ATTEMPTS) throw failure
      await client.pause(PAUSE_MS)
    }
  }
}

const signed = ({ side, amount }: StatementLineAnswer) =>
  side === "credit" ? BigInt(amount) : -BigInt(amount)

/** One row a line, the balances as rows of their own, so that a sheet adds up. */
function csvOf({ opening, closing, lines, decimals, asset, from, to }: StatementAnswer): string {
  const text = (units: bigint) => amountText(units, decimals)
  let balance = BigInt(opening)
  const head = ["time", "kind", "amount", "balance", "asset", "other", "code", "entry", "uetr"]
  const first = [from, "opening", "", text(balance), asset, "", "", "", ""]
  const rows = lines.map((line) => {
    balance += signed(line)
    const { at, side, other, code, entry, uetr } = line
    const numbers = [text(signed(line)), text(balance)]
    return [at, side, ...numbers, asset, printAccount(other), String(code), entry, uetr ?? ""]
  })
  const last = [to, "closing", "", text(BigInt(closing)), asset, "", "", "", ""]
  return csvText([head, first, ...rows, last])
}

function linesOf(statement: StatementAnswer): string[] {
  const { account, asset, decimals, opening, closing, from, to, lines } = statement
  const text = (units: string | bigint) => `${amountText(BigInt(units), decimals)} ${asset}`
  return [
    `Account ${printAccount(account)} of ${statement.owner}, ${from} to ${to}.`,
    ...columns([
      ["opening", text(opening)],
      ...lines.map(
        (line) => [line.at, `${text(signed(line))}  ${printAccount(line.other)}`] as const,
      ),
      [statement.whole ? "closing" : "so far", text(closing)],
    ]),
    `Block ${statement.height} of ${statement.time}, app hash ${statement.appHash}.`,
  ]
}

async function contentOf(client: Client, format: string, question: { account: string }) {
  const message = MESSAGES.find((name) => name === format)
  if (message !== undefined) {
    return untilReady(client, () => getStatementMessage(client, message, question))
  }
  const statement = await untilReady(client, () => getStatement(client, question))
  return new TextEncoder().encode(csvOf(statement))
}

/** Prints or writes a statement. */
export async function statementVerb(
  environment: Environment,
  flags: StatementFlags,
): Promise<Answer> {
  const { account, day, format, out } = flags
  if (account === undefined) {
    const hint = "Name the account: --account <number>"
    throw new UsageError("field_missing", "The flag --account <number> is missing.", hint)
  }
  if (!FORMATS.some((name) => name === format)) {
    const hint = `Formats are ${FORMATS.join(", ")}.`
    throw new UsageError("unknown_argument", `There is no format ${format.slice(0, 20)}.`, hint)
  }
  if (out !== undefined) await ensureWritable(environment, out)
  const client = connect(environment, flags)
  const question = { account, ...(day === undefined ? {} : { day }) }
  if (format === "text") {
    const statement = await untilReady(client, () => getStatement(client, question))
    return { lines: linesOf(statement), json: statement as unknown as Answer["json"] }
  }
  const bytes = await contentOf(client, format, question)
  if (out === undefined) {
    environment.out(new TextDecoder().decode(bytes))
    return { lines: [], json: null, printed: true }
  }
  const path = await writeOutput(environment, out, bytes)
  return { lines: [`Statement: ${out}`], json: { file: path, format } }
}
