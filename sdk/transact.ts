/** Building, signing and sending a transaction with keys of one's own. */
import {
  assemble,
  type CommandInputs,
  draft,
  encodePayload,
  type Hex,
  type Operation,
  signDraft,
  toHex,
} from "@concordat/kernel"
import type { Receipt } from "./answers.ts"
import { type Client, ledgerTime } from "./client.ts"
import { status } from "./read.ts"
import { submit } from "./send.ts"
import type { Signer } from "./signer.ts"

/** How long a transaction may wait before it is void, in milliseconds. */
export const EXPIRES_MS = 60_000
const SALT_BYTES = 8

/** What a transaction says. */
export type Content = {
  readonly chain: string
  /** Milliseconds of 1970 on the ledger's clock. */
  readonly expires: number
  readonly operations: readonly Operation[]
  /** `atomic` unless given. */
  readonly mode?: "atomic" | "each"
  readonly memo?: string | null
  /** 8 fresh random bytes. */
  readonly salt: Uint8Array
}

/** A transaction signed by all signers, the first being the caller. */
export async function buildTransaction(
  content: Content,
  signers: readonly Signer[],
  commands: CommandInputs,
): Promise<Uint8Array> {
  const { chain, expires, operations, mode = "atomic", memo = null, salt } = content
  const payload = { chain, expires, memo, mode, operations, salt: toHex(salt) as Hex }
  const prepared = draft(
    encodePayload(payload, commands),
    signers.map(({ kid }) => kid),
  )
  const answers: Uint8Array[] = []
  for (const [i, { algorithm, kid, sign }] of signers.entries()) {
    const signature = await sign(prepared.toBeSigned(i, algorithm))
    answers.push(signDraft(prepared, { algorithm, kid, sign: () => signature }))
  }
  return assemble(prepared, answers)
}

/**
 * Sends operations and waits until they are final. `expires` counts from the ledger's own time.
 * Throws `SdkError` with the refusal's code, `Invalid` for inputs against their schema.
 */
export async function transact(
  client: Client,
  asked: {
    readonly operations: readonly Operation[]
    readonly signers: readonly Signer[]
    readonly commands: CommandInputs
    readonly mode?: "atomic" | "each"
    readonly memo?: string | null
    readonly random?: (length: number) => Uint8Array
  },
): Promise<Receipt> {
  const { chain } = await status(client)
  const random =
    asked.random ?? ((length) => globalThis.crypto.getRandomValues(new Uint8Array(length)))
  const bytes = await buildTransaction(
    {
      chain,
      expires: (ledgerTime(client) ?? 0) + EXPIRES_MS,
      operations: asked.operations,
      mode: asked.mode ?? "atomic",
      memo: asked.memo ?? null,
      salt: random(SALT_BYTES),
    },
    asked.signers,
    asked.commands,
  )
  return submit(client, bytes)
}
