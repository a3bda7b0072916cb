/**
 * The evidence bundle, version 1: claims about one height, the header that proves them, and the
 * way to that header from an anchor. A file of its canonical CBOR ends in `.evidence`; it has a
 * JSON form like every record. Sources of truth: RFC 8949 (bytes), CometBFT v0.40 (headers), ICS-23
 * and RFC 9162 (proofs).
 */
import { commitKind } from "../block/commit.ts"
import { headerKind } from "../block/header.ts"
import { validatorsKind } from "../block/validator-set.ts"
import { CborReader } from "../cbor/reader.ts"
import { scan } from "../cbor/scan.ts"
import { MAJOR } from "../cbor/writer.ts"
import { Invalid } from "../failures.ts"
import { isJsonObject } from "../json/json.ts"
import { parseJson } from "../json/parse.ts"
import {
  CBOR_DEPTH_MAX,
  EVIDENCE_BYTES_MAX,
  EVIDENCE_ITEMS_MAX,
  KEY_BYTES_MAX,
  TRANSACTION_BYTES_MAX,
  VALUE_BYTES_MAX,
} from "../limits.ts"
import { ascii } from "../schema/ascii.ts"
import { bytes } from "../schema/bytes.ts"
import { decode, encode } from "../schema/codec.ts"
import { fixed, hash } from "../schema/fixed.ts"
import type { Infer } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { option } from "../schema/option.ts"
import { record } from "../schema/record.ts"
import { union } from "../schema/union.ts"
import { u8, u32 } from "../schema/unsigned.ts"
import { u64 } from "../schema/wide-unsigned.ts"

/** The version that this code writes and understands. */
const BUNDLE_VERSION = 1

const CLAIMS_MAX = 16
const STEPS_MAX = 64
const MEMBERS_MAX = 200
const RECEIPTS_MAX = 128
const PROOF_BYTES_MAX = 16_384
const RECEIPT_BYTES_MAX = 4_096
const PATH_HASHES_MAX = 64

const key = bytes(KEY_BYTES_MAX, 1)
const proof = bytes(PROOF_BYTES_MAX, 1)
const path = list(hash, PATH_HASHES_MAX)

/** One fact: an event of the log, a row of the state, its absence, a transaction in its block. */
const claim = union({
  event: record({ leaf: bytes(VALUE_BYTES_MAX, 1), index: u64, path }),
  value: record({ key, value: bytes(VALUE_BYTES_MAX, 1), proof }),
  absence: record({ key, proof }),
  transaction: record({
    bytes: bytes(TRANSACTION_BYTES_MAX, 1),
    index: u32,
    total: u32,
    path,
    header: headerKind,
    outcome: u32,
    data: bytes(VALUE_BYTES_MAX),
    cost: u64,
    resultPath: path,
  }),
})
export type Claim = Infer<typeof claim>

/** One header on the way from the anchor; `next` is its next set where it differs. */
const step = record({
  header: headerKind,
  commit: commitKind,
  validators: validatorsKind,
  next: option(validatorsKind),
})

/** A row of `validators/validators`: which organisation a validator belongs to. */
const member = record({ address: fixed(20), value: bytes(VALUE_BYTES_MAX, 1), proof })
export type Member = Infer<typeof member>

/** `roots` are those after `height`; `header` is of `height` + 1 and commits to them. */
export const bundleKind = record({
  v: u8,
  chain: ascii(48),
  height: u64,
  claims: list(claim, CLAIMS_MAX, 1),
  roots: record({ state: hash, log: record({ size: u64, root: hash }) }),
  header: headerKind,
  commit: commitKind,
  validators: validatorsKind,
  base: option(validatorsKind),
  path: list(step, STEPS_MAX),
  members: list(member, MEMBERS_MAX),
  receipts: list(bytes(RECEIPT_BYTES_MAX, 1), RECEIPTS_MAX),
})
export type Bundle = Infer<typeof bundleKind>

const LIMITS = { depth: CBOR_DEPTH_MAX, items: EVIDENCE_ITEMS_MAX }

const OPENING_BRACE = 0x7b

/**
 * The bundle in a file's bytes, CBOR or JSON. Throws `Invalid` `bundle_too_large` above 16 MiB,
 * `bundle_unsupported` for another version, `bundle_malformed` for all else that is not one.
 */
export function decodeBundle(input: Uint8Array): Bundle {
  if (input.length > EVIDENCE_BYTES_MAX) {
    const details = { limit: EVIDENCE_BYTES_MAX, actual: input.length }
    throw new Invalid("bundle_too_large", "", "A bundle has at most 16 MiB.", details)
  }
  try {
    return input[0] === OPENING_BRACE ? fromJsonText(input) : fromCbor(input)
  } catch (failure) {
    if (!(failure instanceof Invalid) || failure.code === "bundle_unsupported") throw failure
    const details = { ...failure.details, cause: failure.code }
    throw new Invalid("bundle_malformed", failure.path, failure.message, details)
  }
}

function fromCbor(input: Uint8Array): Bundle {
  scan(input, LIMITS)
  const version = versionOf(input)
  if (version !== null && version !== BUNDLE_VERSION) throw unsupported(version)
  return decode(bundleKind, input, LIMITS)
}

/** The version that canonical bytes begin with: `v`, the shortest key, stands first in a bundle. */
function versionOf(input: Uint8Array): number | null {
  const reader = new CborReader(input)
  if (reader.major() !== MAJOR.map || reader.map() === 0 || reader.text() !== "v") return null
  const version = reader.major() === MAJOR.uint ? reader.uint() : null
  return version === null ? null : Number(version)
}

/** As text that no person typed: names inside a leaf are taken as the ledger has them. */
function fromJsonText(input: Uint8Array): Bundle {
  const json = parseJson(input, { anyForm: true })
  if (!isJsonObject(json)) throw new Invalid("type_mismatch", "", "A bundle is one JSON object.")
  const version = json["v"]
  if (typeof version === "number" && version !== BUNDLE_VERSION) throw unsupported(version)
  return bundleKind.fromJson(json)
}

function unsupported(version: number): Invalid {
  const details = { found: version, expected: BUNDLE_VERSION }
  const reason = `Its form is of version ${version}; this program reads version ${BUNDLE_VERSION}.`
  return new Invalid("bundle_unsupported", "/v", reason, details)
}

/** The bytes of a bundle, as they stand in a file. */
export function encodeBundle(value: Bundle): Uint8Array {
  return encode(bundleKind, value)
}
