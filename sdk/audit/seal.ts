/**
 * The seal of an export: a COSE_Sign1 (RFC 9052) by an organisation's key of purpose seal over the
 * manifest, which holds the root over all items.
 */
import {
  createSign1,
  decode,
  encode,
  fromHex,
  type Hash,
  Invalid,
  type Party,
  parseCoseKey,
  type Row,
  sign1,
  timeText,
  toHex,
  utf8,
  verifySign1,
} from "@concordat/kernel"
import type { keys } from "@concordat/services/organisations"
import { type Manifest, manifestKind } from "./items.ts"

/** Binds the signature to this kind of message. */
const CONTEXT = utf8("concordat/audit/v1")
const ALGORITHMS = { ed25519: -8, es256: -7 } as const
/** The form of an export that this code writes and reads. */
export const AUDIT_VERSION = 1

/** A key that seals. */
export type AuditSeal = {
  readonly kid: Hash
  readonly algorithm: "ed25519" | "es256"
  sign(message: Uint8Array): Uint8Array
}

/** Seals a manifest. */
export function sealManifest(manifest: Manifest, { kid, algorithm, sign }: AuditSeal): Uint8Array {
  return createSign1({
    protectedHeader: new Map<number, number | Uint8Array>([
      [1, ALGORITHMS[algorithm]],
      [4, fromHex(kid)],
    ]),
    payload: encode(manifestKind, manifest),
    externalAad: CONTEXT,
    sign,
  })
}

/** A seal taken apart, nothing verified. Throws `Invalid`. */
export function readSeal(bytes: Uint8Array): { readonly manifest: Manifest; readonly kid: Hash } {
  const { kid, payload } = sign1(bytes)
  if (kid === null || payload === null) {
    throw new Invalid("record_malformed", "", "The seal names no key, or holds no manifest.")
  }
  return { manifest: decode(manifestKind, payload), kid: toHex(kid) as Hash }
}

/** Whether a seal is by the key of a canonical COSE_Key. */
export function isSealedBy(bytes: Uint8Array, key: Uint8Array): boolean {
  return verifySign1(sign1(bytes), parseCoseKey(key), { externalAad: CONTEXT }) === "ok"
}

/** When it was sealed, by the clock of who did; the time of the block that proves its key. */
export type SealTimes = { readonly made: number; readonly time: number }

/** Why a key, as the ledger has it, does not seal for an organisation then; null where it does. */
export function sealFault(
  row: Row<typeof keys> | null,
  by: Party,
  { made, time }: SealTimes,
): string | null {
  if (row === null || row.holder !== by || row.purpose !== "seal") {
    return `The ledger does not name it as a key by which ${by} seals.`
  }
  const { status, from, until } = row
  if (status !== "active") return `The ledger says that it is ${status}.`
  if (made < time) {
    return `It says that it was made at ${timeText(made)}, before the block of ${timeText(time)}.`
  }
  if (from <= time && (until === null || made < until)) return null
  const end = until === null ? "" : ` until ${timeText(until)}`
  return `It is in force from ${timeText(from)}${end}, which ${timeText(made)} is not within.`
}
