/** `concordat submit`: a draft and the signatures of all its signers, as one transaction. */
import { assemble, type Json } from "@concordat/kernel"
import { submit } from "@concordat/sdk"
import { connect } from "../connect.ts"
import { receiptLines } from "../derived.ts"
import type { Common, Environment } from "../environment.ts"
import { readInput } from "../files.ts"
import type { Answer } from "../output.ts"
import { readDraft } from "./content.ts"

const SIGNATURE_FILE_BYTES_MAX = 1_024

/**
 * Sends it, and waits until it is final. Throws `Invalid` `signature_missing` while somebody has
 * not signed, and what the ledger refuses.
 */
export async function submitVerb(
  environment: Environment,
  file: string,
  answers: readonly string[],
  flags: Common,
): Promise<Answer> {
  const { draft: one } = await readDraft(environment, file)
  const signatures: Uint8Array[] = []
  for (const name of answers) {
    signatures.push(await readInput(environment, name, SIGNATURE_FILE_BYTES_MAX))
  }
  const bytes = assemble(one, signatures)
  const receipt = await submit(connect(environment, flags), bytes)
  return { lines: receiptLines(receipt), json: receipt as unknown as Json }
}
