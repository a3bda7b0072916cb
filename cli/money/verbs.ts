/** `concordat money pay`, `supply`, `id`: the everyday of money, in amounts with decimals. */
import { type Hex, type JsonObject, parseTime, toHex } from "@concordat/kernel"
import {
  amountText,
  type Client,
  call,
  getRow,
  getRowEvidence,
  readAmount,
  status,
} from "@concordat/sdk"
import { readAccount } from "@concordat/sdk/iso20022"
import { lowestAnchor, meetLedger } from "../anchors.ts"
import { connect, type SignerFlags, signersOf } from "../connect.ts"
import { receiptLines } from "../derived.ts"
import type { Common, Environment } from "../environment.ts"
import { ensureWritable, writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"

const HEX = 16
const TIME_DIGITS = 12
const RANDOM_BYTES = 10
const VERSION = "7"

/** A row's columns, by a key of one field. Throws what `getRow` throws. */
export async function columnsOf(client: Client, table: string, key: string): Promise<JsonObject> {
  const { row } = await getRow(client, "money", table, [key])
  return (row as { readonly value: JsonObject }).value
}

/** A UUIDv7 of the ledger's time (RFC 9562 section 5.7): what an entry, a hold or a quote needs. */
export async function freshId(environment: Environment, client: Client): Promise<Hex> {
  const { now } = await status(client)
  const time = parseTime(now).toString(HEX).padStart(TIME_DIGITS, "0")
  return `${time}${VERSION}${toHex(environment.random(RANDOM_BYTES)).slice(1)}` as Hex
}

/** Prints an id of now. */
export async function idVerb(environment: Environment, flags: Common): Promise<Answer> {
  const id = await freshId(environment, connect(environment, flags))
  return { lines: [id], json: { id } }
}

/** Flags of `pay`. */
export type PayFlags = Common &
  SignerFlags & { readonly code: string; readonly entry?: string; readonly uetr?: string }

/** Pays an amount; sent again under the same entry it is paid once. */
export async function payVerb(
  environment: Environment,
  [from, to, amount]: readonly [string, string, string],
  flags: PayFlags,
): Promise<Answer> {
  const client = connect(environment, flags)
  const [debit, credit] = [readAccount(from), readAccount(to)]
  const { asset } = await columnsOf(client, "accounts", debit)
  const { decimals } = await columnsOf(client, "assets", String(asset))
  const units = readAmount(amount, Number(decimals))
  const entry = flags.entry ?? (await freshId(environment, client))
  await meetLedger(environment, client)
  const line = {
    ...{ debit, credit, amount: units, code: Number(flags.code) },
    ...{ uetr: flags.uetr?.replaceAll("-", "") ?? null, memo: null, consent: null },
  }
  const paid = `Paid ${amount} ${String(asset)}, final. Entry ${entry}.`
  const again = `${paid} It was paid before.`
  const signers = signersOf(flags)
  const receipt = await call(client, {
    command: "money.transfer",
    input: { entry, line },
    ...signers,
  })
  const json = { ...(receipt as unknown as JsonObject), entry }
  const before = "replayed" in receipt
  return { lines: [before ? again : paid, ...receiptLines(receipt)], json }
}

/** What was issued of an asset; with `--evidence` the file that proves it to anybody. */
export async function supplyVerb(
  environment: Environment,
  asset: string,
  flags: Common & { readonly evidence?: string },
): Promise<Answer> {
  const { evidence } = flags
  if (evidence !== undefined) await ensureWritable(environment, evidence)
  const client = connect(environment, flags)
  const { issuance, decimals, issuer } = await columnsOf(client, "assets", asset)
  const row = await columnsOf(client, "accounts", String(issuance))
  const units = BigInt(String(row["debitsPosted"])) - BigInt(String(row["creditsPosted"]))
  const { height } = await lowestAnchor(environment, client)
  const supply = amountText(units, Number(decimals))
  const lines = [`${supply} ${asset} are issued by ${String(issuer)}.`]
  if (evidence !== undefined) {
    const key = [String(issuance)]
    const bundle = await getRowEvidence(client, "money", "accounts", key, height.toString())
    await writeOutput(environment, evidence, bundle)
    lines.push(`Evidence: ${evidence}; \`concordat verify ${evidence}\` needs no network.`)
  }
  return { lines, json: { asset, supply: units.toString(), issuance: issuance ?? null } }
}
