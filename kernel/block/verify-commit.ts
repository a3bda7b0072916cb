/**
 * Whether enough of a validator set signed a block. Every signature is checked, also votes for no
 * block, where CometBFT stops counting at two thirds: one verdict then also tells who signed.
 * Source of truth: CometBFT v0.40, `types/validation.go`; Ed25519 by ZIP-215.
 */
import { divFloor } from "../arithmetic.ts"
import { equalBytes, fromHex, toHex } from "../bytes.ts"
import { verifyEd25519Zip215 } from "../crypto/ed25519.ts"
import type { Details } from "../failures.ts"
import { type Commit, precommitSignBytes, VOTE } from "./commit.ts"
import { type LightFault, lightFault } from "./light-fault.ts"
import { addressOf, totalPower, type Validators } from "./validator-set.ts"
import { STAMP_ABSENT } from "./wire.ts"

const misfit = (reason: string, details: Details): LightFault =>
  lightFault("form", "validator_set_mismatch", reason, details)

/** Whether an entry has the one form of a vote that was not cast. */
function isAbsent({ address, time, signature }: Commit["signatures"][number]): boolean {
  const { seconds, nanos } = STAMP_ABSENT
  const empty = address.length === 0 && signature.length === 0
  return empty && time.seconds === seconds && time.nanos === nanos
}

/**
 * The entries of a commit against its set: as many, in the same order, no validator twice, absent
 * ones empty. Null where that holds.
 */
export function commitFormFault(commit: Commit, set: Validators): LightFault | null {
  const { signatures } = commit
  if (signatures.length !== set.length) {
    const details = { found: signatures.length, expected: set.length }
    return misfit(`The commit has ${signatures.length} entries, the set ${set.length}.`, details)
  }
  const seen = new Set<string>()
  for (let index = 0; index < set.length; index++) {
    const address = addressOf(set[index]!)
    const entry = signatures[index]!
    if (seen.has(toHex(address))) return misfit("The set has one validator twice.", { index })
    seen.add(toHex(address))
    if (entry.flag === VOTE.absent) {
      if (isAbsent(entry)) continue
      return misfit(`Entry ${index} of the commit is absent but not empty.`, { index })
    }
    if (entry.flag !== VOTE.commit && entry.flag !== VOTE.nil) {
      return misfit(`Entry ${index} of the commit has the unknown flag ${entry.flag}.`, { index })
    }
    if (!equalBytes(entry.address, address)) {
      return misfit(`Entry ${index} of the commit is of another validator.`, { index })
    }
  }
  return null
}

/** The power that voted for the block, the power that must, and the set's: need = 2/3 and one. */
export function commitPower(commit: Commit, set: Validators) {
  let have = 0n
  for (let index = 0; index < set.length; index++) {
    if (commit.signatures[index]?.flag === VOTE.commit) have += set[index]!.power
  }
  const total = totalPower(set)
  return { have, need: divFloor(total * 2n, 3n) + 1n, total }
}

/** The index of the first entry whose signature does not verify, or null. */
function badSignature(chain: string, commit: Commit, set: Validators): number | null {
  for (let index = 0; index < set.length; index++) {
    const message = precommitSignBytes(chain, commit, index)
    if (message === null) continue
    const { signature } = commit.signatures[index]!
    if (!verifyEd25519Zip215(fromHex(set[index]!.key.ed25519), message, signature)) return index
  }
  return null
}

/**
 * Rule 5 of the light client: the commit has the form of the set, more than two thirds of its power
 * voted for the block, and every signature verifies. Null where all of it holds.
 */
export function verifyCommit(chain: string, commit: Commit, set: Validators): LightFault | null {
  const form = commitFormFault(commit, set)
  if (form !== null) return form
  const { have, need } = commitPower(commit, set)
  const details = { have: String(have), need: String(need) }
  if (have < need) {
    const reason = `Power ${have} signed, ${need} must.`
    return lightFault("power", "commit_insufficient", reason, details)
  }
  const index = badSignature(chain, commit, set)
  if (index === null) return null
  const reason = `Signature ${index} of the commit does not verify.`
  return lightFault("power", "commit_insufficient", reason, { ...details, index })
}
