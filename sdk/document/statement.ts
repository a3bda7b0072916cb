/**
 * Sealing: what an office says about one document or about a batch, signed by its seal key. The
 * signer is handed in, so the key may stand in a keystore, a device or a gateway.
 */
import type { Hash, Party } from "@concordat/kernel"
import {
  type SealAlgorithm,
  STATEMENT_VERSION,
  type StatementPayload,
  sealed,
  toBeSealed,
} from "@concordat/services/provenance"
import type { CommittedDocument } from "./draft.ts"

/** A seal key: its thumbprint, its algorithm, and whoever signs with it. */
export type Seal = {
  readonly key: Hash
  readonly algorithm: SealAlgorithm
  /** 64 bytes over the given ones: R ‖ S of Ed25519, r ‖ s of ES256 with low s. */
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** Where and when a statement is made. */
export type Occasion = {
  readonly chain: string
  readonly issuer: Party
  /** The ledger's time, milliseconds of 1970; a statement says it in whole seconds. */
  readonly now: number
}

/** From when, and until when, what is stated holds; null is without end. */
export type Period = { readonly from: number; readonly until: number | null }

async function seal(
  seal: Seal,
  { chain, issuer, now }: Occasion,
  names: Hash,
  payload: StatementPayload,
): Promise<Uint8Array> {
  const { key, algorithm } = seal
  const header = { key, algorithm, chain, issuer, names, issued: Math.floor(now / 1_000) }
  return sealed(header, payload, await seal.sign(toBeSealed(header, payload)))
}

/** The signed statement about one document. */
export function sealDocument(
  by: Seal,
  occasion: Occasion,
  document: CommittedDocument,
  { from, until }: Period,
): Promise<Uint8Array> {
  const subject = { document: document.leafHash }
  const payload = { version: STATEMENT_VERSION, class: document.class, subject, from, until }
  return seal(by, occasion, document.handle, payload)
}

/** The signed statement about a batch of 1 to 1,000,000 documents: the root over their leaves. */
export function sealBatch(
  by: Seal,
  occasion: Occasion,
  batch: { readonly class: string; readonly root: Hash; readonly count: number },
  { from, until }: Period,
): Promise<Uint8Array> {
  const { root, count } = batch
  const subject = { batch: { root, count } }
  const payload = { version: STATEMENT_VERSION, class: batch.class, subject, from, until }
  return seal(by, occasion, root, payload)
}
