/**
 * The light client: from a header that is trusted to a newer one, without the blocks between.
 * Pure; `now` is an argument, so old evidence is judged at the instant of its time-stamp.
 * Source of truth: CometBFT v0.40, `light/verifier.go` and `spec/light-client/verification`.
 */
import { divFloor } from "../arithmetic.ts"
import { equalBytes, toHex } from "../bytes.ts"
import type { Hash } from "../schema/fixed.ts"
import { type Commit, VOTE } from "./commit.ts"
import { BLOCK_PROTOCOL, type Header, headerHash } from "./header.ts"
import { type LightFault, lightFault } from "./light-fault.ts"
import { addressText, totalPower, type Validators, validatorsHash } from "./validator-set.ts"
import { commitFormFault, verifyCommit } from "./verify-commit.ts"
import { isStamp, stampMs } from "./wire.ts"

/** How long a trusted header can vouch for newer ones: 168 hours. */
export const TRUSTING_PERIOD_MS = 604_800_000
/** How far a header may be ahead of the verifier's clock. */
export const CLOCK_DRIFT_MS = 10_000
/** The part of a trusted set that must have signed a header which is not the next one. */
const TRUST_LEVEL = { numerator: 1n, denominator: 3n }

/** A header, the commit for it, and the set that signed. */
export type LightBlock = {
  readonly header: Header
  readonly commit: Commit
  readonly validators: Validators
}

/** What is trusted: a header's place and time, and the set `next` that votes on the next height. */
export type Trusted = {
  readonly chain: string
  readonly height: bigint
  /** Milliseconds since 1970, floored. */
  readonly time: number
  readonly nextValidators: Hash
  /** Hashes to `nextValidators`; the caller has checked that. */
  readonly next: Validators
}

/** When and how strictly to judge; what is left out is as Concordat ledgers have it. */
export type LightOptions = {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly trustingPeriodMs?: number
  readonly clockDriftMs?: number
  readonly trustLevel?: { readonly numerator: bigint; readonly denominator: bigint }
  /** Block protocol of a foreign ledger. */
  readonly protocol?: bigint
}

/** Rule 1 for a header alone: its block protocol, its ledger, a time that can be. */
export function headerFault(
  header: Header,
  chain: string,
  protocol = BLOCK_PROTOCOL,
): LightFault | null {
  const { block } = header.version
  if (block !== protocol) {
    const details = { found: String(block), expected: String(protocol) }
    return lightFault("form", "bundle_unsupported", `Its block protocol is ${block}.`, details)
  }
  if (header.chain !== chain) {
    const details = { found: header.chain, expected: chain }
    return lightFault("form", "chain_mismatch", `A header is of ledger ${header.chain}.`, details)
  }
  if (isStamp(header.time)) return null
  return lightFault("form", "validator_set_mismatch", "The header's time is out of range.")
}

/** Rule 1 for a commit: it is for this header, and has the form of the set. */
function commitFault({ header, commit, validators }: LightBlock): LightFault | null {
  if (commit.height !== header.height) {
    const details = { found: String(commit.height), expected: String(header.height) }
    const reason = `The commit is of block ${commit.height}, the header of ${header.height}.`
    return lightFault("form", "validator_set_mismatch", reason, details)
  }
  if (!equalBytes(commit.block.hash, headerHash(header))) {
    return lightFault("form", "commit_insufficient", "The commit is for another header.")
  }
  return commitFormFault(commit, validators)
}

/** Rule 2: trust has not expired; the header is newer than what is trusted, but not from ahead. */
function timeFault(trusted: Trusted, header: Header, options: LightOptions): LightFault | null {
  const { now, trustingPeriodMs = TRUSTING_PERIOD_MS, clockDriftMs = CLOCK_DRIFT_MS } = options
  const details = { height: String(header.height), trusted: String(trusted.height) }
  const misplaced = (reason: string) =>
    lightFault("time", "validator_set_mismatch", reason, details)
  if (header.height <= trusted.height) {
    return misplaced(`Block ${header.height} is not above the trusted block ${trusted.height}.`)
  }
  if (trusted.time + trustingPeriodMs <= now) {
    const reason = `The trusted block ${trusted.height} is older than the trusting period.`
    return lightFault("time", "trust_expired", reason, details)
  }
  const time = stampMs(header.time)
  if (time <= trusted.time) return misplaced("The header is not later than the trusted one.")
  return time < now + clockDriftMs ? null : misplaced("The header's time is ahead of the clock.")
}

/** Rule 3: the set is the one that the header names. */
function setFault({ header, validators }: LightBlock): LightFault | null {
  const found = toHex(validatorsHash(validators))
  if (found === header.validators) return null
  const details = { found, expected: header.validators }
  const reason = "The validators are not those of the header."
  return lightFault("set", "validator_set_mismatch", reason, details)
}

/** Rule 4: the next header's set was announced; any other shares enough signers with ours. */
function trustFault(trusted: Trusted, block: LightBlock, options: LightOptions): LightFault | null {
  const { header, commit, validators } = block
  if (header.height === trusted.height + 1n) {
    if (header.validators === trusted.nextValidators) return null
    const details = { found: header.validators, expected: trusted.nextValidators }
    const reason = "The signers are not those that the trusted header announced."
    return lightFault("trust", "validator_set_mismatch", reason, details)
  }
  const known = new Map(trusted.next.map((validator) => [addressText(validator), validator]))
  let have = 0n
  for (let index = 0; index < validators.length; index++) {
    if (commit.signatures[index]!.flag !== VOTE.commit) continue
    const signer = validators[index]!
    const ours = known.get(addressText(signer))
    if (ours !== undefined && ours.key.ed25519 === signer.key.ed25519) have += ours.power
  }
  const { numerator, denominator } = options.trustLevel ?? TRUST_LEVEL
  const need = divFloor(totalPower(trusted.next) * numerator, denominator) + 1n
  if (have >= need) return null
  const details = { have: String(have), need: String(need) }
  const reason = `Of the trusted validators, power ${have} signed, ${need} must.`
  return lightFault("trust", "commit_insufficient", reason, details)
}

/** Rules 1 and 3: header, commit and set fit together; for a header that is trusted itself. */
export function signedHeaderFault(block: LightBlock, chain: string): LightFault | null {
  return headerFault(block.header, chain) ?? commitFault(block) ?? setFault(block)
}

/** Rules 1 to 4, which verify no signature: for a commit that is judged apart. */
export function lightBlockFault(
  trusted: Trusted,
  block: LightBlock,
  options: LightOptions,
): LightFault | null {
  return (
    headerFault(block.header, trusted.chain, options.protocol) ??
    timeFault(trusted, block.header, options) ??
    commitFault(block) ??
    setFault(block) ??
    trustFault(trusted, block, options)
  )
}

/**
 * Whether `block` follows from `trusted`: rules 1 to 5, the first that fails answers, null where
 * all hold. The cheap rules come first; only then is every signature of the commit verified.
 */
export function verifyLightBlock(
  trusted: Trusted,
  block: LightBlock,
  options: LightOptions,
): LightFault | null {
  const { chain } = trusted
  return (
    lightBlockFault(trusted, block, options) ?? verifyCommit(chain, block.commit, block.validators)
  )
}

/** Rule 6: whether `older` is the header directly below `newer`, which is trusted. */
export function verifyBackwards(newer: Header, older: Header): LightFault | null {
  const form = headerFault(older, newer.chain, newer.version.block)
  if (form !== null) return form
  const below = older.height + 1n === newer.height && stampMs(older.time) < stampMs(newer.time)
  if (below && equalBytes(newer.lastBlock.hash, headerHash(older))) return null
  const details = { height: String(older.height), trusted: String(newer.height) }
  const reason = "The header is not the one below the trusted one."
  return lightFault("time", "validator_set_mismatch", reason, details)
}
