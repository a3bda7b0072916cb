/**
 * A batch as it lies on the disk: the files that it is of, and beside their evidence a folder
 * `.batch` with the journal (secrets, until all evidence is written), the statement (before it is
 * sent), and at the end the record of what was done. A hidden name is never one of its documents.
 */
import { mkdir, open, readdir, readFile, truncate } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import {
  encodeValue,
  hashOf,
  Invalid,
  isRefusedCodePoint,
  type Json,
  joined,
  sha256,
} from "@concordat/kernel"
import type { Client } from "@concordat/sdk"
import {
  BatchBuilder,
  type BatchDocument,
  type BatchPlan,
  DOCUMENT_BYTES_MAX,
  fileDigest,
} from "@concordat/sdk/document"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readIfThere, readInput } from "../files.ts"

const JOB_FOLDER = ".batch"
const TITLE_CHARACTERS_MAX = 200

/** What a run of the batch works on. */
export type Job = {
  readonly environment: Environment
  readonly client: Client
  /** Absolute. */
  readonly folder: string
  /** Absolute: where the evidence goes. */
  readonly out: string
  /** Files by their path below the folder, in order. */
  readonly names: readonly string[]
  readonly as: string
  readonly plan: BatchPlan
  readonly quiet: boolean
}

/** A file of the job itself. */
export type JobFile = "journal" | "statement" | "done.json"

/** Path of a file of the job itself. */
export function jobFile(out: string, file: JobFile): string {
  return join(out, JOB_FOLDER, file)
}

/** Tells how far a long work is. */
export function tell({ environment, quiet }: Job, text: string): void {
  if (!quiet) environment.err(`${text}\n`)
}

/** Files below the folder in order of name; hidden ones and the output are left out. */
export async function filesOf(folder: string, out: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => {
    throw new UsageError("file_unreadable", `${folder} is no folder.`, "Name a folder of files.")
  })
  const names: string[] = []
  for (const entry of found) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path)
    const hidden = name.split(sep).some((part) => part.startsWith("."))
    if (entry.isFile() && !hidden && !path.startsWith(out + sep)) names.push(name)
  }
  if (names.length > 0) return names.sort((a, b) => (a < b ? -1 : 1))
  throw new UsageError("file_unreadable", `${folder} holds no file.`, "Name a folder of files.")
}

/** SHA-256 of the list that a job works through: the names of its files. */
export function sourceOf(names: readonly string[]): BatchPlan["source"] {
  return hashOf(sha256(encodeValue(names.map((name) => Buffer.from(name)))))
}

/** The title that a file name gives: without its type, and without what text may not hold. */
export function titleOf(name: string): string {
  const stem = name.replace(/\.[^./\\]+$/, "").normalize("NFC")
  const kept = [...stem].filter((character) => !isRefusedCodePoint(character.codePointAt(0)!))
  return kept.slice(0, TITLE_CHARACTERS_MAX).join("").trim() || "untitled"
}

/** The document at a place, read from the disk. */
export async function documentAt({ environment, folder, names }: Job, place: number) {
  const name = names[place]!
  const file = await readInput(environment, join(folder, name), DOCUMENT_BYTES_MAX)
  const fields = { title: titleOf(name) }
  const document: BatchDocument = { file: fileDigest(file), fields, until: null }
  return { name, file, document }
}

/** A fault of one document, with its place and its name. */
export function faultOf({ names }: Job, place: number, error: unknown): unknown {
  const name = names[place]!
  if (error instanceof UsageError) {
    return new UsageError(error.code, `Document ${place + 1}: ${error.message}`, error.hint)
  }
  if (!(error instanceof Invalid)) return error
  const first = error.code === "batch_duplicate" ? names[Number(error.details["first"])] : undefined
  const what = first === undefined ? error.message : `It is the same file as ${first}.`
  const message = `Document ${place + 1}, ${name}: ${what}`
  return new Invalid(error.code, `/${place}`, message, error.details)
}

/** Reads the journal of an earlier run, or begins one. */
export async function openJournal({ environment, plan, out }: Job): Promise<BatchBuilder> {
  await mkdir(join(out, JOB_FOLDER), { recursive: true, mode: 0o700 })
  const path = jobFile(out, "journal")
  const journal = await readFile(path).catch(() => null)
  if (journal === null) {
    const { batch, journal: head } = BatchBuilder.start(plan)
    await appendJournal(path, [head])
    return batch
  }
  try {
    const { batch, bytes } = BatchBuilder.resume(plan, new Uint8Array(journal))
    if (bytes < journal.length) await truncate(path, bytes)
    return batch
  } catch (error) {
    if (!(error instanceof Invalid) || error.path !== "") throw error
    environment.err(`Its journal is ${path}.\n`)
    throw new UsageError(
      "record_malformed",
      "An earlier run was about other files, or for another class or organisation.",
      "Bring the folder back to what it was, or name another one for the evidence by --out.",
    )
  }
}

/** Appends records, durably: a secret is on the disk before anything is registered under it. */
export async function appendJournal(path: string, records: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, "a", 0o600)
  try {
    await file.writeFile(joined(records))
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** What an earlier run that came to its end wrote down, if it was about the same files. */
export async function doneBefore(
  environment: Environment,
  out: string,
  plan: BatchPlan,
): Promise<Json | null> {
  const bytes = await readIfThere(environment, jobFile(out, "done.json"))
  if (bytes === undefined) return null
  const done = JSON.parse(new TextDecoder().decode(bytes))
  if (done.source === plan.source && done.class === plan.class) return done
  const hint = "Name another folder for the evidence by --out."
  throw new UsageError("already_exists", `${out} holds the evidence of another batch.`, hint)
}
