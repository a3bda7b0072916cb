/**
 * What the members sign when a ledger lost more than a third of its power: where it stopped, and
 * under which name and with which of its validators it goes on (ARCHITECTURE.md, "Recovery").
 */
import { validatorsKind } from "../block/validator-set.ts"
import { sha256Hex } from "../crypto/hash.ts"
import { ascii } from "../schema/ascii.ts"
import { encode } from "../schema/codec.ts"
import { type Hash, hash } from "../schema/fixed.ts"
import type { Infer } from "../schema/kind.ts"
import { record } from "../schema/record.ts"
import { text } from "../schema/text.ts"
import { time } from "../schema/time.ts"
import { u64 } from "../schema/wide-unsigned.ts"

const CHAIN_MAX = 48
const REASON_MAX = 200

/** The manifest, as everybody signs it. */
export const recoveryManifest = record({
  /** The ledger that stopped, and the height of its last final block. */
  chain: ascii(CHAIN_MAX),
  height: u64,
  /** Hash of that block's header. */
  block: hash,
  /** App hash after that block: no header carries it any more. */
  app: hash,
  /** Hash of the snapshot at that height, which everybody makes with the same bytes. */
  snapshot: hash,
  /** The ledger that goes on, and its first time. */
  successor: ascii(CHAIN_MAX),
  time,
  /** Those of the old validators that are left, with the power they had. */
  validators: validatorsKind,
  reason: text(REASON_MAX, 1),
})
/** A manifest. */
export type RecoveryManifest = Infer<typeof recoveryManifest>

const REVISION = /^(.*-)(\d+)$/

/** The name of the ledger that follows this one: the next revision. */
export function successorOf(chain: string): string {
  const [, name = `${chain}-`, revision = "0"] = REVISION.exec(chain) ?? []
  return `${name}${BigInt(revision) + 1n}`
}

/** What is wrong with a manifest by itself, as the name of the field; null: nothing. */
export function manifestFault(manifest: RecoveryManifest): keyof RecoveryManifest | null {
  const { chain, successor, height } = manifest
  if (successor !== successorOf(chain)) return "successor"
  return height < 1n ? "height" : null
}

/** H of the canonical CBOR: what the ledger keeps of a manifest. */
export function manifestDigest(manifest: RecoveryManifest): Hash {
  return sha256Hex(encode(recoveryManifest, manifest)) as Hash
}
