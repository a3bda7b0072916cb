/** Earlier lines that a message is about, found and read at a gateway; the ledger judges them. */
import { decodeTransaction, fromBase64url, type Hex, Invalid } from "@concordat/kernel"
import {
  type Client,
  commandsOf,
  getPayment,
  getTransaction,
  type LedgerEvent,
  listEvents,
  SdkError,
} from "@concordat/sdk"
import {
  type KnownOriginal,
  type OriginalReference,
  originalFrom,
  type Payments,
  readLineName,
} from "@concordat/sdk/iso20022"
import { UsageError } from "../failure.ts"
import { services } from "../services.ts"
import { columnsOf } from "./verbs.ts"

const EVENTS_MAX = 200
/** Beyond every event of a block. */
const LAST_INDEX = 999_999_999
const commands = commandsOf(services)

const UETR = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

type Reference = Omit<OriginalReference, "reason">
type Place = { readonly entry: Hex; readonly line: number; readonly height: bigint }

/** The event of a line of an entry that was booked at a height; null where it is not told. */
async function eventOf(
  client: Client,
  { entry, line, height }: Place,
): Promise<LedgerEvent | null> {
  let after: string | null = `${height - 1n}.${LAST_INDEX}`
  while (after !== null) {
    const page = { service: "money", event: "moved", after, limit: EVENTS_MAX }
    const more: Awaited<ReturnType<typeof listEvents>> = await listEvents(client, page)
    for (const event of more.events) {
      if (BigInt(event.height) > height) return null
      const { fields } = event
      if (fields["entry"] === entry && fields["line"] === line) return event
    }
    after = more.next
  }
  return null
}

/** Where a payment was booked; null for a line that was refused. Throws `unknown_entry`. */
async function placeOf(client: Client, reference: Reference): Promise<Place | null> {
  const { uetr, entry: said, line } = reference
  const place = uetr === null ? { entry: said, line } : await getPayment(client, uetr)
  if (place.entry === null) return null
  const row = await columnsOf(client, "entries", place.entry)
  if ((row["refused"] as readonly number[]).includes(place.line)) return null
  return { entry: place.entry, line: place.line, height: BigInt(String(row["height"])) }
}

/** The event that proves a payment. Throws `unknown_entry`. */
export async function paymentEvent(client: Client, reference: Reference): Promise<LedgerEvent> {
  const place = await placeOf(client, reference)
  const event = place === null ? null : await eventOf(client, place)
  if (event !== null) return event
  const hint = "Name a payment that was booked: by its UETR, or by its entry."
  throw new UsageError("unknown_entry", "No such payment was booked here.", hint)
}

/** A payment as people name it: a UETR, an entry, or `entry.line`. Throws `hex_malformed`. */
export function readReference(text: string): Reference {
  if (UETR.test(text)) return { uetr: text.replaceAll("-", "") as Hex, entry: null, line: 0 }
  const named = readLineName(text.replaceAll("-", ""))
  if (named !== null) return { uetr: null, ...named }
  const reason = "A payment is named by its UETR, by its entry of 32 hex digits, or `entry.line`."
  throw new Invalid("hex_malformed", "/payment", reason)
}

/** The earlier line of a payment; null where it is not known any more, or was refused. */
export async function originalOf(
  client: Client,
  reference: Reference,
): Promise<KnownOriginal | null> {
  const place = await placeOf(client, reference)
  const event = place === null ? null : await eventOf(client, place)
  if (place === null || event === null || event.transaction === null) return null
  const bytes = fromBase64url((await getTransaction(client, event.transaction)).bytes)
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
      const line = await originalOf(client, original)
      if (line !== null) originals.set(path, line)
    } catch (failure) {
      const unknown = failure instanceof SdkError && failure.code === "unknown_entry"
      if (!unknown) throw failure
    }
  }
  return originals
}
