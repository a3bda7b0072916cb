/** Transactions for tests, signed by `testSigner`s. */
import type { Hash, Hex } from "../schema/fixed.ts"
import { assemble, draft, signDraft } from "../transaction/draft.ts"
import type { CommandInputs, Operation } from "../transaction/operation.ts"
import { encodePayload, type Payload } from "../transaction/payload.ts"
import { openTransaction } from "../transaction/transaction.ts"
import type { TestSigner } from "./signer.ts"

/** What a transaction says besides its operations. */
export type Heading = Pick<Payload, "chain" | "expires" | "memo" | "mode" | "salt">

/** The bytes of a transaction; without signers the bare payload of an open command. */
export function writeTransaction(
  commands: CommandInputs,
  heading: Heading,
  operations: readonly Operation[],
  signers: readonly TestSigner[],
): Uint8Array {
  const payload: Payload = { ...heading, operations }
  if (signers.length === 0) return openTransaction(payload, commands)
  const kids: Hash[] = signers.map(({ kid }) => kid)
  const unsigned = draft(encodePayload(payload, commands), kids)
  return assemble(
    unsigned,
    signers.map((signer) => signDraft(unsigned, signer)),
  )
}

/** The salt of the n-th transaction of a test. */
export function saltOf(count: number): Hex {
  return count.toString(16).padStart(16, "0") as Hex
}
