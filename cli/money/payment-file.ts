/**
 * Reads a file of payments: ISO 20022 where it is XML, else CSV. A spreadsheet says no time of its
 * own, so the first run writes it down in a job file beside it: later runs have the same entries.
 */
import { type Hash, type Hex, Invalid, isJsonObject, parseJson, sha256Hex } from "@concordat/kernel"
import {
  createSchemas,
  ensureValid,
  type Payments,
  paymentsOf,
  paymentsOfCsv,
  readAccount,
  readMessage,
} from "@concordat/sdk/iso20022"
import type { Environment } from "../environment.ts"
import { readIfThere, readInput, writeOutput } from "../files.ts"
import { schemaFolder } from "./schema-folder.ts"

const FILE_BYTES_MAX = 4_194_304
/** Where the first character stands that is neither space nor a byte order mark. */
const XML = /^\uFEFF?\s*</

/** What a file asks for, the schema that it was judged by, and its digest. */
export type PaymentFile = {
  readonly payments: Payments
  readonly schema: string | null
  readonly digest: Hash
}

/** When a CSV file was first imported; now, where it was not. */
async function firstImport(
  environment: Environment,
  file: string,
  bytes: Uint8Array,
  { now, keep }: { readonly now: number; readonly keep: boolean },
): Promise<number> {
  const name = `${file}.job`
  const digest = sha256Hex(bytes)
  const kept = await readIfThere(environment, name)
  const job = kept === undefined ? null : parseJson(kept)
  if (isJsonObject(job) && job["digest"] === digest) return Number(job["created"])
  const text = `${JSON.stringify({ digest, created: String(now) })}\n`
  if (keep) await writeOutput(environment, name, new TextEncoder().encode(text))
  return now
}

/** Reads one. Throws what `readMessage`, `paymentsOf` and `paymentsOfCsv` throw. */
export async function readPaymentFile(
  environment: Environment,
  file: string,
  options: {
    readonly now: number
    readonly keep: boolean
    readonly twins: boolean
    readonly schemas: string | null
  },
): Promise<PaymentFile> {
  const bytes = await readInput(environment, file, FILE_BYTES_MAX)
  const digest = sha256Hex(bytes) as Hash
  if (!XML.test(new TextDecoder().decode(bytes.subarray(0, 64)))) {
    const created = await firstImport(environment, file, bytes, options)
    const payments = paymentsOfCsv(bytes, { created, twins: options.twins })
    return { payments, schema: null, digest }
  }
  const message = readMessage(bytes)
  const schema = ensureValid(createSchemas(schemaFolder(options.schemas)), message)
  return { payments: paymentsOf(message), schema, digest }
}

/** The names of a list of accounts: `name,account` a row. Throws `csv_invalid`. */
export async function readAccountNames(
  environment: Environment,
  file: string,
): Promise<ReadonlyMap<string, Hex>> {
  const text = new TextDecoder().decode(await readInput(environment, file, FILE_BYTES_MAX))
  const names = new Map<string, Hex>()
  for (const [i, row] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (row.trim() === "" || (i === 0 && /^name[,;]account$/i.test(row.trim()))) continue
    const [name = "", account = "", ...more] = row.split(/[,;]/).map((cell) => cell.trim())
    if (name === "" || account === "" || more.length > 0) {
      const reason = `${file}, row ${i + 1}: a row is a name and an account.`
      throw new Invalid("csv_invalid", `/${i + 1}`, reason)
    }
    names.set(name, readAccount(account))
  }
  return names
}
