/**
 * The way from an anchor to a bundle's header: which anchor serves, and whether the signers of that
 * header follow from it by the light client's rules.
 */
import { type Header, headerHash } from "../block/header.ts"
import {
  lightBlockFault,
  signedHeaderFault,
  type Trusted,
  verifyLightBlock,
} from "../block/light-client.ts"
import { type LightFault, lightFault } from "../block/light-fault.ts"
import { type Validators, validatorsHash } from "../block/validator-set.ts"
import { stampMs } from "../block/wire.ts"
import { toHex } from "../bytes.ts"
import { type Hash, hashOf } from "../schema/fixed.ts"
import type { Anchor } from "./anchor.ts"
import type { Bundle } from "./bundle.ts"

/** A header that was shown to be the ledger's. */
export type ProvenHeader = { readonly height: bigint; readonly hash: Hash }

/** How a path ended: no fault, or the first. */
export type PathEnd = {
  readonly fault: LightFault | null
  /** What was proven on the way, the anchor first. */
  readonly headers: readonly ProvenHeader[]
  /** Headers from the anchor to the bundle's, that one included; 0 where the anchor is its own. */
  readonly steps: number
}

function isOwn(anchor: Anchor, { header }: Bundle): boolean {
  return anchor.height === header.height && anchor.header === hashOf(headerHash(header))
}

function stepsBelow({ height }: Anchor, path: Bundle["path"]): number {
  let below = 0
  while (below < path.length && path[below]!.header.height <= height) below++
  return below
}

/** The set that votes above the anchor, as far as the bundle brings it along. */
function nextSet(anchor: Anchor, { path, base, validators }: Bundle): Validators {
  const last = path[stepsBelow(anchor, path) - 1]
  if (last !== undefined) return last.next ?? last.validators
  return base ?? path[0]?.validators ?? validators
}

/** The set that a header announced, hashed and compared. */
function announcedFault(next: Validators, expected: Hash): LightFault | null {
  const found = toHex(validatorsHash(next))
  if (found === expected) return null
  const reason = "The validators enclosed are not those that a trusted header announced."
  return lightFault("set", "validator_set_mismatch", reason, { found, expected })
}

/**
 * The anchor that serves best among those of the bundle's ledger, at least one: the header's own;
 * else the newest below it from which the bundle brings a way; else the newest below; else the
 * oldest, which is above, for the sake of the answer.
 */
export function chooseAnchor(anchors: readonly Anchor[], evidence: Bundle): Anchor {
  const own = anchors.find((anchor) => isOwn(anchor, evidence))
  if (own !== undefined) return own
  const newestFirst = anchors.toSorted((a, b) => (a.height > b.height ? -1 : 1))
  const below = newestFirst.filter(({ height }) => height < evidence.header.height)
  const led = below.find((one) => !announcedFault(nextSet(one, evidence), one.nextValidators))
  return led ?? below[0] ?? newestFirst.at(-1)!
}

function trustedAt({ chain, height, time, nextValidators }: Header, next: Validators): Trusted {
  return { chain, height, time: stampMs(time), nextValidators, next }
}

/** The header and the one that it names as the block before. */
function provenBy(header: Header): ProvenHeader[] {
  const own = { height: header.height, hash: hashOf(headerHash(header)) }
  const { hash } = header.lastBlock
  return hash.length === 0 ? [own] : [{ height: header.height - 1n, hash: hashOf(hash) }, own]
}

/** Follows the bundle's steps from the anchor to its header; its votes are judged apart. */
export function followPath(anchor: Anchor, evidence: Bundle, now: number): PathEnd {
  const { chain, height, time, nextValidators } = anchor
  const headers: ProvenHeader[] = [{ height, hash: anchor.header }]
  if (isOwn(anchor, evidence)) {
    headers.push(...provenBy(evidence.header))
    return { fault: signedHeaderFault(evidence, chain), headers, steps: 0 }
  }
  const steps = evidence.path.slice(stepsBelow(anchor, evidence.path))
  const end = (fault: LightFault | null) => ({ fault, headers, steps: steps.length + 1 })
  if (height >= evidence.header.height) return end(aboveFault(anchor, evidence))

  let trusted: Trusted = { chain, height, time, nextValidators, next: nextSet(anchor, evidence) }
  for (const step of steps) {
    const { header, validators, next } = step
    const fault =
      announcedFault(trusted.next, trusted.nextValidators) ??
      verifyLightBlock(trusted, step, { now })
    if (fault !== null) return end(fault)
    headers.push(...provenBy(header))
    trusted = trustedAt(header, next ?? validators)
  }
  const fault =
    announcedFault(trusted.next, trusted.nextValidators) ??
    lightBlockFault(trusted, evidence, { now })
  if (fault === null) headers.push(...provenBy(evidence.header))
  return end(fault)
}

function aboveFault(anchor: Anchor, { header }: Bundle): LightFault {
  const details = { height: String(header.height), trusted: String(anchor.height) }
  const above = anchor.height > header.height
  const reason = above
    ? `Your anchor, block ${anchor.height}, is newer than the evidence, block ${header.height}.`
    : `Your anchor holds another header of block ${header.height}.`
  return lightFault("time", "validator_set_mismatch", reason, details)
}

/** Two headers of one height. */
export type Contradiction = {
  readonly height: bigint
  readonly found: Hash
  readonly expected: Hash
}

/** The first height at which proven headers and anchors of one ledger tell two hashes, or null. */
export function contradiction(
  anchors: readonly Anchor[],
  headers: readonly ProvenHeader[],
): Contradiction | null {
  const known = new Map(anchors.map(({ height, header }) => [height, header]))
  for (const { height, hash } of headers) {
    const expected = known.get(height) ?? hash
    if (expected !== hash) return { height, found: hash, expected }
    known.set(height, hash)
  }
  return null
}
