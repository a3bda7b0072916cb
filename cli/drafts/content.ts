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

/** Bytes of a draft file at most. */
export const DRAFT_BYTES_MAX = 300_000
const SIGNATURE_BYTES = 64
const commands = commandsOf(services)

/** A draft, and its payload decoded. */
export type Read = { readonly draft: Draft; readonly payload: Payload }

/** A draft of a file, and what it holds. Throws `Invalid` for what nobody can decode. */
export async function readDraft(environment: Environment, name: string): Promise<Read> {
  const one = decodeDraft(await readInput(environment, name, DRAFT_BYTES_MAX))
  return { draft: one, payload: readPayload(one) }
}

/** The payload, decoded by the one decoder of transactions: the signatures are not judged there. */
export function readPayload(one: Draft): Payload {
  const sign = () => new Uint8Array(SIGNATURE_BYTES).fill(1)
  const blank = (kid: Hash) => signDraft(one, { algorithm: "ed25519", kid, sign })
  return decodeTransaction(assemble(one, one.signers.map(blank)), commands).payload
}

/** Who is sent by, and who signed where that is known. */
function signerLines(signers: readonly Hash[], signed: readonly Hash[] | null): string[] {
  if (signed === null) return signers.map((kid) => `   ${kid}`)
  return signers.map((kid) => `   ${kid}  ${signed.includes(kid) ? "signed" : "not yet"}`)
}

/** All that a signer must see; `signed`: who did so far. */
export function draftLines(
  { signers, id }: Draft,
  payload: Payload,
  signed: readonly Hash[] | null = null,
): string[] {
  const { chain, expires, mode, memo, operations } = payload
  return [
    ...columns([
      ["ledger", chain],
      ["transaction", id],
      ["read aloud", inFours(id)],
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
    ...signerLines(signers, signed),
  ]
}

/** Hex in groups of four: what signers read to each other, so that all sign the same. */
function inFours(hex: string): string {
  return hex.replaceAll(/(.{4})(?=.)/g, "$1 ")
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
