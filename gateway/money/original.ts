/** Earlier lines: where one was booked, and what a return must show of it. */
import { decodeTransaction, type Hex, type Row, stateKey } from "@concordat/kernel"
import { type KnownOriginal, type OriginalReference, originalFrom } from "@concordat/sdk/iso20022"
import { entries, generationOf, returns, uetrs } from "@concordat/services/money"
import type { GatewayOptions } from "../gateway.ts"
import { bookedBy } from "./replayed.ts"
import { accountOf, assetOf } from "./rows.ts"

type Ledger = GatewayOptions["ledger"]

/** Where a payment was booked, in this generation of UETRs or the one before; null: nowhere. */
export async function placeOf(ledger: Ledger, uetr: Hex) {
  const now = generationOf(ledger.status().time)
  for (const generation of [now, now - 1]) {
    const { value, height } = await ledger.row(stateKey(uetrs, { generation, uetr }))
    if (value === null) continue
    const { entry, line } = uetrs.readRow(value) as Row<typeof uetrs>
    return { entry, line, height: height.toString() }
  }
  return null
}

/** The line that a message is about; null where it is not known any more, or was refused. */
export async function originalOf(
  ledger: Ledger,
  reference: OriginalReference,
): Promise<KnownOriginal | null> {
  const { uetr, entry: said, line } = reference
  const place = uetr === null ? { entry: said, line } : await placeOf(ledger, uetr)
  if (place === null || place.entry === null) return null
  const { value } = await ledger.row(stateKey(entries, { entry: place.entry }))
  if (value === null) return null
  const { height, refused } = entries.readRow(value) as Row<typeof entries>
  const booked = refused.includes(place.line) ? null : await bookedBy(ledger, place.entry, height)
  if (booked === null) return null
  const { operations } = decodeTransaction(booked.bytes, ledger.runtime).payload
  const original = originalFrom(operations, place.entry, place.line)
  if (original === null) return null
  const { asset } = (await accountOf(ledger, original.line.debit)).row
  const { decimals, iso4217: currency } = await assetOf(ledger, asset)
  return { ...original, asset, decimals, currency }
}

/** How much of a line was returned so far, in smallest units. */
export async function returnedOf(ledger: Ledger, { entry, index: line }: KnownOriginal) {
  const { value } = await ledger.row(stateKey(returns, { entry, line }))
  return value === null ? 0n : (returns.readRow(value) as Row<typeof returns>).amount
}
