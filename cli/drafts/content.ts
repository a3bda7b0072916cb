/** What a draft says, in words, from the very bytes that are to be signed. */
import {
  assemble,
  type Draft,
  decodeDraft,
  decodeTransaction,
  type Hash,
  type Json,
  type Payload,
  signDraft,
  timeText,
} from "@concordat/kernel"
import { commandsOf } from "@concordat/sdk"
import type { Environment } from "../environment.ts"
import { readInput } from "../files.ts"
import { columns } from "../output.ts"
import { services } from "../services.ts"

const DRAFT_BYTES_MAX = 300_000
const SIGNATURE_BYTES = 64
const commands = commandsOf(services)

/** A draft of a file, and what it holds. Throws `Invalid` for what nobody can decode. */
export async function readDraft(environment: Environment, name: string) {
  const one = decodeDraft(await readInput(environment, name, DRAFT_BYTES_MAX))
  return { draft: one, payload: payloadOf(one) }
}

/** The payload, decoded by the one decoder of transactions: the signatures are not judged there. */
function payloadOf(one: Draft): Payload {
  const sign = () => new Uint8Array(SIGNATURE_BYTES).fill(1)
  const blank = (kid: Hash) => signDraft(one, { algorithm: "ed25519", kid, sign })
  return decodeTransaction(assemble(one, one.signers.map(blank)), commands).payload
}

/** All that a signer must see. */
export function draftLines({ signers, id }: Draft, payload: Payload): string[] {
  const { chain, expires, mode, memo, operations } = payload
  return [
    ...columns([
      ["ledger", chain],
      ["transaction", id],
      ["expires", timeText(expires)],
      ["mode", mode],
      ...(memo === null ? [] : [["memo", memo] as const]),
    ]),
    ...operations.flatMap(({ command, input }, at) => [
      `${at + 1}. ${command}`,
      ...JSON.stringify(inputJson(command, input), null, 2)
        .split("\n")
        .map((line) => `   ${line}`),
    ]),
    "Signers, in this order; the first one is who sends it:",
    ...signers.map((kid) => `   ${kid}`),
  ]
}

/** The same for programs. */
export function draftJson({ signers, id }: Draft, payload: Payload): Json {
  const { chain, expires, mode, memo, operations } = payload
  return {
    ...{ id, chain, expires: timeText(expires), mode, memo, signers: [...signers] },
    operations: operations.map(({ command, input }) => {
      return { command, input: inputJson(command, input) }
    }),
  }
}

function inputJson(command: string, input: Readonly<Record<string, unknown>>): Json {
  return commands.inputOf(command)!.toJson(input)
}
