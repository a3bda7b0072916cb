/**
 * `concordat evidence SERVICE TABLE KEY…`: the proof of one row, or that there is none, as a file
 * that `concordat verify` judges without a network. It leads from an anchor that is held here.
 */
import { getRowEvidence } from "@concordat/sdk"
import { lowestAnchor } from "../anchors.ts"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"
import { services } from "../services.ts"

export type EvidenceFlags = Common & { readonly out?: string }

/** Refuses what is no table, and a key with another number of parts. */
export function ensureRow(service: string, name: string, key: readonly string[]): void {
  const found = services.find((each) => each.name === service)
  const table = found?.tables[name]
  if (table === undefined) {
    const known =
      found === undefined ? services.map((each) => each.name) : Object.keys(found.tables)
    const hint = `There are ${known.join(", ")}.`
    throw new UsageError("unknown_argument", `There is no table ${service} ${name}.`, hint)
  }
  const parts = table.keyFields.map((field) => field.name)
  if (parts.length === key.length) return
  const hint = `They are: ${parts.join(", ") || "none, it is a table of one row"}.`
  const message = `The key of a row of ${service} ${name} has ${parts.length} parts.`
  throw new UsageError("field_missing", message, hint)
}

/** Fetches and writes it. */
export async function evidenceVerb(
  environment: Environment,
  [service, table, ...key]: readonly [service: string, table: string, ...key: string[]],
  flags: EvidenceFlags,
): Promise<Answer> {
  ensureRow(service, table, key)
  const client = connect(environment, flags)
  const { height } = await lowestAnchor(environment, client)
  const bytes = await getRowEvidence(client, service, table, key, String(height))
  const file = await writeOutput(environment, flags.out ?? `${table}.evidence`, bytes)
  return {
    lines: [`Written to ${file}. To judge it, without a network: concordat verify ${file}`],
    json: { file },
  }
}
