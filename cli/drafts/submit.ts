/** `concordat submit`: a draft and the signatures of all its signers, as one transaction. */
import { assemble, type Json } from "@concordat/kernel"
import { status, submit } from "@concordat/sdk"
import { connect } from "../connect.ts"
import { receiptLines } from "../derived.ts"
import type { Common, Environment } from "../environment.ts"
import { readInput } from "../files.ts"
import { madeBy } from "../made.ts"
import type { Answer } from "../output.ts"
import { definitionOf } from "../services.ts"
import { otherLedger, readCarried } from "./carried.ts"

const SIGNATURE_FILE_BYTES_MAX = 1_024

/**
 * Sends it, and waits until it is final. Throws `Invalid` `signature_missing` while somebody has
 * not signed, `chain_mismatch` before a ledger that it is not of, and what the ledger refuses.
 */
export async function submitVerb(
  environment: Environment,
  file: string,
  answers: readonly string[],
  flags: Common,
): Promise<Answer> {
  const { draft: one, payload, given } = await readCarried(environment, file)
  const signatures: Uint8Array[] = given.map(({ signature }) => signature)
  for (const name of answers) {
    signatures.push(await readInput(environment, name, SIGNATURE_FILE_BYTES_MAX))
  }
  const bytes = assemble(one, signatures)
  const client = connect(environment, flags)
  const { chain } = await status(client)
  if (chain !== payload.chain) throw otherLedger(payload.chain, chain)
  const receipt = await submit(client, bytes)
  const sent = payload.operations.map(({ command, input }) => {
    return { definition: definitionOf(command), input }
  })
  const made = madeBy(sent, receipt)
  return { lines: receiptLines(receipt, made), json: { ...receipt, made } as unknown as Json }
}
