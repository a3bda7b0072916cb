/** Building, signing and sending a transaction with keys of one's own. */
import {
  assemble,
  type CommandInputs,
  codeRow,
  draft,
  encodePayload,
  type Hash,
  type Hex,
  type Operation,
  parseTime,
  signDraft,
  toHex,
} from "@concordat/kernel"
import type { OperationAnswer, Receipt } from "./answers.ts"
import { untilAnswered } from "./attempts.ts"
import { type Client, ledgerTime } from "./client.ts"
import { getTransaction, status } from "./read.ts"
import { mismatch, SdkError } from "./sdk-error.ts"
import { submit } from "./send.ts"
import type { Signer } from "./signer.ts"

/** How long a transaction may wait before it is void, in milliseconds. */
export const EXPIRES_MS = 60_000
const SALT_BYTES = 8
/** Status of a service's refusal that only its block tells of. */
const REFUSED_STATUS = 409

/** What a transaction holds. */
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

/** A signed transaction, and the id that it will be known by. */
export type Built = { readonly id: Hash; readonly bytes: Uint8Array }

/**
 * A transaction signed by all signers, the first being the caller. Throws `Invalid` for inputs
 * against their schema, and for no signer or one that is named twice.
 */
export async function buildTransaction(
  content: Content,
  signers: readonly Signer[],
  commands: CommandInputs,
): Promise<Built> {
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
  return { id: prepared.id, bytes: assemble(prepared, answers) }
}

/** The first receipt of a transaction that a block holds; throws its refusal. */
async function firstReceipt(client: Client, id: Hash): Promise<Receipt> {
  const first = await getTransaction(client, id)
  if (first.status === "accepted") return first
  const { code = "", message = code, service } = first.operations.find(isRefused) ?? {}
  const of = service === undefined ? {} : { service }
  const facts = { code, detail: message, hint: "", transaction: id, ...of }
  throw new SdkError({ ...facts, status: codeRow(code)?.status ?? REFUSED_STATUS })
}

const isRefused = ({ outcome }: OperationAnswer) => outcome === "refused"

/**
 * Sends the same bytes until an answer comes, three times at most: a transaction is put in order
 * once, however often it is sent, and its first receipt is the answer.
 */
async function submitUntilFinal(client: Client, { id, bytes }: Built): Promise<Receipt> {
  try {
    const receipt = await untilAnswered(() => submit(client, bytes))
    if (receipt.transaction === id) return receipt
  } catch (error) {
    const repeated = error instanceof SdkError && error.code === "already_accepted"
    if (!repeated) throw error
    return firstReceipt(client, id)
  }
  throw mismatch("The receipt is of another transaction than the one that was sent.")
}

/**
 * Sends operations and waits until they are final. `expires` counts from the ledger's own time.
 * Throws `SdkError` with the refusal's code, `Invalid` for inputs against their schema;
 * `node_unreachable` after three attempts, and then it may be final all the same.
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
  const { chain, now } = await status(client)
  const random =
    asked.random ?? ((length) => globalThis.crypto.getRandomValues(new Uint8Array(length)))
  const built = await buildTransaction(
    {
      chain,
      expires: (ledgerTime(client) ?? parseTime(now)) + EXPIRES_MS,
      operations: asked.operations,
      mode: asked.mode ?? "atomic",
      memo: asked.memo ?? null,
      salt: random(SALT_BYTES),
    },
    asked.signers,
    asked.commands,
  )
  return submitUntilFinal(client, built)
}
