/**
 * Money by the verbs of ERC-20. An account is named where Ethereum takes the sender's address, an
 * allowance ends at a time, and nothing is sent by a verb: whoever asked signs what it makes.
 */
import { type Hex, type Party, parseTime, timeText } from "@concordat/kernel"
import type { Client } from "../client.ts"
import { status } from "../read.ts"
import { type Asked, balanceOf, columnsOf, counted, lineOf, type Move } from "./asked.ts"

async function totalSupply(client: Client, asset: string): Promise<bigint> {
  const terms = await columnsOf(client, "assets", asset)
  if (terms === null) return 0n
  const issuance = await columnsOf(client, "accounts", String(terms["issuance"]))
  if (issuance === null) return 0n
  return counted(issuance, "debitsPosted") - counted(issuance, "creditsPosted")
}

async function decimals(client: Client, asset: string): Promise<number> {
  const terms = await columnsOf(client, "assets", asset)
  return Number(terms?.["decimals"] ?? 0)
}

/** What a spender may still take; nothing once the allowance has ended. */
async function allowance(client: Client, account: Hex, spender: Party): Promise<bigint> {
  const columns = await columnsOf(client, "allowances", account, spender)
  if (columns === null) return 0n
  const { now } = await status(client)
  const ended = parseTime(String(columns["expires"])) <= parseTime(now)
  return ended ? 0n : counted(columns, "left")
}

function transfer(move: Move): Asked {
  return { command: "money.transfer", input: { entry: move.entry, line: lineOf(move) } }
}

function approve(
  account: Hex,
  spender: Party,
  amount: bigint,
  /** Milliseconds of 1970 on the ledger's clock. */
  expires: number,
): Asked {
  const input = { account, spender, amount: amount.toString(), expires: timeText(expires) }
  return { command: "money.setAllowance", input }
}

/**
 * The verbs. Amounts are smallest units. `transferFrom` is `transfer`, signed by the spender: the
 * ledger sees whose account it is. Reading verbs throw `SdkError` as `getRow` does.
 */
export const erc20 = {
  ...{ totalSupply, decimals, balanceOf, allowance, transfer, approve },
  transferFrom: transfer,
}
