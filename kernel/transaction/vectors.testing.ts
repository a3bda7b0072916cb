/** For tests only: the golden transactions, their keys and commands. */
import { vectorJson } from "../../test/vectors.ts"
import { fromHex } from "../bytes.ts"
import type { CborValue } from "../cbor/value.ts"
import { signEd25519 } from "../crypto/ed25519.ts"
import { signEs256 } from "../crypto/es256.ts"
import type { Algorithm } from "../crypto/signature.ts"
import { Invalid } from "../failures.ts"
import type { Json } from "../json/json.ts"
import { kindOf } from "../schema/describe.ts"
import type { Hash } from "../schema/fixed.ts"
import { nearestName } from "../schema/nearest.ts"
import type { DraftSigner } from "./draft.ts"
import type { CommandInputs } from "./operation.ts"
import { decodeTransaction } from "./transaction.ts"
import { verifySignatures } from "./verify.ts"

type GoldenKey = { name: string; algorithm: Algorithm; seed: string; public: string; kid: Hash }
type GoldenCase = {
  name: string
  signers: string[]
  json: Json
  payload: string
  externalAad: string
  toBeSigned: string[]
  bytes: string
  id: string
}
type Golden = {
  commands: Record<string, CborValue>
  open: string[]
  keys: GoldenKey[]
  cases: GoldenCase[]
  refused: { name: string; code: string; bytes: string }[]
}

/** The file, or null where it is absent. */
export const golden: Golden | null = vectorJson("kernel/transactions.json")

/** Commands by description, as a runtime would offer them. */
export function commandsOf(
  descriptions: Record<string, CborValue>,
  open: readonly string[],
): CommandInputs {
  const kinds = new Map(
    Object.entries(descriptions).map(([name, description]) => [name, kindOf(description)]),
  )
  return {
    inputOf: (command) => kinds.get(command),
    isOpen: (command) => open.includes(command),
    nearest: (name) => nearestName(name, [...kinds.keys()]),
  }
}

/** What signs with a golden key. */
export function signerOf({ algorithm, seed, kid }: GoldenKey): DraftSigner {
  const sign = algorithm === "ed25519" ? signEd25519 : signEs256
  return { algorithm, kid, sign: (message) => sign(fromHex(seed), message) }
}

/** Checks 1 to 3 and 10, the keys being known by thumbprint: "accepted", or the first code. */
export function verdictOf(
  bytes: Uint8Array,
  commands: CommandInputs,
  keys: ReadonlyMap<string, Uint8Array>,
): string {
  try {
    const transaction = decodeTransaction(bytes, commands)
    const publicKeys = transaction.signatures.map(({ kid }) => keys.get(kid))
    if (publicKeys.includes(undefined)) return "signer_not_registered"
    verifySignatures(transaction, publicKeys as Uint8Array[])
    return "accepted"
  } catch (failure) {
    if (failure instanceof Invalid) return failure.code
    throw failure
  }
}
