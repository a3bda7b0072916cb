/** Ids that screens make, so that nobody types them: of entries and the like, and of payments. */
import { type Hex, toHex } from "@concordat/kernel"
import { type Client, ledgerTime } from "@concordat/sdk"

const HEX = 16
const TIME_DIGITS = 12
const BYTES = 16
const VARIANT_AT = 16

/** A UUID's version and variant (RFC 9562 section 4) set in 32 digits of hex. */
function marked(digits: string, version: string): Hex {
  const variant = ((Number.parseInt(digits[VARIANT_AT]!, HEX) & 3) | 8).toString(HEX)
  const [head, middle] = [digits.slice(0, TIME_DIGITS), digits.slice(TIME_DIGITS + 1, VARIANT_AT)]
  return `${head}${version}${middle}${variant}${digits.slice(VARIANT_AT + 1)}` as Hex
}

const random = () => toHex(crypto.getRandomValues(new Uint8Array(BYTES)))

/** A UUIDv7 of the ledger's time, not of this machine's: entries, holds, quotes, orders, cycles. */
export function freshId(client: Client): Hex {
  const time = (ledgerTime(client) ?? Date.now()).toString(HEX).padStart(TIME_DIGITS, "0")
  return marked(time + random().slice(TIME_DIGITS), "7")
}

/** The number of an account that is opened: nothing of it means anything. */
export function freshNumber(): Hex {
  return random() as Hex
}

/** A UUIDv4: the UETR of a payment (ISO 20022). */
export function freshUetr(): Hex {
  return marked(random(), "4")
}

/** As it is written: `018f…-…`. */
export function uuidText(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}
