/** For tests: a class, a document and a batch, sealed and registered through the gateway alone. */
import {
  fromBase64url,
  type Hash,
  hashOf,
  type Json,
  merkleRoot,
  type Party,
  sha256,
  timeText,
  toHex,
  utf8,
} from "@concordat/kernel"
import { commitDocument } from "@concordat/sdk/document"
import { CLASS_TERMS, post, type TestGateway } from "../gateway.testing.ts"

/** What stands on the ledger. */
export type Story = {
  /** Names of the statements about the document and about the batch. */
  readonly document: Hash
  readonly batch: Hash
  readonly handle: Hash
  /** The batch's leaf file. */
  readonly leaves: Uint8Array
  /** Id of the transaction that registered the document. */
  readonly transaction: string
}

async function jsonOf(response: Response): Promise<Record<string, Json>> {
  const json = (await response.json()) as Record<string, Json>
  if (response.status === 200) return json
  throw new Error(`${response.status}: ${JSON.stringify(json)}`)
}

/** Seals and registers a statement about `names`. */
async function registerStatement(test: TestGateway, names: Hash, subject: Json) {
  const from = timeText(test.ledger.status().time)
  const payload = { class: "diploma", subject, from, until: null }
  const asked = { organisation: "education", names, payload }
  const { statement } = await jsonOf(await post(test, "/v1/provenance/seal", asked))
  const receipt = await jsonOf(
    await post(test, "/v1/provenance/register", { statement: statement! }),
  )
  const name = hashOf(sha256(fromBase64url(statement as string)))
  return { name, transaction: receipt["transaction"] as string }
}

/** The leaf file of a batch of so many made-up leaves. */
export function leavesOf(count: number): Uint8Array {
  const leaves = new Uint8Array(count * 32)
  const view = new DataView(leaves.buffer)
  for (let i = 0; i < count; i++) view.setUint32(i * 32, i + 1)
  return leaves
}

/** Registers the batch of these leaves; answers its statement's name. */
export async function registerBatch(test: TestGateway, leaves: Uint8Array): Promise<Hash> {
  const hashes: Uint8Array[] = []
  for (let at = 0; at < leaves.length; at += 32) hashes.push(leaves.subarray(at, at + 32))
  const root = toHex(merkleRoot(hashes)) as Hash
  const batch = { root, count: hashes.length }
  return (await registerStatement(test, root, { batch })).name
}

/** Tells the story to a fresh gateway. */
export async function tellDocuments(test: TestGateway): Promise<Story> {
  await jsonOf(await post(test, "/v1/provenance/setClass", CLASS_TERMS))
  const { handle, leafHash } = commitDocument({
    ...{ organisation: "education" as Party, class: "diploma", until: null },
    secret: sha256(utf8("a secret")).slice(0, 16),
    ...{ file: hashOf(sha256(utf8("a file"))), fields: { title: "Diploma" } },
  })
  const { name, transaction } = await registerStatement(test, handle, { document: leafHash })
  const leaves = leavesOf(5)
  return { document: name, handle, transaction, leaves, batch: await registerBatch(test, leaves) }
}
