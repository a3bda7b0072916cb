/** Earlier lines that a message is about, found and read at a gateway; the ledger judges them. */
import { decodeTransaction, fromBase64url, type Hex, type JsonObject } from "@concordat/kernel"
import {
  type Client,
  commandsOf,
  getPayment,
  getRow,
  getTransaction,
  listEvents,
  SdkError,
} from "@concordat/sdk"
import {
  type KnownOriginal,
  type OriginalReference,
  originalFrom,
  type Payments,
} from "@concordat/sdk/iso20022"
import { services } from "../services.ts"

const EVENTS_MAX = 200
/** Beyond every event of a block. */
const LAST_INDEX = 999_999_999
const commands = commandsOf(services)

async function columnsOf(client: Client, table: string, key: string): Promise<JsonObject> {
  const { row } = await getRow(client, "money", table, [key])
  return (row as { readonly value: JsonObject }).value
}

/** The transaction that booked an entry at a height; null where its events are not told. */
async function bookedBy(client: Client, entry: Hex, height: bigint): Promise<string | null> {
  let after: string | null = `${height - 1n}.${LAST_INDEX}`
  while (after !== null) {
    const page = { service: "money", event: "moved", after, limit: EVENTS_MAX }
    const more: Awaited<ReturnType<typeof listEvents>> = await listEvents(client, page)
    for (const event of more.events) {
      if (BigInt(event.height) > height) return null
      if (event.fields["entry"] === entry) return event.transaction
    }
    after = more.next
  }
  return null
}

async function found(client: Client, reference: OriginalReference): Promise<KnownOriginal | null> {
  const { uetr, entry: said, line } = reference
  const place = uetr === null ? { entry: said, line } : await getPayment(client, uetr)
  if (place.entry === null) return null
  const entry = await columnsOf(client, "entries", place.entry)
  if ((entry["refused"] as readonly number[]).includes(place.line)) return null
  const id = await bookedBy(client, place.entry, BigInt(String(entry["height"])))
  if (id === null) return null
  const bytes = fromBase64url((await getTransaction(client, id)).bytes)
  const { operations } = decodeTransaction(bytes, commands).payload
  const original = originalFrom(operations, place.entry, place.line)
  if (original === null) return null
  const asset = String((await columnsOf(client, "accounts", original.line.debit))["asset"])
  const { decimals, iso4217 } = await columnsOf(client, "assets", asset)
  return { ...original, asset, decimals: Number(decimals), currency: iso4217 as string | null }
}

/** The lines that a message is about, by the path of each instruction; who is not there is not. */
export async function originalsOf(
  client: Client,
  { instructions }: Payments,
): Promise<ReadonlyMap<string, KnownOriginal>> {
  const originals = new Map<string, KnownOriginal>()
  for (const { path, original } of instructions) {
    if (original === null) continue
    try {
      const line = await found(client, original)
      if (line !== null) originals.set(path, line)
    } catch (failure) {
      const unknown = failure instanceof SdkError && failure.code === "unknown_entry"
      if (!unknown) throw failure
    }
  }
  return originals
}
