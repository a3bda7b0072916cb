/** For tests: small ledgers with validators whose keys are known, signed as CometBFT would. */

import { utf8 } from "../bytes.ts"
import { ed25519PublicKey, signEd25519 } from "../crypto/ed25519.ts"
import { sha256 } from "../crypto/hash.ts"
import { type Hash, type Hex, hashOf } from "../schema/fixed.ts"
import { type Commit, precommitSignBytes, VOTE } from "./commit.ts"
import { BLOCK_PROTOCOL, type Header, headerHash } from "./header.ts"
import type { LightBlock, Trusted } from "./light-client.ts"
import { addressOf, inSetOrder, type Validators, validatorsHash } from "./validator-set.ts"
import { type BlockId, STAMP_ABSENT, stampMs, stampOfMs } from "./wire.ts"

export const CHAIN = "test-1"
/** When block 0 would have been made: 2026-11-23T10:00:00Z. */
export const START = 1_795_428_000_000
const BLOCK_MS = 1_000

/** A validator that this test can sign for. */
export type Signer = { readonly name: string; readonly seed: Uint8Array; readonly power: bigint }
/** How one signer votes, where not for the block. */
export type Votes = Readonly<Record<string, "absent" | "nil">>

export function signer(name: string, power = 10n): Signer {
  return { name, seed: sha256(utf8(`validator ${name}`)), power }
}

const keys = new Map<Uint8Array, Hash>()

/** The public key of a signer, in hex. */
function keyOf({ seed }: Signer): Hash {
  const key = keys.get(seed) ?? hashOf(ed25519PublicKey(seed))
  keys.set(seed, key)
  return key
}

/** The set of these signers, in set order. */
export function setOf(signers: readonly Signer[]): Validators {
  return inSetOrder(signers.map((one) => ({ key: { ed25519: keyOf(one) }, power: one.power })))
}

const setHash = (signers: readonly Signer[]): Hash => hashOf(validatorsHash(setOf(signers)))

const NO_HASH = hashOf(sha256(new Uint8Array()))

/** A header with everything filled in that `parts` leave out. */
export function headerAt(
  height: bigint,
  {
    signers,
    next = signers,
    ...parts
  }: Partial<Header> & {
    signers: readonly Signer[]
    next?: readonly Signer[]
  },
): Header {
  return {
    version: { block: BLOCK_PROTOCOL, app: 1n },
    chain: CHAIN,
    height,
    time: stampOfMs(START + Number(height) * BLOCK_MS),
    lastBlock: {
      hash: sha256(utf8(`block ${height - 1n}`)),
      parts: { total: 1, hash: new Uint8Array(32) },
    },
    lastCommit: NO_HASH,
    data: NO_HASH,
    validators: setHash(signers),
    nextValidators: setHash(next),
    consensus: NO_HASH,
    app: NO_HASH,
    lastResults: NO_HASH,
    evidence: NO_HASH,
    proposer: "00".repeat(20) as Hex,
    ...parts,
  }
}

const EMPTY = new Uint8Array()

/** The block id of a header, as the next one names it. */
export function idOf(header: Header): BlockId {
  const hash = headerHash(header)
  return { hash, parts: { total: 1, hash: sha256(hash) } }
}

/** The commit for a header, signed by all but those who vote otherwise. */
export function commitFor(header: Header, signers: readonly Signer[], votes: Votes = {}): Commit {
  const byKey = new Map(signers.map((one) => [keyOf(one) as string, one]))
  const ordered = setOf(signers).map((validator) => ({
    validator,
    by: byKey.get(validator.key.ed25519)!,
  }))
  const unsigned: Commit = {
    height: header.height,
    round: 0,
    block: idOf(header),
    signatures: ordered.map(({ validator, by }, index) => {
      const vote = votes[by.name]
      if (vote === "absent") {
        return { flag: VOTE.absent, address: EMPTY, time: STAMP_ABSENT, signature: EMPTY }
      }
      const time = stampOfMs(stampMs(header.time) + 100 + index)
      const flag = vote === "nil" ? VOTE.nil : VOTE.commit
      return { flag, address: addressOf(validator), time, signature: EMPTY }
    }),
  }
  const signatures = unsigned.signatures.map((entry, index) => {
    const message = precommitSignBytes(header.chain, unsigned, index)
    if (message === null) return entry
    return { ...entry, signature: signEd25519(ordered[index]!.by.seed, message) }
  })
  return { ...unsigned, signatures }
}

/** A header with its commit and set. */
export function lightBlock(
  header: Header,
  signers: readonly Signer[],
  votes: Votes = {},
): LightBlock {
  return { header, commit: commitFor(header, signers, votes), validators: setOf(signers) }
}

/** Trust in a header whose next set is known. */
export function trustIn(header: Header, next: readonly Signer[]): Trusted {
  const { chain, height, nextValidators } = header
  return { chain, height, time: stampMs(header.time), nextValidators, next: setOf(next) }
}
