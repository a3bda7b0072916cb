/**
 * `concordat money return` and `recall`: what a payment brought is given back by who was paid; and
 * who paid asks for that by a message, which who was paid answers.
 */
import { type JsonObject, toHex } from "@concordat/kernel"
import { amountText, type Client, call, readAmount, status } from "@concordat/sdk"
import { type KnownOriginal, recallMessage, writeXml } from "@concordat/sdk/iso20022"
import { meetLedger } from "../anchors.ts"
import { connect, type SignerFlags, signersOf } from "../connect.ts"
import { receiptLines } from "../derived.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { ensureWritable, writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"
import { originalOf, readReference } from "./original.ts"
import { columnsOf, freshId } from "./verbs.ts"

const ID_BYTES = 16

/** Flags of both. */
export type ReturnFlags = Common &
  SignerFlags & { readonly reason: string; readonly entry?: string }
export type RecallFlags = Common & { readonly reason: string; readonly out?: string }

async function known(client: Client, named: string): Promise<KnownOriginal> {
  const original = await originalOf(client, readReference(named))
  if (original !== null) return original
  const hint = "Payments can be given back for seven days: name one by its UETR or its entry."
  throw new UsageError("unknown_entry", "No such payment was booked here.", hint)
}

/** Gives back an amount of a payment, or all of it. */
export async function returnVerb(
  environment: Environment,
  [named, amount]: readonly [string, string | undefined],
  flags: ReturnFlags,
): Promise<Answer> {
  const client = connect(environment, flags)
  const { asset, decimals, line, shown } = await known(client, named)
  const units = amount === undefined ? line.amount.toString() : readAmount(amount, decimals)
  const entry = flags.entry ?? (await freshId(environment, client))
  await meetLedger(environment, client)
  const rest = { amount: units, reason: flags.reason, consent: null }
  const input = { entry, original: shown as JsonObject, ...rest }
  const receipt = await call(client, { command: "money.returnLine", input, ...signersOf(flags) })
  const said = `Returned ${amountText(BigInt(units), decimals)} ${asset}, final. Entry ${entry}.`
  const again = "replayed" in receipt ? `${said} It was returned before.` : said
  const json = { ...(receipt as unknown as JsonObject), entry }
  return { lines: [again, ...receiptLines(receipt)], json }
}

/** Writes the message that asks for a payment's return, from bank to bank. */
export async function recallVerb(
  environment: Environment,
  named: string,
  flags: RecallFlags,
): Promise<Answer> {
  const file = flags.out ?? "camt056.xml"
  await ensureWritable(environment, file)
  const client = connect(environment, flags)
  const original = await known(client, named)
  const { line } = original
  const bankOf = async (account: string) =>
    String((await columnsOf(client, "accounts", account))["operator"])
  const message = recallMessage({
    ...{ messageId: toHex(environment.random(ID_BYTES)), original, reason: flags.reason },
    ...{ from: await bankOf(line.debit), to: await bankOf(line.credit) },
    created: Date.parse((await status(client)).now),
  })
  await writeOutput(environment, file, new TextEncoder().encode(writeXml(message)))
  const answered = `The bank that was paid answers: concordat money import ${file} --status A.xml`
  return { lines: [`Request: ${file}`, answered], json: { file } }
}
