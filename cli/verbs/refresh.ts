/**
 * `concordat provenance refresh DOCUMENT`: the same evidence with what the ledger proves of the
 * document today, so that a verifier without a network sees a revocation, or that there is none.
 */
import { decodeBundle } from "@concordat/kernel"
import { getDocumentEvidence } from "@concordat/sdk"
import {
  attachEvidence,
  BESIDE,
  type DocumentEvidence,
  encodeEvidence,
} from "@concordat/sdk/document"
import { lowestAnchor } from "../anchors.ts"
import { connect } from "../connect.ts"
import { documentOf } from "../document-name.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readInput, replaceOutput } from "../files.ts"
import { type Answer, columns } from "../output.ts"

/** Flags of `refresh`. */
export type RefreshFlags = Common & { readonly evidence?: string; readonly out?: string }

/** The file that holds the refreshed evidence: a PDF with it inside, or evidence alone. */
async function refreshed(
  environment: Environment,
  source: string,
  evidence: DocumentEvidence,
): Promise<Uint8Array> {
  const { length, writer } = evidence.document
  const bytes = encodeEvidence(evidence)
  const file = await readInput(environment, source)
  const inside = writer !== BESIDE && file.length > length && source.endsWith(".pdf")
  return inside ? attachEvidence(file.slice(0, length), bytes) : bytes
}

/** Replaces evidence by newer evidence of the same document, with the same secret. */
export async function refreshVerb(
  environment: Environment,
  named: string,
  flags: RefreshFlags,
): Promise<Answer> {
  const { organisation, handle, statement, evidence, source } = await documentOf(
    environment,
    named,
    flags.evidence,
  )
  if (evidence === null || source === null || statement === null) {
    const hint = "Name the document's file, or its evidence."
    throw new UsageError("bundle_malformed", `${named} is a name, and holds no evidence.`, hint)
  }
  const client = connect(environment, flags)
  const { height } = await lowestAnchor(environment, client)
  const document = { organisation, handle }
  const from = height.toString()
  const answer = await getDocumentEvidence(client, document, { statement, from })
  const { bundle, receipts } = answer
  const newer = { ...evidence, bundle: decodeBundle(bundle), receipts }
  const out = flags.out ?? source
  const path = await replaceOutput(environment, out, await refreshed(environment, source, newer))
  const lines = [
    `Proven anew, as of block ${newer.bundle.height}.`,
    ...columns([
      ["document", `${organisation}/${handle}`],
      ["written", path],
    ]),
  ]
  const at = newer.bundle.height.toString()
  return { lines, json: { organisation, handle, height: at, file: path } }
}
