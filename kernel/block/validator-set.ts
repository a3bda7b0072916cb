/**
 * Validator sets: who may sign a block, with how much power.
 * Source of truth: CometBFT v0.40, `types/validator_set.go` and `crypto/ed25519`.
 */
import { compareBytes, fromHex, toHex } from "../bytes.ts"
import { sha256 } from "../crypto/hash.ts"
import { ProtobufWriter } from "../protobuf/writer.ts"
import { hash } from "../schema/fixed.ts"
import type { Infer } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { record } from "../schema/record.ts"
import { union } from "../schema/union.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import { merkleRootOf } from "./merkle.ts"

/** Validators of one set. */
export const VALIDATORS_MAX = 1_000
const ADDRESS_BYTES = 20

/** A set in set order: power descending, then address. */
export const validatorsKind = list(
  record({ key: union({ ed25519: hash }), power: u64 }),
  VALIDATORS_MAX,
  1,
)
export type Validators = Infer<typeof validatorsKind>
export type Validator = Validators[number]

/** The address of a validator: the first 20 bytes of SHA-256 of its key. */
export function addressOf(validator: Validator): Uint8Array {
  return sha256(fromHex(validator.key.ed25519)).subarray(0, ADDRESS_BYTES)
}

/** The same validators in set order. */
export function inSetOrder(set: Validators): Validators {
  const addressed = set.map((validator) => ({ validator, address: addressOf(validator) }))
  addressed.sort((a, b) => {
    if (a.validator.power !== b.validator.power)
      return a.validator.power > b.validator.power ? -1 : 1
    return compareBytes(a.address, b.address)
  })
  return addressed.map(({ validator }) => validator)
}

/** The bytes that one validator adds to the hash of its set. */
export function validatorLeaf({ key, power }: Validator): Uint8Array {
  const publicKey = new ProtobufWriter().bytes(1, fromHex(key.ed25519)).finish()
  return new ProtobufWriter().message(1, publicKey).int(2, power).finish()
}

/** The hash that headers name a set by, in set order: 32 bytes. */
export function validatorsHash(set: Validators): Uint8Array {
  return merkleRootOf(set.map(validatorLeaf))
}

/** The sum of all power. */
export function totalPower(set: Validators): bigint {
  return set.reduce((sum, { power }) => sum + power, 0n)
}

/** The address in lower-case hex, as members and anchors name it. */
export function addressText(validator: Validator): string {
  return toHex(addressOf(validator))
}
