/** Which document a person means: a PDF with evidence inside, an `.evidence` file, or its name. */
import { fromHex, type Hash, hash, type Json, type Party, party } from "@concordat/kernel"
import {
  type DocumentEvidence,
  decodeEvidence,
  findEvidence,
  kindOfEvidence,
} from "@concordat/sdk/document"
import { commit, handleOf, readStatement } from "@concordat/services/provenance"
import type { Environment } from "./environment.ts"
import { UsageError } from "./failure.ts"
import { readIfThere, readInput } from "./files.ts"

/** A document of the register, and the way to it if it is of a batch. */
export type NamedDocument = {
  readonly organisation: Party
  readonly handle: Hash
  readonly class: string | null
  readonly statement: Hash | null
  /** The command's input, in JSON: `{handle, proof}`. */
  readonly item: Json
  /** What its bearer has, where a file was named. */
  readonly evidence: DocumentEvidence | null
  /** The file that it was found in. */
  readonly source: string | null
}

const NAME = /^([a-z][a-z0-9-]{1,30})\/([0-9a-f]{64})$/

function fromEvidence(bytes: Uint8Array, source: string): NamedDocument {
  const evidence = decodeEvidence(bytes)
  const statement = readStatement(evidence.statement)
  const { secret: hex, fields, until, index, path } = evidence.document
  const secret = fromHex(hex)
  const handle = handleOf(statement.issuer, secret)
  const of = statement.payload.class
  const alone = statement.handle !== null
  const proof = {
    statement: statement.statement,
    index,
    commitment: commit(of, secret, fields),
    until: until === null ? null : new Date(until).toISOString(),
    path: [...path],
  }
  return {
    ...{ organisation: statement.issuer, handle, class: of, statement: statement.statement },
    item: { handle, proof: alone ? null : proof },
    ...{ evidence, source },
  }
}

/** Throws `file_unreadable`, or `bundle_malformed` for a file without a document's evidence. */
export async function documentOf(
  environment: Environment,
  named: string,
  beside?: string,
): Promise<NamedDocument> {
  const name = NAME.exec(named)
  if (name !== null) {
    const handle = hash.fromJson(name[2]!)
    const item = { handle, proof: null }
    const organisation = party.fromJson(name[1]!)
    return {
      organisation,
      handle,
      class: null,
      statement: null,
      item,
      evidence: null,
      source: null,
    }
  }
  const source = beside ?? named
  const bytes = await readInput(environment, source)
  if (kindOfEvidence(bytes) === "document") return fromEvidence(bytes, source)
  const attached = findEvidence(bytes).at(-1)
  if (attached !== undefined) return fromEvidence(attached.evidence, source)
  const sidecar = `${named}.evidence`
  const other = beside === undefined ? await readIfThere(environment, sidecar) : undefined
  if (other !== undefined) return fromEvidence(other, sidecar)
  throw new UsageError(
    "bundle_malformed",
    `${source} carries no evidence of a document.`,
    "Name its evidence with --evidence FILE, or the document as organisation/handle.",
  )
}
