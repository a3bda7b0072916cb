/**
 * Proofs of misbehaviour: as the engine tells them in JSON, as the bytes under the `evidence` hash
 * of a header, and as what the application is told. Two kinds exist: two votes of one validator,
 * and an attack on light clients. Source of truth: CometBFT v0.40.0, `types/evidence.go`.
 */
import {
  encodeBlockId,
  encodeCommit,
  encodeHeader,
  encodeStamp,
  equalBytes,
  evidenceHash,
  fromHex,
  ProtobufWriter,
  stampMs,
} from "@concordat/kernel"
import type { ArchivedBlock, Misbehaviour } from "../../port.ts"
import { blockIdOf, commitOf, headerOf } from "./answers.ts"
import {
  base64,
  ED25519,
  hex,
  integer,
  type Json,
  object,
  stampOfText,
  text,
  unexpected,
} from "./json.ts"

const DUPLICATE_VOTE = "tendermint/DuplicateVoteEvidence"
const LIGHT_CLIENT_ATTACK = "tendermint/LightClientAttackEvidence"
const NO_EVIDENCE = evidenceHash([])

function listOf(json: Json, name: string): readonly Json[] {
  const value = json[name]
  if (Array.isArray(value)) return value as readonly Json[]
  throw unexpected(`without ${name}`)
}

const bytesOf = (json: Json, name: string) => fromHex(hex(json, name))
const stampIn = (json: Json, name: string) => stampOfText(text(json, name))

function voteBytes(vote: Json): Uint8Array {
  return new ProtobufWriter()
    .int(1, integer(vote, "type"))
    .int(2, integer(vote, "height"))
    .int(3, integer(vote, "round"))
    .message(4, encodeBlockId(blockIdOf(object(vote, "block_id"))))
    .message(5, encodeStamp(stampIn(vote, "timestamp")))
    .bytes(6, bytesOf(vote, "validator_address"))
    .int(7, integer(vote, "validator_index"))
    .bytes(8, base64(vote, "signature"))
    .bytes(9, base64(vote, "extension"))
    .bytes(10, base64(vote, "extension_signature"))
    .finish()
}

function duplicateVoteBytes(proof: Json): Uint8Array {
  return new ProtobufWriter()
    .message(1, voteBytes(object(proof, "vote_a")))
    .message(2, voteBytes(object(proof, "vote_b")))
    .int(3, integer(proof, "TotalVotingPower"))
    .int(4, integer(proof, "ValidatorPower"))
    .message(5, encodeStamp(stampIn(proof, "Timestamp")))
    .finish()
}

function validatorBytes(validator: Json): Uint8Array {
  const key = object(validator, "pub_key")
  if (text(key, "type") !== ED25519) throw unexpected("with a key of another kind")
  return new ProtobufWriter()
    .bytes(1, bytesOf(validator, "address"))
    .message(2, new ProtobufWriter().message(1, base64(key, "value")).finish())
    .int(3, integer(validator, "voting_power"))
    .int(4, integer(validator, "proposer_priority"))
    .finish()
}

function lightBlockBytes(block: Json): Uint8Array {
  const [signed, set] = [object(block, "signed_header"), object(block, "validator_set")]
  const validators = new ProtobufWriter()
  for (const validator of listOf(set, "validators")) {
    validators.message(1, validatorBytes(validator))
  }
  validators.message(2, validatorBytes(object(set, "proposer")))
  const header = new ProtobufWriter()
    .message(1, encodeHeader(headerOf(object(signed, "header"))))
    .message(2, encodeCommit(commitOf(object(signed, "commit"))))
  return new ProtobufWriter().message(1, header.finish()).message(2, validators.finish()).finish()
}

function lightClientAttackBytes(proof: Json): Uint8Array {
  const bytes = new ProtobufWriter()
    .message(1, lightBlockBytes(object(proof, "ConflictingBlock")))
    .int(2, integer(proof, "CommonHeight"))
  for (const validator of listOf(proof, "ByzantineValidators")) {
    bytes.message(3, validatorBytes(validator))
  }
  return bytes
    .int(4, integer(proof, "TotalVotingPower"))
    .message(5, encodeStamp(stampIn(proof, "Timestamp")))
    .finish()
}

/** The bytes of a proof under the `evidence` hash. Throws `engine_unsupported`. */
export function proofBytes(proof: string): Uint8Array {
  const json = JSON.parse(proof) as Json
  const value = object(json, "value")
  if (json["type"] === DUPLICATE_VOTE) return duplicateVoteBytes(value)
  if (json["type"] === LIGHT_CLIENT_ATTACK) return lightClientAttackBytes(value)
  throw unexpected(`with evidence of the kind ${String(json["type"])}`)
}

/** What the application was told of one proof: a fault of each validator that it is about. */
function faultsOf(proof: string): readonly Misbehaviour[] {
  const { type, value } = JSON.parse(proof) as { readonly type: unknown; readonly value: Json }
  const totalPower = integer(value, "TotalVotingPower")
  const shared = { time: stampMs(stampIn(value, "Timestamp")), totalPower }
  if (type === DUPLICATE_VOTE) {
    const vote = object(value, "vote_a")
    const [validator, height] = [bytesOf(vote, "validator_address"), integer(vote, "height")]
    const power = integer(value, "ValidatorPower")
    return [{ kind: "duplicate_vote", validator, power, height, ...shared }]
  }
  const height = integer(value, "CommonHeight")
  return listOf(value, "ByzantineValidators").map((each) => ({
    ...{ kind: "light_client_attack", validator: bytesOf(each, "address"), height },
    ...{ power: integer(each, "voting_power"), ...shared },
  }))
}

/** Whether these proofs are those that a header commits to. Throws `engine_unsupported`. */
export function areProofsOf(evidence: string, proofs: readonly string[]): boolean {
  return equalBytes(evidenceHash(proofs.map(proofBytes)), fromHex(evidence))
}

/** Whether a header commits to any proof. */
export function namesProofs(evidence: string): boolean {
  return !equalBytes(NO_EVIDENCE, fromHex(evidence))
}

/**
 * What the application was told when this block was finalized; null where its proofs are not those
 * of its header, as in a block log of an older version, which kept none.
 */
export function misbehaviourIn({
  header,
  proofs,
}: Pick<ArchivedBlock, "header" | "proofs">): readonly Misbehaviour[] | null {
  return areProofsOf(header.evidence, proofs) ? proofs.flatMap(faultsOf) : null
}

/** The proofs in an answer to `block`, each in the engine's own words. */
export function proofsOf(result: unknown): readonly string[] {
  const { evidence } = object(object(result, "block"), "evidence")
  return Array.isArray(evidence) ? evidence.map((proof) => JSON.stringify(proof)) : []
}
