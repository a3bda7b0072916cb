/**
 * A solo block: CometBFT's header over what went before, and the commit of the validators whose
 * keys are at hand, in round 0. Source of truth: CometBFT v0.40, `state/state.go` (MakeBlock).
 */
import {
  addressOf,
  BLOCK_PROTOCOL,
  Bug,
  type Commit,
  commitHash,
  consensusHash,
  dataHash,
  type EngineParameters,
  encodeBlock,
  evidenceHash,
  type Header,
  type Hex,
  hashOf,
  headerHash,
  partSet,
  precommitBytes,
  STAMP_ABSENT,
  stampMs,
  stampOfMs,
  toHex,
  totalPower,
  type Validators,
  VOTE,
  validatorsHash,
} from "@concordat/kernel"

/** Signs precommits with a validator's Ed25519 key, which it may keep elsewhere. */
export type Signer = {
  /** Ed25519 public key, hex. */
  readonly key: string
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** All that the next block says about the ones before. */
export type Position = {
  readonly chain: string
  readonly height: bigint
  /** Milliseconds of 1970: the vote's for the block before, or the genesis time. */
  readonly time: number
  /** Commit of the block before; null at the first height. */
  readonly last: Commit | null
  readonly appHash: Uint8Array
  readonly resultsHash: Uint8Array
  readonly validators: Validators
  readonly nextValidators: Validators
  readonly parameters: EngineParameters
  readonly appVersion: bigint
}

/** CometBFT's zero block id and commit, which stand at the first height. */
const NO_BLOCK: Commit["block"] = {
  hash: new Uint8Array(),
  parts: { total: 0, hash: new Uint8Array() },
}
const NO_COMMIT: Commit = { height: 0n, round: 0, block: NO_BLOCK, signatures: [] }

const isHeld = (signers: readonly Signer[]) => {
  const held = new Set(signers.map(({ key }) => key))
  return (validator: Validators[number]) => held.has(validator.key.ed25519)
}

/** Whether the keys at hand hold more than two thirds of a set's power. */
export function canSign(set: Validators, signers: readonly Signer[]): boolean {
  return totalPower(set.filter(isHeld(signers))) * 3n > totalPower(set) * 2n
}

/** The validator that proposes: the strongest whose key is at hand. */
export function proposerOf(set: Validators, signers: readonly Signer[]): Uint8Array {
  const proposer = set.find(isHeld(signers))
  if (proposer === undefined) throw new Bug("no key of the validator set is at hand")
  return addressOf(proposer)
}

/** The header of the block with these transactions. */
export function makeHeader(
  position: Position,
  transactions: readonly Uint8Array[],
  proposer: Uint8Array,
): Header {
  const last = position.last ?? NO_COMMIT
  return {
    version: { block: BLOCK_PROTOCOL, app: position.appVersion },
    chain: position.chain,
    height: position.height,
    time: stampOfMs(position.time),
    lastBlock: last.block,
    lastCommit: hashOf(commitHash(last)),
    data: hashOf(dataHash(transactions)),
    validators: hashOf(validatorsHash(position.validators)),
    nextValidators: hashOf(validatorsHash(position.nextValidators)),
    consensus: hashOf(consensusHash(position.parameters.block)),
    app: hashOf(position.appHash),
    lastResults: hashOf(position.resultsHash),
    evidence: hashOf(evidenceHash([])),
    proposer: toHex(proposer) as Hex,
  }
}

/** The commit of the block, each vote at `time`, at least 1 ms after the block's. */
export async function makeCommit(
  { chain, height, last, validators }: Position,
  header: Header,
  transactions: readonly Uint8Array[],
  signers: readonly Signer[],
  time: number,
): Promise<Commit> {
  const lastCommit = last ?? NO_COMMIT
  const encoded = encodeBlock({ header, transactions, evidence: [], lastCommit })
  const block = { hash: headerHash(header), parts: partSet(encoded) }
  const stamp = stampOfMs(Math.max(time, stampMs(header.time) + 1))
  const message = precommitBytes({ chain, height, round: 0, block, time: stamp })
  const signatures: Commit["signatures"][number][] = []
  for (const validator of validators) {
    const signer = signers.find(({ key }) => key === validator.key.ed25519)
    if (signer === undefined) {
      const nobody = new Uint8Array()
      signatures.push({ flag: VOTE.absent, address: nobody, time: STAMP_ABSENT, signature: nobody })
      continue
    }
    const signature = await signer.sign(message)
    signatures.push({ flag: VOTE.commit, address: addressOf(validator), time: stamp, signature })
  }
  return { height, round: 0, block, signatures }
}

/** Time of the block after this commit: its votes', which all have one. */
export function timeAfter(commit: Commit): number {
  const vote = commit.signatures.find(({ flag }) => flag === VOTE.commit)
  if (vote === undefined) throw new Bug("a commit has a vote")
  return stampMs(vote.time)
}
