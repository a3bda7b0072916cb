/** The money of the seeded story: each command by who may send it. */
import {
  type Hash,
  type Hex,
  type JsonObject,
  type Party,
  sha256Hex,
  toHex,
  utf8,
} from "@concordat/kernel"
import { type Client, call, getRow, listRows, SdkError } from "@concordat/sdk"
import { type DemoPayment, demoDay, demoPayments } from "@concordat/services/money/demo"
import {
  DEMO_CUSTOMERS,
  DEMO_ISSUER,
  DEMO_OFFICER,
  DEMO_TELLERS,
} from "@concordat/services/organisations/demo"

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

/**
 * UUIDv7s without the variant bits that nobody reads (RFC 9562 section 5.7), a millisecond apart:
 * lists by id are in the order of the story.
 */
function freshIds({ random, now }: Paying): () => Hex {
  let at = now
  return () => {
    const time = (at++).toString(HEX).padStart(TIME_DIGITS, "0")
    return `${time}${VERSION}${toHex(random(RANDOM_BYTES)).slice(1)}` as Hex
  }
}

/** Whether the merchant was paid, which is the end of the first part. */
async function isPaid(client: Client): Promise<boolean> {
  try {
    const { row } = await getRow(client, "money", "accounts", [numberOf("merchant")])
    return row !== null && (row["value"] as JsonObject)["creditsPosted"] !== "0"
  } catch (error) {
    if (error instanceof SdkError && error.status === 404) return false
    throw error
  }
}

/** Whether there are offers, which are the end of the day. */
async function isDayOver(client: Client): Promise<boolean> {
  const { rows } = await listRows(client, "money", "quotes", { limit: 1 })
  return rows.length > 0
}

async function tell(client: Client, story: readonly DemoPayment[]): Promise<void> {
  for (const { who, with: cosigners = [], command, input } of story) {
    try {
      await call(client, { command, input: input as JsonObject, as: who, cosigners })
    } catch (error) {
      const there = error instanceof SdkError && /^(asset|account)_exists$/.test(error.code)
      if (!there) throw error
    }
  }
}

/** Tells both parts once a ledger; a telling that was cut short opens nothing twice. */
export async function tellPayments(telling: Paying): Promise<void> {
  const { client, now } = telling
  const fresh = freshIds(telling)
  const customers = DEMO_CUSTOMERS as [Party, Party]
  const [north, south] = DEMO_TELLERS as [Party, Party]
  const given = {
    ...{ issuer: DEMO_ISSUER, number: numberOf, fresh },
    terms: sha256Hex(utf8("terms of the digital euro of the story")) as Hash,
    backing: sha256Hex(utf8("reserves behind the digital euro of the story")) as Hash,
  }
  const day = { ...given, officer: DEMO_OFFICER, banks: DEMO_TELLERS, customers, now }
  if (!(await isPaid(client))) {
    await tell(client, demoPayments({ ...given, banks: [north, south] }))
  }
  if (!(await isDayOver(client))) await tell(client, demoDay(day))
}
