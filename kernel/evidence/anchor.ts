/**
 * Anchors: the one header that a verifier trusts, from a ministry's page, a file or a QR code. A
 * verifier keeps a list for a ledger; anchors are added, never replaced.
 */
import { type Header, headerHash } from "../block/header.ts"
import { stampMs } from "../block/wire.ts"
import { toHex } from "../bytes.ts"
import { Invalid } from "../failures.ts"
import { ascii } from "../schema/ascii.ts"
import { decode, encode } from "../schema/codec.ts"
import { enumeration } from "../schema/enumeration.ts"
import { fixed, type Hash, hash } from "../schema/fixed.ts"
import type { Infer } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { party } from "../schema/party.ts"
import { record } from "../schema/record.ts"
import { time } from "../schema/time.ts"
import { u64 } from "../schema/wide-unsigned.ts"

/** Bytes of an anchor. */
const ANCHOR_BYTES_MAX = 8_192
const ORGANISATIONS_MAX = 100

/** A trusted header: hash, place, time, next set, and whose validators its addresses are. */
export const anchorKind = record({
  chain: ascii(48),
  header: hash,
  height: u64,
  time,
  nextValidators: hash,
  organisations: list(record({ address: fixed(20), organisation: party }), ORGANISATIONS_MAX),
  profile: enumeration("production", "development"),
})
export type Anchor = Infer<typeof anchorKind>

/** The anchor at a header that the maker trusts. */
export function anchorAt(
  header: Header,
  { organisations, profile }: Pick<Anchor, "organisations" | "profile">,
): Anchor {
  return {
    chain: header.chain,
    header: toHex(headerHash(header)) as Hash,
    height: header.height,
    time: stampMs(header.time),
    nextValidators: header.nextValidators,
    organisations,
    profile,
  }
}

/** The bytes of an anchor. */
export function encodeAnchor(value: Anchor): Uint8Array {
  return encode(anchorKind, value)
}

/** The anchor in the given bytes. Throws `Invalid`; `too_long` above 8 KiB. */
export function decodeAnchor(input: Uint8Array): Anchor {
  if (input.length > ANCHOR_BYTES_MAX) {
    const details = { limit: ANCHOR_BYTES_MAX, actual: input.length }
    throw new Invalid("too_long", "", "An anchor has at most 8 KiB.", details)
  }
  return decode(anchorKind, input)
}
