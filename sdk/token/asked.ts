/** A command to be signed, as the verbs of tokens make it: `call` and drafts take it as it is. */
import type { Hex, JsonObject } from "@concordat/kernel"
import type { Client } from "../client.ts"
import { getRow } from "../read.ts"
import { SdkError } from "../sdk-error.ts"

/** One command with its input in JSON. Nothing is sent by making one. */
export type Asked = { readonly command: string; readonly input: JsonObject }

/** Who pays whom how much, in smallest units, under a fresh entry id (UUIDv7 of now). */
export type Move = {
  readonly entry: Hex
  readonly from: Hex
  readonly to: Hex
  readonly amount: bigint
}

/** What a line is for unless a service says more. */
const CODE = 100

/** A line of the ledger. */
export function lineOf({ from, to, amount }: Omit<Move, "entry">): JsonObject {
  return {
    ...{ debit: from, credit: to, amount: amount.toString(), code: CODE },
    ...{ uetr: null, memo: null, consent: null },
  }
}

/** The columns of a row of money; null where there is none. */
export async function columnsOf(client: Client, table: string, ...key: readonly string[]) {
  try {
    const { row } = await getRow(client, "money", table, key)
    return (row as { readonly value: JsonObject }).value
  } catch (failure) {
    const absent = /^unknown_(account|asset|item|record)$/
    if (failure instanceof SdkError && absent.test(failure.code)) return null
    throw failure
  }
}

/** A counter of a row. */
export const counted = (columns: JsonObject, name: string) => BigInt(String(columns[name]))

/** What an account holds, in smallest units; an account that is not there holds nothing. */
export async function balanceOf(client: Client, account: Hex): Promise<bigint> {
  const columns = await columnsOf(client, "accounts", account)
  if (columns === null) return 0n
  return counted(columns, "creditsPosted") - counted(columns, "debitsPosted")
}
