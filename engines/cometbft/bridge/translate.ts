/** The engine's messages and the port's types, one into the other. */
import {
  Bug,
  type EngineParameters,
  fromHex,
  stampMs,
  toHex,
  utf8,
  type Validators,
} from "@concordat/kernel"
import type {
  FinalizeBlockAnswer,
  Misbehaviour,
  NamedProposal,
  ProvenRow,
  TxResult,
} from "../../port.ts"
import { execTxResult, type RequestOf, type ResponseOf } from "../abci/index.ts"

const NANOS_PER_MS = 1_000_000n
const MS_PER_SECOND = 1_000n
const LIGHT_CLIENT_ATTACK = 2
/** The flag of a vote for the block. */
const VOTED = 2
/** What the engine bears: total power of a set. */
const TOTAL_POWER_MAX = (2n ** 63n - 1n) / 8n

type Time = { readonly seconds: bigint; readonly nanos: number }
type Fault = RequestOf<"finalize_block">["misbehavior"][number]

/** Milliseconds of 1970, floored. */
export function msOf(time: Time): number {
  return stampMs(time)
}

function misbehaviourOf(fault: Fault): Misbehaviour {
  return {
    kind: fault.type === LIGHT_CLIENT_ATTACK ? "light_client_attack" : "duplicate_vote",
    validator: fault.validator.address,
    power: fault.validator.power,
    height: fault.height,
    time: msOf(fault.time),
    totalPower: fault.total_voting_power,
  }
}

type Proposed = Pick<
  RequestOf<"process_proposal">,
  "height" | "time" | "misbehavior" | "proposer_address"
>

/** What is at stake about a block, with these arrays as its transactions. */
export function proposalOf(request: Proposed, transactions: readonly Uint8Array[]) {
  return {
    height: request.height,
    time: msOf(request.time),
    transactions,
    proposer: request.proposer_address,
    misbehaviour: request.misbehavior.map(misbehaviourOf),
  }
}

/** The same of a block that has a name. */
export function namedProposalOf(
  request: Proposed & { readonly hash: Uint8Array },
  transactions: readonly Uint8Array[],
): NamedProposal {
  return { ...proposalOf(request, transactions), hash: request.hash }
}

/** What both layers are proved by; stock verifiers take the specification from elsewhere. */
const PROOF_TYPE = "ics23:concordat"

/** A row with its two proofs, the state's first. */
export function provenOf({ key, value, height, proofs }: ProvenRow): Partial<ResponseOf<"query">> {
  const [state, top] = proofs
  const ops = [
    { type: PROOF_TYPE, key, data: state },
    { type: PROOF_TYPE, key: utf8("state"), data: top },
  ]
  return { code: 0, key, value, height, proof_ops: { ops } }
}

/** Who voted for the block before, by address in hex; null where there was none. */
export function signersOf(request: RequestOf<"finalize_block">): readonly string[] | null {
  const { votes } = request.decided_last_commit
  if (votes.length === 0) return null
  const voted = votes.filter(({ block_id_flag }) => block_id_flag === VOTED)
  return voted.map(({ validator }) => toHex(validator.address))
}

/** A result as the engine hashes it. */
export function resultOf({ code, data, gasUsed, log }: TxResult): ResponseOf<"check_tx"> {
  return execTxResult.of({ code, data, gas_used: gasUsed, log })
}

/** New powers of validators. */
export function updatesOf(validators: Validators): ResponseOf<"init_chain">["validators"] {
  return validators.map(({ key, power }) => ({
    pub_key: { ed25519: fromHex(key.ed25519), secp256k1: new Uint8Array() },
    power,
  }))
}

/** All six groups: one that is left out would set its fields to nothing. */
export function paramsOf(
  { block, evidence, keys }: EngineParameters,
  appVersion: bigint,
): NonNullable<ResponseOf<"init_chain">["consensus_params"]> {
  return {
    block: { max_bytes: block.maxBytes, max_gas: block.maxGas },
    evidence: {
      max_age_num_blocks: evidence.maxAgeBlocks,
      max_age_duration: {
        seconds: evidence.maxAgeMs / MS_PER_SECOND,
        nanos: Number((evidence.maxAgeMs % MS_PER_SECOND) * NANOS_PER_MS),
      },
      max_bytes: evidence.maxBytes,
    },
    validator: { pub_key_types: keys },
    version: { app: appVersion },
    abci: { vote_extensions_enable_height: 0n },
    authority: { authority: "" },
  }
}

/**
 * The second look at what changes the set, whose first owner is the ledger: a fault here would stop
 * every node at once, so this one stops before it answers. Throws `Bug`.
 */
export function checkUpdates(set: Validators, updates: Validators): void {
  const powers = new Map(set.map(({ key, power }) => [key.ed25519, power]))
  const named = new Set<string>()
  for (const { key, power } of updates) {
    if (named.has(key.ed25519)) throw new Bug("a validator is updated twice in one block")
    named.add(key.ed25519)
    if (power < 0n) throw new Bug("a validator's power is negative")
    if (power > 0n) powers.set(key.ed25519, power)
    else if (!powers.delete(key.ed25519)) throw new Bug("a validator is removed that is none")
  }
  if (powers.size === 0) throw new Bug("no validator is left")
  const total = [...powers.values()].reduce((sum, power) => sum + power, 0n)
  if (total > TOTAL_POWER_MAX) throw new Bug("the set has more power than the engine bears")
}

/** The answer to `finalize_block`. */
export function finalizedOf(
  answer: FinalizeBlockAnswer,
  appVersion: bigint,
): Partial<ResponseOf<"finalize_block">> {
  const { results, validatorUpdates, parameters, appHash } = answer
  return {
    tx_results: results.map(resultOf),
    validator_updates: updatesOf(validatorUpdates),
    consensus_param_updates: parameters === null ? null : paramsOf(parameters, appVersion),
    app_hash: appHash,
  }
}
