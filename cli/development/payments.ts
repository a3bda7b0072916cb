/** The money of the seeded story: issued, distributed, spent, each command by who may send it. */
import { type Hash, type Hex, type JsonObject, sha256Hex, toHex, utf8 } from "@concordat/kernel"
import { type Client, call, getRow, SdkError } from "@concordat/sdk"
import { demoPayments } from "@concordat/services/money/demo"
import { DEMO_ISSUER, DEMO_TELLERS } from "@concordat/services/organisations/demo"

/** Hex digits of an account's number, and of the random end of a UUIDv7. */
const NUMBER_DIGITS = 32
const TIME_DIGITS = 12
const RANDOM_BYTES = 10
const HEX = 16
const VERSION = "7"

type Paying = {
  readonly client: Client
  readonly random: (length: number) => Uint8Array
  /** Milliseconds of 1970. */
  readonly now: number
}

/** The number of an account of the story. */
function numberOf(name: string): Hex {
  return sha256Hex(utf8(`story account ${name}`)).slice(0, NUMBER_DIGITS) as Hex
}

/** A UUIDv7 without the variant bits that nobody reads (RFC 9562 section 5.7). */
function freshId({ random, now }: Paying): Hex {
  const time = now.toString(HEX).padStart(TIME_DIGITS, "0")
  return `${time}${VERSION}${toHex(random(RANDOM_BYTES)).slice(1)}` as Hex
}

/** Whether the merchant was paid, which is the story's end. */
async function isPaid(client: Client): Promise<boolean> {
  try {
    const { row } = await getRow(client, "money", "accounts", [numberOf("merchant")])
    return row !== null && (row["value"] as JsonObject)["creditsPosted"] !== "0"
  } catch (error) {
    if (error instanceof SdkError && error.status === 404) return false
    throw error
  }
}

/** Tells it once a ledger; a telling that was cut short opens nothing twice. */
export async function tellPayments(telling: Paying): Promise<void> {
  const { client } = telling
  if (await isPaid(client)) return
  const [north, south] = DEMO_TELLERS
  const story = demoPayments({
    ...{ issuer: DEMO_ISSUER, banks: [north!, south!], number: numberOf },
    fresh: () => freshId(telling),
    terms: sha256Hex(utf8("terms of the digital euro of the story")) as Hash,
    backing: sha256Hex(utf8("reserves behind the digital euro of the story")) as Hash,
  })
  for (const { who, command, input } of story) {
    try {
      await call(client, { command, input: input as JsonObject, as: who })
    } catch (error) {
      const there = error instanceof SdkError && /^(asset|account)_exists$/.test(error.code)
      if (!there) throw error
    }
  }
}
