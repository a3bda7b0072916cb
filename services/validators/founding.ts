/**
 * The set that a ledger begins with: the consensus keys of its first validators, and its nodes, as
 * rows of a genesis file. Pure data: who founds makes the keys and hands in their public parts.
 */
import {
  coseKey,
  fromHex,
  type Hash,
  type Hex,
  type Json,
  type JsonObject,
  type Party,
  time,
  toBase64url,
} from "@concordat/kernel"
import { addressOfKey, registeredName } from "./validators.ts"

/** A validator from the first block on. */
export type FoundingValidator = {
  readonly organisation: Party
  /** Ed25519 public key that signs blocks. */
  readonly key: Hash
  readonly power: bigint
  /** Its node with the address where peers dial it, if that is known; null: it has none. */
  readonly node: { readonly id: Hex; readonly hint: string | null } | null
}

type Row = { readonly key: JsonObject; readonly value: JsonObject }
type Rows = Readonly<Record<string, readonly Row[]>>

function keyRow({ organisation, key }: FoundingValidator, at: Json): Row {
  const bytes = coseKey({ algorithm: "ed25519", x: fromHex(key) })
  return {
    key: { key: registeredName(key) },
    value: {
      ...{ holder: organisation, purpose: "consensus", algorithm: "ed25519" },
      ...{ public: toBase64url(bytes), from: at, until: null, status: "active", since: null },
    },
  }
}

function validatorRow({ organisation, key, power }: FoundingValidator, at: Json): Row {
  return {
    key: { address: addressOfKey(key) },
    value: {
      ...{ organisation, key, power: String(power), state: "active", since: "0", changed: at },
      ...{ predecessor: null, successor: null },
    },
  }
}

function nodeRows({ organisation, node }: FoundingValidator, at: Json): Row[] {
  if (node === null) return []
  const value = { organisation, kind: "validator", hints: node.hint === null ? [] : [node.hint] }
  return [{ key: { node: node.id }, value: { ...value, tls: null, state: "active", changed: at } }]
}

/**
 * The `state` of a genesis file: rows of organisations, with their consensus keys, and those of
 * their validators and nodes. `begun` is the ledger's first time.
 */
export function foundingState(
  organisations: Rows,
  validators: readonly FoundingValidator[],
  begun: number,
): JsonObject {
  const at = time.toJson(begun)
  const state = {
    organisations: {
      ...organisations,
      keys: [...(organisations["keys"] ?? []), ...validators.map((one) => keyRow(one, at))],
      holderKeys: [
        ...(organisations["holderKeys"] ?? []),
        ...validators.map(({ organisation, key }) => ({
          key: { holder: organisation, key: registeredName(key) },
          value: {},
        })),
      ],
    },
    validators: {
      validators: validators.map((one) => validatorRow(one, at)),
      nodes: validators.flatMap((one) => nodeRows(one, at)),
    },
  }
  return state as unknown as JsonObject
}
