/**
 * `concordat provenance batch DIR`: every file of a folder under one Merkle root, one statement,
 * one transaction. A journal in the output folder lets a job that was killed go on with the same
 * secrets and come to the same root; what was registered is never registered twice.
 */
import { mkdir, rm, stat } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import {
  ConcordatError,
  type Hash,
  hashOf,
  Invalid,
  type Json,
  jsonText,
  sha256,
  toBase64url,
  toHex,
  utf8,
} from "@concordat/kernel"
import { useAccelerators } from "@concordat/node/accelerators"
import { lockFolder } from "@concordat/node/lock"
import {
  actorOf,
  call,
  ensureRegistrable,
  getDocumentEvidence,
  ledgerTime,
  publishLeaves,
  SdkError,
  sealAtGateway,
  status,
} from "@concordat/sdk"
import { type BatchBuilder, finishDocument } from "@concordat/sdk/document"
import { readStatement } from "@concordat/services/provenance"
import { lowestAnchor } from "../anchors.ts"
import {
  appendJournal,
  documentAt,
  doneBefore,
  faultOf,
  filesOf,
  type Job,
  jobFile,
  openJournal,
  sourceOf,
  tell,
} from "../batch/job.ts"
import { connect, signersOf } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readIfThere, settle, writeOneOfMany, writeOutput } from "../files.ts"
import { type Answer, columns } from "../output.ts"

/** Flags of `batch`. */
export type BatchFlags = Common & {
  readonly as?: string
  readonly class?: string
  readonly out?: string
}

const SECRET_BYTES = 16
/** Documents whose records are made durable together. */
const JOURNAL_DOCUMENTS = 1_000
/** Documents between two lines of progress. */
const PROGRESS_DOCUMENTS = 5_000
/** Proofs fetched at the same time. */
const FETCHES = 8

/** Takes in every document that the journal does not tell of yet. */
async function commitAll(job: Job, batch: BatchBuilder): Promise<void> {
  if (batch.size > 0) tell(job, `Going on at document ${batch.size + 1}.`)
  let pending: Uint8Array[] = []
  const path = jobFile(job.out, "journal")
  for (let place = batch.size; place < job.names.length; place++) {
    try {
      const { name, file, document } = await documentAt(job, place)
      await ensureRegistrable(file, name)
      pending.push(batch.add(document, job.environment.random(SECRET_BYTES)))
    } catch (error) {
      tell(job, "Nothing was sent.")
      throw faultOf(job, place, error)
    }
    const done = place + 1
    if (done % PROGRESS_DOCUMENTS === 0) tell(job, `Committed ${done} of ${job.names.length}.`)
    if (done % JOURNAL_DOCUMENTS !== 0 && done < job.names.length) continue
    await appendJournal(path, pending)
    pending = []
  }
}

/** The sealed statement of an earlier run, or a new one, kept before it is sent. */
async function statementOf(job: Job, batch: BatchBuilder, root: Hash): Promise<Uint8Array> {
  const { environment, client, out, plan, as } = job
  const path = jobFile(out, "statement")
  const kept = await readIfThere(environment, path)
  if (kept !== undefined && readStatement(kept).root === root) return kept
  await status(client)
  const statement = await sealAtGateway(client, {
    ...{ organisation: plan.organisation, class: plan.class, as },
    ...{ names: root, subject: { batch: { root, count: batch.size } } },
    ...{ from: ledgerTime(client) ?? 0, until: null },
  })
  await writeOutput(environment, path, statement)
  return statement
}

/** Registers the statement; one that an earlier run registered is left as it is. */
async function register({ client, as }: Job, statement: Uint8Array): Promise<void> {
  try {
    const input = { statement: toBase64url(statement) }
    await call(client, { command: "provenance.register", input, as })
  } catch (error) {
    if (!(error instanceof SdkError) || error.code !== "already_registered") throw error
  }
}

/** Fetches what the ledger proves of one document, and writes its evidence. */
async function proveOne(
  job: Job,
  batch: BatchBuilder,
  place: number,
  proving: Proving,
): Promise<boolean> {
  const { environment, client, out } = job
  const { tree, ...options } = proving
  const target = join(out, `${job.names[place]}.evidence`)
  const there = await stat(target).catch(() => null)
  // A power cut may leave a name without its bytes.
  if (there !== null && there.size > 0) return false
  const { name, file, document } = await documentAt(job, place)
  const committed = batch.document(place, document)
  const answer = await getDocumentEvidence(client, committed, options)
  const path = tree.path(place).map((step) => hashOf(step))
  const finished = await finishDocument(file, committed, answer, { index: place, path })
  await mkdir(dirname(target), { recursive: true })
  if (!finished.beside) await writeOneOfMany(environment, join(out, name), finished.file)
  await writeOneOfMany(environment, target, finished.evidence)
  return true
}

type Proving = {
  readonly tree: ReturnType<BatchBuilder["tree"]>
  readonly statement: Hash
  /** Height of the anchor that the evidence leads from. */
  readonly from: string
}

/** Works through all places of the batch, some at a time; the first failure ends them all. */
async function forEach(
  job: Job,
  { size }: BatchBuilder,
  work: (place: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < size) {
      const place = next++
      try {
        await work(place)
      } catch (error) {
        // The others end with the document at hand: nothing goes on behind a failure.
        next = size
        throw faultOf(job, place, error)
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: FETCHES }, worker))
  for (const end of ends) if (end.status === "rejected") throw end.reason
}

/** Writes the evidence of every document that has none yet, durably; answers how many. */
async function proveAll(job: Job, batch: BatchBuilder, proving: Proving): Promise<number> {
  let written = 0
  await forEach(job, batch, async (place) => {
    if (!(await proveOne(job, batch, place, proving))) return
    written += 1
    if (written % PROGRESS_DOCUMENTS === 0) tell(job, `Evidence of ${written} written.`)
  })
  await forEach(job, batch, (place) => settle(join(job.out, `${job.names[place]}.evidence`)))
  return written
}

/** Publishes the leaves; the evidence holds its own paths, so it is good without. */
async function publish(job: Job, batch: BatchBuilder, statement: Hash): Promise<boolean> {
  try {
    await publishLeaves(job.client, statement, batch.leaves())
    return true
  } catch (error) {
    if (!(error instanceof SdkError)) throw error
    tell(job, `The gateway did not keep the leaf file (${error.code}); the evidence is whole.`)
    return false
  }
}

function answerOf(done: Json, out: string, written: number): Answer {
  const { statement, root, class: of, documents } = done as Record<string, string>
  const lines = [
    `Registered ${documents} documents under one root.`,
    ...columns([
      ["statement", statement!],
      ["root", root!],
      ["class", of!],
      ["evidence", written === 0 ? `all in ${out} already` : `${written} written to ${out}`],
    ]),
    "Keep the evidence files: each holds its document's secret.",
  ]
  return { lines, json: { ...(done as Record<string, Json>), written, out } }
}

/** From the files to their evidence, going on where an earlier run stopped. */
async function runJob(job: Job, from: string): Promise<Answer> {
  const { environment, out, plan } = job
  const batch = await openJournal(job)
  await commitAll(job, batch)
  const tree = batch.tree()
  const root = toHex(tree.root) as Hash
  const bytes = await statementOf(job, batch, root)
  const statement = hashOf(sha256(bytes))
  tell(job, `Registering ${batch.size} documents under one root…`)
  await register(job, bytes)
  const published = await publish(job, batch, statement)
  const written = await proveAll(job, batch, { tree, statement, from })
  const { class: of, source } = plan
  const done = { statement, root, class: of, documents: batch.size, published, source }
  await writeOutput(environment, jobFile(out, "done.json"), utf8(`${jsonText(done)}\n`))
  await rm(jobFile(out, "journal"), { force: true })
  return answerOf(done, out, written)
}

/** One run at a time in a folder. */
function lock(out: string): () => void {
  try {
    return lockFolder(join(out, ".batch"))
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error
    const hint = "Wait for it, or name another folder for the evidence by --out."
    throw new UsageError(error.code, `Another run writes to ${out}. ${error.message}`, hint)
  }
}

/** Registers every file of a folder; the same call again goes on, or changes nothing. */
export async function batchVerb(
  environment: Environment,
  named: string,
  flags: BatchFlags,
): Promise<Answer> {
  const folder = resolve(environment.cwd, named)
  const out = resolve(environment.cwd, flags.out ?? `${folder}.registered`)
  if (folder === out) {
    throw new Invalid("unknown_value", "/out", "The evidence needs a folder of its own.")
  }
  const names = await filesOf(folder, out)
  const client = connect(environment, flags)
  const anchor = await lowestAnchor(environment, client)
  const { class: wanted } = flags
  const asked = { ...signersOf(flags), ...(wanted === undefined ? {} : { class: wanted }) }
  const { as, organisation, class: of } = await actorOf(client, asked)
  const plan = { organisation, class: of, source: sourceOf(names) }
  const job: Job = { environment, client, folder, out, names, as, plan, quiet: flags.json === true }

  await mkdir(join(out, ".batch"), { recursive: true, mode: 0o700 })
  const unlock = lock(out)
  try {
    await useAccelerators()
    const done = await doneBefore(environment, out, plan)
    return done === null ? await runJob(job, anchor.height.toString()) : answerOf(done, out, 0)
  } finally {
    unlock()
  }
}
