/**
 * `concordat provenance batch DIR`: every file of a folder under one Merkle root, one statement, one
 * transaction. A journal in the output folder lets a job that was killed go on with the same
 * secrets and come to the same root; what was registered is never registered twice.
 */
import { appendFile, mkdir, readdir, readFile, rm, stat, truncate } from "node:fs/promises"
import { join, relative, resolve } from "node:path"
import {
  concat,
  encodeValue,
  type Hash,
  hashOf,
  type Json,
  sha256,
  toBase64url,
  toHex,
} from "@concordat/kernel"
import {
  actorOf,
  type Client,
  call,
  createClient,
  ensureRegistrable,
  getDocumentEvidence,
  getRow,
  ledgerTime,
  publishLeaves,
  SdkError,
  sealAtGateway,
  status,
} from "@concordat/sdk"
import {
  BatchBuilder,
  type BatchDocument,
  type BatchPlan,
  fileDigest,
  finishDocument,
} from "@concordat/sdk/document"
import { meetLedger } from "../anchors.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { writeOutput } from "../files.ts"
import { type Answer, columns } from "../output.ts"

export type BatchFlags = Common & {
  readonly as?: string
  readonly class?: string
  readonly out?: string
}

const SECRET_BYTES = 16
const JOURNAL = "batch.journal"
const STATEMENT = "batch.statement"
/** Documents between two lines of progress. */
const PROGRESS_DOCUMENTS = 1_000
/** Proofs fetched at the same time. */
const FETCHES = 8

type Job = {
  readonly environment: Environment
  readonly client: Client
  readonly folder: string
  readonly out: string
  readonly names: readonly string[]
  readonly as: string
  readonly plan: BatchPlan
  readonly quiet: boolean
}

/** Files below the folder in order of name; hidden ones and the output are left out. */
async function filesOf(folder: string, out: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => {
    throw new UsageError("file_unreadable", `${folder} is no folder.`, "Name a folder of files.")
  })
  const names = found
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(`${out}/`))
    .map((path) => relative(folder, path))
  if (names.length > 0) return names.sort((a, b) => (a < b ? -1 : 1))
  throw new UsageError("file_unreadable", `${folder} holds no file.`, "Name a folder of files.")
}

function tell({ environment, quiet }: Job, text: string): void {
  if (!quiet) environment.err(`${text}\n`)
}

async function documentAt({ folder, names }: Job, place: number) {
  const name = names[place]!
  const file = new Uint8Array(await readFile(join(folder, name)))
  const title = name.replace(/\.[^./]+$/, "")
  const document: BatchDocument = { file: fileDigest(file), fields: { title }, until: null }
  return { name, file, document }
}

/** Reads the journal of an earlier run, or begins one. */
async function openBatch({ plan, out }: Job): Promise<BatchBuilder> {
  const path = join(out, JOURNAL)
  await mkdir(out, { recursive: true, mode: 0o700 })
  const journal = await readFile(path).catch(() => null)
  if (journal === null) {
    const { batch, journal: head } = BatchBuilder.start(plan)
    await appendFile(path, head, { mode: 0o600 })
    return batch
  }
  const { batch, bytes } = BatchBuilder.resume(plan, new Uint8Array(journal))
  if (bytes < journal.length) await truncate(path, bytes)
  return batch
}

/** Takes in every document that the journal does not tell of yet. */
async function commitAll(job: Job, batch: BatchBuilder): Promise<void> {
  if (batch.size > 0) tell(job, `Going on at document ${batch.size + 1}.`)
  let pending: Uint8Array[] = []
  const path = join(job.out, JOURNAL)
  for (let place = batch.size; place < job.names.length; place++) {
    const { name, file, document } = await documentAt(job, place)
    await ensureRegistrable(file, name)
    pending.push(batch.add(document, job.environment.random(SECRET_BYTES)))
    const done = place + 1
    if (done % PROGRESS_DOCUMENTS !== 0 && done < job.names.length) continue
    await appendFile(path, concat(...pending))
    pending = []
    tell(job, `Committed ${done} of ${job.names.length}.`)
  }
}

/** The sealed statement of an earlier run, or a new one, kept before it is sent. */
async function statementOf(job: Job, batch: BatchBuilder, root: Hash): Promise<Uint8Array> {
  const path = join(job.out, STATEMENT)
  const kept = await readFile(path).catch(() => null)
  if (kept !== null) return new Uint8Array(kept)
  await status(job.client)
  const statement = await sealAtGateway(job.client, {
    ...{ organisation: job.plan.organisation, class: job.plan.class, as: job.as },
    ...{ names: root, subject: { batch: { root, count: batch.size } } },
    ...{ from: ledgerTime(job.client) ?? 0, until: null },
  })
  await writeOutput(job.environment, path, statement)
  return statement
}

async function isRegistered(client: Client, statement: Hash): Promise<boolean> {
  try {
    await getRow(client, "provenance", "statements", [statement])
    return true
  } catch (error) {
    if (error instanceof SdkError && error.status === 404) return false
    throw error
  }
}

/** Writes the evidence of every document that has none yet. */
async function proveAll(
  job: Job,
  batch: BatchBuilder,
  statement: Hash,
  from: string,
): Promise<number> {
  const tree = batch.tree()
  let next = 0
  let written = 0
  const worker = async () => {
    for (let place = next++; place < batch.size; place = next++) {
      const { name, file, document } = await documentAt(job, place)
      const target = join(job.out, `${name}.evidence`)
      const there = await stat(target).catch(() => null)
      if (there !== null) continue
      const committed = batch.document(place, document)
      const answer = await getDocumentEvidence(job.client, committed, { statement, from })
      const path = tree.path(place).map((step) => hashOf(step))
      const finished = await finishDocument(file, committed, answer, { index: place, path })
      if (!finished.beside) {
        await writeOutput(job.environment, join(job.out, name), finished.file)
      }
      await writeOutput(job.environment, target, finished.evidence)
      written += 1
      if (written % PROGRESS_DOCUMENTS === 0) tell(job, `Evidence of ${written} written.`)
    }
  }
  await Promise.all(Array.from({ length: FETCHES }, worker))
  return written
}

async function keepLeaves(job: Job, batch: BatchBuilder, statement: Hash): Promise<void> {
  try {
    await publishLeaves(job.client, statement, batch.leaves())
  } catch {
    tell(job, "The gateway did not keep the leaf file; the evidence does not need it.")
  }
}

export async function batchVerb(
  environment: Environment,
  named: string,
  flags: BatchFlags,
): Promise<Answer> {
  const folder = resolve(environment.cwd, named)
  const out = resolve(environment.cwd, flags.out ?? `${named.replace(/\/+$/, "")}.registered`)
  const names = await filesOf(folder, out)
  const client = createClient({ ...environment, url: flags.url })
  const anchor = await meetLedger(environment, client)
  const { as, organisation, class: of } = await actorOf(client, flags)
  const source = hashOf(sha256(encodeValue([...names])))
  const plan = { organisation, class: of, source }
  const job: Job = { environment, client, folder, out, names, as, plan, quiet: flags.json }

  const batch = await openBatch(job)
  await commitAll(job, batch)
  const root = toHex(batch.tree().root) as Hash
  const bytes = await statementOf(job, batch, root)
  const statement = hashOf(sha256(bytes))
  if (!(await isRegistered(client, statement))) {
    tell(job, `Registering ${batch.size} documents under one root…`)
    const input = { statement: toBase64url(bytes) }
    await call(client, { command: "provenance.register", input, as })
  }
  await keepLeaves(job, batch, statement)
  const written = await proveAll(job, batch, statement, anchor.height.toString())
  await rm(join(out, JOURNAL), { force: true })

  const lines = [
    `Registered ${batch.size} documents under one root.`,
    ...columns([
      ["statement", statement],
      ["root", root],
      ["class", of],
      ["evidence", `${written} written to ${out}`],
    ]),
    "Keep the evidence files: each holds its document's secret.",
  ]
  const json: Json = { statement, root, class: of, documents: batch.size, written, out }
  return { lines, json }
}
