/**
 * Registering one document, from its bytes to its evidence: committed and hashed here, sealed and
 * registered by the gateway, proven by the ledger. The file itself never leaves this program.
 */
import {
  decodeBundle,
  fromBase64url,
  type Hash,
  type Hex,
  hashOf,
  organisationOf,
  type Party,
  sha256,
  timeText,
  toBase64url,
  toHex,
} from "@concordat/kernel"
import type { Receipt } from "./answers.ts"
import { type Client, ledgerTime, requestJson } from "./client.ts"
import {
  attachEvidence,
  BESIDE,
  type BesideReason,
  type CommittedDocument,
  checkFile,
  commitDocument,
  encodeEvidence,
  type FieldValue,
  fileDigest,
  inspectPdf,
  WRITER,
} from "./document/index.ts"
import { getDevelopment, status } from "./read.ts"
import { call } from "./send.ts"

/** What the ledger says of a document: the bundle, the statement's bytes, receipts. */
export type LedgerPart = {
  readonly height: string
  readonly time: string
  readonly bundle: string
  readonly statement: string
  readonly receipts: readonly string[]
}

export type Registering = {
  readonly file: Uint8Array
  /** The file's name, for its type. */
  readonly name: string
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
  /** Height of the anchor that the evidence should lead from. */
  readonly from?: string
  /** Told before each step. */
  readonly progress?: (step: RegisteringStep) => void
}

/** The steps of a registration, in order. */
export type RegisteringStep = "commit" | "seal" | "register" | "prove" | "attach"

export type Registered = {
  readonly organisation: Party
  readonly class: string
  readonly handle: Hash
  readonly statement: Hash
  readonly receipt: Receipt
  /** The bytes of the `.evidence` file. */
  readonly evidence: Uint8Array
  /** The PDF with its evidence inside, or null where it travels beside the file. */
  readonly attached: Uint8Array | null
  /** Why it travels beside the file. */
  readonly beside: BesideReason | "not_a_pdf" | null
}

/** Fetches what the ledger says of a document now. */
export function getDocumentEvidence(
  client: Client,
  document: { readonly organisation: string; readonly handle: string },
  options: { readonly statement?: string; readonly from?: string } = {},
): Promise<LedgerPart> {
  const { organisation, handle } = document
  const path = [organisation, handle].map(encodeURIComponent).join("/")
  const query = new URLSearchParams(options).toString()
  return requestJson(client, `/v1/provenance/check/${path}${query === "" ? "" : `?${query}`}`)
}

/** Asks the gateway's seal for a signature on what the statement says. */
export async function sealAtGateway(
  client: Client,
  asked: {
    readonly organisation: string
    readonly names: Hash
    readonly class: string
    readonly subject: object
    readonly from: number
    readonly until: number | null
    readonly as?: string
  },
): Promise<Uint8Array> {
  const { organisation, names, subject, from, until } = asked
  const payload = {
    class: asked.class,
    subject,
    from: timeText(from),
    until: until === null ? null : timeText(until),
  }
  const answer = await requestJson<{ statement: string }>(client, "/v1/provenance/seal", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(asked.as === undefined ? {} : { "Concordat-As": asked.as }),
    },
    body: JSON.stringify({ organisation, names, payload }),
  })
  return fromBase64url(answer.statement)
}

/** Evidence for a document from the ledger's part and what only its issuer has. */
export function bindEvidence(
  document: CommittedDocument,
  part: LedgerPart,
  place: { readonly index: number; readonly path: readonly Hash[] },
  file: Uint8Array,
  writer: string,
): Uint8Array {
  return encodeEvidence({
    v: 1,
    bundle: decodeBundle(fromBase64url(part.bundle)),
    statement: fromBase64url(part.statement),
    receipts: part.receipts.map((receipt) => fromBase64url(receipt)),
    document: {
      secret: toHex(document.secret) as Hex,
      fields: document.fields,
      until: document.leaf.until,
      index: place.index,
      path: place.path,
      length: file.length,
      writer,
    },
  })
}

/** How the evidence of a file will travel: inside a PDF that takes it, else beside. */
async function travel(file: Uint8Array, name: string): Promise<Registered["beside"]> {
  if (checkFile(file, name) !== "pdf") return "not_a_pdf"
  return (await inspectPdf(file)).because
}

/**
 * Registers one document and answers its evidence. Throws `Invalid` for a file that cannot be
 * registered (`file_empty`, `document_encrypted`, `file_too_large`, `file_type_mismatch`; nothing is
 * sent then), `SdkError` for what the ledger refuses.
 */
export async function registerDocument(client: Client, asked: Registering): Promise<Registered> {
  const { file, title, fields = {}, until = null, secret, progress = () => {} } = asked
  progress("commit")
  const beside = await travel(file, asked.name)
  const defaults = asked.as && asked.class ? null : await getDevelopment(client)
  const as = (asked.as ?? defaults!.default) as Party
  const organisation = organisationOf(as)
  const of = asked.class ?? defaults!.class
  const document = commitDocument({
    ...{ organisation, class: of, secret, until },
    file: fileDigest(file),
    fields: { title, ...fields },
  })

  progress("seal")
  await status(client)
  const statement = await sealAtGateway(client, {
    ...{ organisation, names: document.handle, class: of, as, until },
    subject: { document: document.leafHash },
    from: ledgerTime(client) ?? 0,
  })

  progress("register")
  const input = { statement: toBase64url(statement) }
  const receipt = await call(client, { command: "provenance.register", input, as })

  progress("prove")
  const { handle } = document
  const from = asked.from === undefined ? {} : { from: asked.from }
  const part = await getDocumentEvidence(client, { organisation, handle }, from)
  const writer = beside === null ? WRITER : BESIDE
  const evidence = bindEvidence(document, part, { index: 0, path: [] }, file, writer)

  progress("attach")
  const attached = beside === null ? await attachEvidence(file, evidence) : null
  const name = hashOf(sha256(statement))
  return { organisation, class: of, handle, statement: name, receipt, evidence, attached, beside }
}
