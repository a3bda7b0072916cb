/**
 * Registering one document, from its bytes to its evidence: committed and hashed here, sealed and
 * registered by the gateway, proven by the ledger. The file itself never leaves this program.
 */
import {
  fromBase64url,
  type Hash,
  hashOf,
  Invalid,
  organisationOf,
  type Party,
  sha256,
  timeText,
  toBase64url,
} from "@concordat/kernel"
import { readStatement } from "@concordat/services/provenance"
import type { Receipt } from "./answers.ts"
import { type Client, ledgerTime, requestJson, understood } from "./client.ts"
import {
  type CommittedDocument,
  checkFile,
  commitDocument,
  type FieldValue,
  type FinishedDocument,
  fileDigest,
  finishDocument,
  inspectPdf,
  type RegisteredAnswer,
} from "./document/index.ts"
import { getDevelopment, status } from "./read.ts"
import { mismatch } from "./sdk-error.ts"
import { type Call, call } from "./send.ts"

const BASE64URL = /^[A-Za-z0-9_-]*$/

/** The steps of a registration, in order. */
export type RegisteringStep = "commit" | "seal" | "register" | "prove" | "attach"

/** What is said of a document besides its bytes. */
export type Registration = {
  readonly title: string
  /** Further fields by path. */
  readonly fields?: Readonly<Record<string, FieldValue>>
  /** Principal to act as, class to register in; the development ledger's defaults if absent. */
  readonly as?: string
  readonly class?: string
  /** When the document ends, milliseconds of 1970; null: never. */
  readonly until?: number | null
  /** 16 fresh random bytes, used for this document alone. */
  readonly secret: Uint8Array
  /** The command that carries the statement; `provenance.register` if absent. */
  readonly carry?: (statement: string, document: CommittedDocument) => Carrier
}

/** What is to be registered: what is said of it, and its bytes. */
export type Registering = Registration & {
  readonly file: Uint8Array
  /** The file's name, for its type. */
  readonly name: string
  /** Height of the anchor that the evidence should lead from. */
  readonly from?: string
  /** Told before each step. */
  readonly progress?: (step: RegisteringStep) => void
}

/** A document that is committed and sealed, and the call that registers it. */
export type PreparedDocument = {
  readonly document: CommittedDocument
  /** The sealed statement. */
  readonly statement: Uint8Array
  readonly call: Call
}

/** A command that registers a statement, with its input in JSON, and who co-signs it. */
export type Carrier = {
  readonly command: string
  readonly input: Call["input"]
  readonly cosigners?: readonly string[]
}

/** A registered document with its evidence, and what the ledger knows it by. */
export type RegisteredDocument = FinishedDocument & {
  readonly organisation: Party
  readonly class: string
  readonly handle: Hash
  readonly statement: Hash
  readonly receipt: Receipt
}

/**
 * Fetches what the ledger says of a document now: bundle, statement, receipts. Throws
 * `unknown_item`, `unknown_statement`, and what `request` throws.
 */
export async function getDocumentEvidence(
  client: Client,
  document: { readonly organisation: string; readonly handle: string },
  options: { readonly statement?: string; readonly from?: string } = {},
): Promise<RegisteredAnswer> {
  const { organisation, handle } = document
  const path = [organisation, handle].map(encodeURIComponent).join("/")
  const query = new URLSearchParams(options).toString()
  const answer = await requestJson<{ bundle: string; statement: string; receipts: string[] }>(
    client,
    `/v1/provenance/check/${path}${query === "" ? "" : `?${query}`}`,
    { shape: { bundle: BASE64URL, statement: BASE64URL, receipts: "array" } },
  )
  return understood(() => ({
    bundle: fromBase64url(answer.bundle),
    statement: fromBase64url(answer.statement),
    receipts: answer.receipts.map((receipt) => fromBase64url(String(receipt))),
  }))
}

/** What a seal is asked to sign: for one document, or for a batch. */
export type Sealing = {
  readonly organisation: string
  /** Handle of one document, root of many. */
  readonly names: Hash
  readonly class: string
  readonly subject: { readonly document: Hash } | { readonly batch: { root: Hash; count: number } }
  /** Milliseconds of 1970. */
  readonly from: number
  readonly until: number | null
  readonly as?: string
}

/** Whether a statement says what was asked for: a gateway must not have another one registered. */
function says(statement: Uint8Array, { organisation, names, class: of, subject }: Sealing) {
  const { issuer, handle, root, count, payload } = readStatement(statement)
  const [wanted, many] =
    "batch" in subject ? [subject.batch.root, subject.batch.count] : [subject.document, 1]
  const same = issuer === organisation && payload.class === of
  return same && (handle ?? root) === names && root === wanted && count === many
}

/**
 * The signed statement, by the organisation's seal in the gateway's keystore. Throws `SdkError`:
 * `unknown_key` where it holds none for the caller, `upstream_mismatch` for another statement.
 */
export async function sealAtGateway(client: Client, asked: Sealing): Promise<Uint8Array> {
  const { organisation, names, subject, from, until, as } = asked
  const end = until === null ? null : timeText(until)
  const payload = { class: asked.class, subject, from: timeText(from), until: end }
  const init = {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(as === undefined ? {} : { "Concordat-As": as }),
    },
    body: JSON.stringify({ organisation, names, payload }),
  }
  const shape = { statement: BASE64URL }
  const path = "/v1/provenance/seal"
  const answer = await requestJson<{ statement: string }>(client, path, { init, shape })
  const statement = understood(() => fromBase64url(answer.statement))
  if (understood(() => says(statement, asked))) return statement
  throw mismatch("The seal signed another statement than the one that was asked for.")
}

/**
 * Who acts and in which class: as named, else the development ledger's defaults. Throws
 * `unknown_route` where something is not named and the ledger has no defaults.
 */
export async function actorOf(
  client: Client,
  { as, class: of }: { readonly as?: string; readonly class?: string },
): Promise<{ readonly as: string; readonly organisation: Party; readonly class: string }> {
  const defaults = as !== undefined && of !== undefined ? null : await getDevelopment(client)
  const who = (as ?? defaults!.default) as Party
  return { as: who, organisation: organisationOf(who), class: of ?? defaults!.class }
}

/**
 * Refuses a file that cannot be registered before anything is sealed or sent. Throws `Invalid`
 * `file_empty`, `document_encrypted`, `file_too_large`, `file_type_mismatch`.
 */
export async function ensureRegistrable(file: Uint8Array, name: string): Promise<void> {
  if (checkFile(file, name) === "pdf") await inspectPdf(file)
}

/**
 * Commits to a file of this digest and has it sealed. Nothing is registered yet: the call may be
 * rehearsed, and what it says shown to whoever signs. Throws `Invalid` for what is said of the
 * document, `SdkError` for what the gateway refuses.
 */
export async function prepareDocument(
  client: Client,
  digest: Hash,
  asked: Registration & Pick<Registering, "progress">,
): Promise<PreparedDocument> {
  const { title, fields = {}, until = null, secret, progress = () => {} } = asked
  if (title.trim() === "") throw new Invalid("field_missing", "/title", "The title is missing.")
  const actor = await actorOf(client, asked)
  const { as, organisation } = actor
  const document = commitDocument({
    ...{ organisation, class: actor.class, secret, until },
    file: digest,
    fields: { title, ...fields },
  })

  progress("seal")
  await status(client)
  const statement = await sealAtGateway(client, {
    ...{ organisation, names: document.handle, class: actor.class, as, until },
    subject: { document: document.leafHash },
    from: ledgerTime(client) ?? 0,
  })
  const text = toBase64url(statement)
  const carrier = asked.carry?.(text, document) ?? {
    command: "provenance.register",
    input: { statement: text },
  }
  return { document, statement, call: { ...carrier, as } }
}

/**
 * Registers one document and answers its evidence. Throws `Invalid` for a file that cannot be
 * registered (`file_empty`, `document_encrypted`, `file_too_large`, `file_type_mismatch`; nothing
 * is sent then), `SdkError` for what the ledger refuses.
 */
export async function registerDocument(
  client: Client,
  asked: Registering,
): Promise<RegisteredDocument> {
  const { file, progress = () => {} } = asked
  progress("commit")
  await ensureRegistrable(file, asked.name)
  const prepared = await prepareDocument(client, fileDigest(file), asked)
  const { document, statement } = prepared
  const { organisation, handle } = document

  progress("register")
  const receipt = await call(client, prepared.call)

  progress("prove")
  const from = asked.from === undefined ? {} : { from: asked.from }
  const answer = await getDocumentEvidence(client, { organisation, handle }, from)

  progress("attach")
  const finished = await finishDocument(file, document, answer)
  const name = hashOf(sha256(statement))
  return { ...finished, organisation, class: document.class, handle, statement: name, receipt }
}
