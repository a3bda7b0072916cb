/** The payload of a transaction: for which ledger, until when, and what it asks for. */
import { CborReader } from "../cbor/reader.ts"
import { scan } from "../cbor/scan.ts"
import { Invalid } from "../failures.ts"
import { ascii } from "../schema/ascii.ts"
import { encode } from "../schema/codec.ts"
import { enumeration } from "../schema/enumeration.ts"
import { fixed, type Hex } from "../schema/fixed.ts"
import type { Kind } from "../schema/kind.ts"
import { option } from "../schema/option.ts"
import { record } from "../schema/record.ts"
import { text } from "../schema/text.ts"
import { time } from "../schema/time.ts"
import { type CommandInputs, type Operation, operationList } from "./operation.ts"

/** What is signed, decoded. */
export type Payload = {
  /** Id of the ledger, so that no other one takes it. */
  readonly chain: string
  /** From this block time on it is void; milliseconds of 1970, at most 15 minutes ahead. */
  readonly expires: number
  /** For people, up to 256 characters; stays in the block for ever. */
  readonly memo: string | null
  /** `atomic`: all or nothing; `each`: every operation stands alone. */
  readonly mode: "atomic" | "each"
  /** 1 to 1,000, run in order. */
  readonly operations: readonly Operation[]
  /** 8 random bytes, so that equal content can be sent twice. */
  readonly salt: Hex
}

/** Bytes of a chain id at most. */
const CHAIN_BYTES_MAX = 48
const MEMO_CHARACTERS_MAX = 256
const SALT_BYTES = 8

function define(commands: CommandInputs): Kind<Payload> {
  return record({
    chain: ascii(CHAIN_BYTES_MAX),
    expires: time,
    memo: option(text(MEMO_CHARACTERS_MAX)),
    mode: enumeration("atomic", "each"),
    operations: operationList(commands),
    salt: fixed(SALT_BYTES),
  })
}

const kinds = new WeakMap<CommandInputs, Kind<Payload>>()

/** The kind of a payload where these commands are known. */
export function payloadKind(commands: CommandInputs): Kind<Payload> {
  const known = kinds.get(commands)
  if (known !== undefined) return known
  const kind = define(commands)
  kinds.set(commands, kind)
  return kind
}

/** The canonical bytes of a payload. Throws `Invalid` as decoding does, with a JSON pointer. */
export function encodePayload(payload: Payload, commands: CommandInputs): Uint8Array {
  return encode(payloadKind(commands), payload)
}

const chainKind = ascii(CHAIN_BYTES_MAX)

/**
 * The ledger that canonical payload bytes are for, without looking at the rest: a draft is
 * addressed before anybody knows its commands. Throws `Invalid` as `scan` does, and
 * `field_missing`.
 */
export function chainOf(payload: Uint8Array): string {
  scan(payload)
  const reader = new CborReader(payload)
  for (let left = reader.map(); left > 0; left--) {
    if (reader.text() === "chain") return chainKind.read(reader)
    reader.skip()
  }
  throw new Invalid("field_missing", "/chain", 'The field "chain" is missing.', { field: "chain" })
}
